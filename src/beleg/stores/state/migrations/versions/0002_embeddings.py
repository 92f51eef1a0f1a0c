"""Vectors of passages, kept by the hash of the text and the embedder that made them."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "embedded",
        Column("passage_id", Integer, ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        Column("hash", String, nullable=False),
    )
    op.create_index("embedded_by_hash", "embedded", ["hash"])
    op.create_table(
        "embeddings",
        Column("hash", String, primary_key=True),
        Column("fingerprint", String, primary_key=True),
        Column("vector", LargeBinary, nullable=False),
    )
