"""What turns text into vectors: one file each. To add one, write its file and one line in the table."""

from beleg.plugins import Table

EMBEDDERS = Table(
    "embedders",
    {
        "onnx": "beleg.providers.embedders.onnx:OnnxEmbedder",
        "model2vec": "beleg.providers.embedders.model2vec:Model2VecEmbedder",
        "openai_compatible": "beleg.providers.embedders.openai_compatible:OpenAICompatibleEmbedder",
    },
)
