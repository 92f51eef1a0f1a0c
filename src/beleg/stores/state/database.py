"""The database under the state: opening, migrating, transactions, and its errors in our words.

In: a SQLAlchemy URL. Out: connections inside transactions. Knows no table. Blocking: callers bring a thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from beleg.errors import Busy, NewerFormat, StorageFailure

HEAD = "0004"
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One SQLite file in WAL mode. Readers never wait for the writer; writers wait for one another up to 30 s."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(self.engine, "connect", _configure)
        event.listen(self.engine, "begin", _begin)
        self._upgrade()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment of the state."""
        with _in_our_words(self.path), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the write lock from its start: all of it happens, or nothing."""
        with _in_our_words(self.path), self.engine.connect() as connection:
            writer = connection.execution_options(writing=True)
            with writer.begin():
                yield writer

    def checkpoint(self) -> None:
        """Carry the log into the file and empty it, so that what was deleted is in neither. Readers may delay it."""
        with _in_our_words(self.path), self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def _upgrade(self) -> None:
        with _in_our_words(self.path):
            if self._revision() == HEAD:
                return
            with FileLock(str(self.path) + ".lock", timeout=60):
                current = self._revision()
                if current is not None and current > HEAD:
                    raise NewerFormat(
                        f"The workspace's database {self.path.name!r} was written by a newer beleg (revision {current}, "
                        f"this one knows {HEAD}). Upgrade beleg to open it."
                    )
                if current != HEAD:
                    self._migrate()

    def _revision(self) -> str | None:
        with self.engine.begin() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            return found

    def _migrate(self) -> None:
        from alembic import command  # only a new or an old workspace needs it
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.connect() as connection, connection.execution_options(writing=True).begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below, so that writers can take the lock at once
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
        "mmap_size=1073741824",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).lower()
        if "full" in said:
            raise StorageFailure(
                f"The disk that holds {path.name!r} is full. Free some room and run the command again."
            ) from error
        if "locked" in said or "busy" in said:
            raise Busy(f"Another process holds {path.name!r}. Wait for it to end, or end it, and try again.") from error
        if "readonly" in said or "unable to open" in said or "disk i/o" in said:
            raise StorageFailure(
                f"{path.name!r} cannot be opened or written ({error.orig}). Check the folder's permissions and its disk."
            ) from error
        raise
    except DatabaseError as error:
        if any(word in str(error.orig) for word in ("malformed", "not a database")):
            raise StorageFailure(
                f"{path.name!r} is damaged ({error.orig}). Restore it from a backup, or add the sources anew."
            ) from error
        raise
