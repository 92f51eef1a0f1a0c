"""Runs over data sets, and their cases."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables and what they are looked up by."""
    op.create_table(
        "evaluations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String),
        sa.Column("ended", sa.String, nullable=False),
        sa.Column("data_set", sa.String, nullable=False),
        sa.Column("data_set_sha256", sa.String, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON),
    )
    op.create_index("evaluations_by_time", "evaluations", ["started_at"])
    op.create_table(
        "evaluation_cases",
        sa.Column("evaluation_id", sa.String, sa.ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("elapsed_ms", sa.Float, nullable=False),
        sa.Column("would_be_right", sa.Boolean),
        sa.Column("expected_case", sa.JSON, nullable=False),
        sa.Column("verdicts", sa.JSON, nullable=False),
        sa.Column("found", sa.JSON, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
    )
    op.create_index("evaluation_cases_by_run", "evaluation_cases", ["run_id"])
