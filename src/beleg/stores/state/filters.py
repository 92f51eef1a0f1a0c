"""What a search may be limited to beside rights: documents' labels and days.

In: what a source says of its documents; labels and names that a question may mean. Out: which of them this reader may know
of. A label that only stands on documents the reader may not read is told as if it were not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from beleg.language.normalise import name_key
from beleg.records import Filter
from beleg.stores.state.catalogue import DAY, chunks, may_read, write_labels
from beleg.stores.state.database import Database
from beleg.stores.state.tables import documents, labels, sources


class Filters:
    """The filter part of the state."""

    database: Database

    async def set_filters(self, changes: Mapping[int, tuple[frozenset[str], int | None]]) -> None:
        """Labels and day that the source gives each document (id → both); marks them for the index."""
        await asyncio.to_thread(self._set_filters, changes)

    async def known_labels(self, asked: Collection[str], visible_to: frozenset[str]) -> set[str]:
        """Which of these labels stand on a document that the asker may read."""
        return await asyncio.to_thread(self._known_labels, asked, visible_to)

    async def sources_like(self, names: Collection[str], visible_to: frozenset[str]) -> list[str]:
        """Every source that holds something the asker may read, or none where no source has one of these names.

        Names are compared by `name_key`, which those asked for have gone through.
        """
        return await asyncio.to_thread(self._sources_like, names, visible_to)

    def _set_filters(self, changes: Mapping[int, tuple[frozenset[str], int | None]]) -> None:
        with self.database.writing() as connection:
            write_labels(connection, {document_id: told for document_id, (told, _) in changes.items()}, stated=False)
            for document_id, (_, day) in changes.items():
                values = {"modified_day": day, "regroup": True}
                connection.execute(documents.update().where(documents.c.id == document_id).values(**values))

    def _known_labels(self, asked: Collection[str], visible_to: frozenset[str]) -> set[str]:
        known: set[str] = set()
        with self.database.reading() as connection:
            for some in chunks(sorted(set(asked))):
                query = (
                    sa.select(labels.c.label)
                    .join(documents, documents.c.id == labels.c.document_id)
                    .where(labels.c.label.in_(some), may_read(visible_to))
                    .distinct()
                )
                known.update(connection.execute(query).scalars())
        return known

    def _sources_like(self, names: Collection[str], visible_to: frozenset[str]) -> list[str]:
        with self.database.reading() as connection:
            known = connection.execute(sa.select(sources.c.id, sources.c.name).order_by(sources.c.id)).all()
            if not any(name_key(row.name) in names for row in known):
                return []
            holding = sa.select(documents.c.id).where(may_read(visible_to)).limit(1)
            return [row.name for row in known if connection.execute(holding.where(documents.c.source_id == row.id)).first()]


def lies_within(within: Filter) -> list[sa.ColumnElement[bool]]:
    """The conditions that a row of `documents` has to meet; the same document must meet all of them."""
    conditions: list[sa.ColumnElement[bool]] = [
        sa.exists().where(labels.c.document_id == documents.c.id, labels.c.label.in_(sorted(alternatives)))
        for alternatives in within.labels
    ]
    if within.since_day is not None:
        conditions.append(within.since_day <= DAY)
    if within.until_day is not None:
        conditions.append(within.until_day >= DAY)
    return conditions
