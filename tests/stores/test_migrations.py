"""A workspace of an earlier beleg is brought up to date when it is opened, and loses nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from beleg.stores.state import State
from beleg.stores.state.database import MIGRATIONS
from beleg.stores.state.tables import metadata


def test_a_database_of_the_first_revision_gets_every_table_and_keeps_its_runs(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(path) as old:
        old.execute(
            "INSERT INTO runs (id, started_at, asker, groups, ended, versions, question, steps) "
            "VALUES ('r', '2026-01-01', 'owner', '[]', 'done', '{}', 'Still there?', '[]')"
        )
    state = State(path)
    try:
        assert asyncio.run(state.evaluations()) == []
        assert asyncio.run(state.whole_run("r"))["question"] == "Still there?"
        with state.database.reading() as connection:
            found = sa.inspect(connection)
            for table in metadata.sorted_tables:
                columns = {each["name"]: each["nullable"] for each in found.get_columns(table.name)}
                wanted = {each.name: bool(each.nullable) for each in table.columns}
                assert columns == wanted, table.name
                indexes = {each["name"] for each in found.get_indexes(table.name)}
                assert {each.name for each in table.indexes} <= indexes, table.name
    finally:
        state.close()
