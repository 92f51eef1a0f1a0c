"""What writes answers: one file each. To add one, write its file and one line in the table."""

from beleg.plugins import Table

WRITERS = Table("writers", {"quote": "beleg.providers.quote:QuoteWriter"})

ENTAILERS = Table("entailers", {"onnx": "beleg.providers.entailment_onnx:OnnxEntailer"})
