"""Calibrations and the watch over drift, as they stood when they came."""

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, MetaData, String, Table

revision = "0004"
down_revision = "0003"

metadata = MetaData()

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("labelled", String, nullable=False),
    Column("labelled_sha256", String, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("recipe", String, nullable=False),
    Column("undone_at", String),
    Column("certificate", JSON),
    Column("curve", JSON, nullable=False),
    Column("cases", JSON, nullable=False),
    sqlite_autoincrement=True,
)

watches = Table(
    "watches",
    metadata,
    Column("calibration_id", Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    Column("seen", Integer, nullable=False),
    Column("log10_now", Float, nullable=False),
    Column("log10_most", Float, nullable=False),
    Column("withdrawn_at", String),
    Column("state", JSON, nullable=False),
)

watch_points = Table(
    "watch_points",
    metadata,
    Column("calibration_id", Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("log10", Float, nullable=False),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    """Make the three tables."""
    metadata.create_all(op.get_bind())
