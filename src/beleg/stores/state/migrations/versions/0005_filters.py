"""What a search may be limited to beside rights: a document's day, as its source and as it itself states it, and labels."""

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table

revision = "0005"
down_revision = "0004"

metadata = MetaData()
documents = Table("documents", metadata, Column("id", Integer, primary_key=True))
labels = Table(
    "labels",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("label", String, primary_key=True),
    Column("stated", Boolean, primary_key=True),
    Index("labels_by_label", "label"),
)


def upgrade() -> None:
    """Add the columns and the table; the next sync of a source fills them."""
    op.add_column("documents", Column("modified_day", Integer))
    op.add_column("documents", Column("stated_day", Integer))
    labels.create(op.get_bind())
