"""The first tables.

They are made from the definitions as they stand. The first change of a table freezes this list here and adds a migration.
"""

from alembic import op

from beleg.stores.state.tables import facts, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the counters."""
    connection = op.get_bind()
    metadata.create_all(connection)
    connection.execute(facts.insert(), [{"name": "last_passage_id", "value": 0}, {"name": "passages", "value": 0}])
