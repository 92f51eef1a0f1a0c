"""What reads question and passage together: one file each. To add one, write its file and one line in the table."""

from beleg.plugins import Table

RERANKERS = Table(
    "rerankers",
    {
        "onnx": "beleg.providers.rerankers.onnx:OnnxReranker",
        "endpoint": "beleg.providers.rerankers.endpoint:EndpointReranker",
    },
)
