"""Sources and documents: what stands where, in which state, and who may read it.

In: what a sync saw. Out: the inventory. Knows no text. Every method is one transaction in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from beleg.errors import UserError, no_such
from beleg.records import DocumentRef, DocumentStatus, Found, Source, SourceStatus
from beleg.stores.state.database import Database
from beleg.stores.state.tables import contents, documents, history, labels, passages, readers, sources

T = TypeVar("T")
CHUNK = 500
"""Values in one IN (...): SQLite takes 32,766, other databases fewer."""
DAY: sa.ColumnElement[int] = sa.func.coalesce(documents.c.stated_day, documents.c.modified_day)
"""A document's day: the one it states itself before the one its source knows."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the state knows of a document when a sync begins."""

    id: int
    path: str
    found_version: str
    media_type: str
    recipe: str
    version: str | None
    state: str
    readers: frozenset[str]
    labels: frozenset[str]
    modified_day: int | None


def now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    """Runs of at most `size` values."""
    return (values[at : at + size] for at in range(0, len(values), size))


class Catalogue:
    """The inventory part of the state."""

    database: Database

    async def add_source(self, source: Source) -> Source:
        """Register a source, or update the one of the same kind and location; its id is set in what comes back."""
        return await asyncio.to_thread(self._add_source, source)

    async def all_sources(self) -> list[Source]:
        """Every source, in the order of adding."""
        return await asyncio.to_thread(self._sources)

    async def source(self, name: str) -> Source:
        """The source called `name`. Raises NotFound with the nearest known name."""
        everything = await self.all_sources()
        for each in everything:
            if each.name == name:
                return each
        raise no_such("source", name, [each.name for each in everything])

    async def source_ids(self, names: Sequence[str], visible_to: frozenset[str]) -> frozenset[int]:
        """The ids of the sources with these names. One that holds nothing for this reader is told as if it were not there."""
        return await asyncio.to_thread(self._source_ids, names, visible_to)

    async def known_documents(self, source_id: int) -> dict[str, Known]:
        """Every document of a source by its path."""
        return await asyncio.to_thread(self._known_documents, source_id)

    async def quarantine(self, source_id: int, found: Found, media_type: str, recipe: str, reason: str) -> None:
        """Set a document aside with its reason. What was indexed of it before stays findable until it is read again."""
        await asyncio.to_thread(self._quarantine, source_id, (found, media_type, recipe, reason))

    async def set_readers(self, changes: Mapping[int, frozenset[str]]) -> None:
        """Who may read each document (id → groups), at once for every read of text; marks them for the index."""
        await asyncio.to_thread(self._set_readers, changes)

    async def finish_sync(self, source_id: int) -> None:
        """Record that a complete listing of the source has been worked off."""
        await asyncio.to_thread(self._finish_sync, source_id)

    async def remove_source(self, source_id: int) -> None:
        """Forget a source that has no documents left; what was deleted leaves the disk too."""
        await asyncio.to_thread(self._remove_source, source_id)

    async def source_statuses(self, visible_to: frozenset[str] | None) -> list[SourceStatus]:
        """The sources with counts; only documents that share a group with `visible_to` are counted or named.

        None is the whole inventory, for the person who keeps it.
        """
        return await asyncio.to_thread(self._source_statuses, visible_to)

    async def documents(
        self, visible_to: frozenset[str], *, source: str | None = None, limit: int = 50, after: int = 0
    ) -> list[DocumentStatus]:
        """Documents by id, at most `limit` with an id above `after`."""
        return await asyncio.to_thread(self._documents, visible_to, source, limit, after)

    def _add_source(self, source: Source) -> Source:
        values: dict[str, Any] = {
            "kind": source.kind,
            "name": source.name,
            "location": source.location,
            "readers": sorted(source.readers),
            "include": list(source.include),
            "exclude": list(source.exclude),
        }
        with self.database.writing() as connection:
            same = (sources.c.kind == source.kind) & (sources.c.location == source.location)
            row = connection.execute(sa.select(sources.c.id).where(same)).first()
            taken = connection.execute(sa.select(sources.c.id, sources.c.location).where(sources.c.name == source.name)).first()
            if taken and (row is None or taken.id != row.id):
                raise UserError(
                    f"A source called {source.name!r} already reads {taken.location!r}. Give this one another name with --name."
                )
            if row:
                connection.execute(sources.update().where(sources.c.id == row.id).values(**values))
                return _with_id(source, row.id)
            made = connection.execute(sources.insert().values(**values, added_at=now()))
            return _with_id(source, int(made.lastrowid))

    def _sources(self) -> list[Source]:
        with self.database.reading() as connection:
            return [_source_of(row) for row in connection.execute(sa.select(sources).order_by(sources.c.id))]

    def _source_ids(self, names: Sequence[str], visible_to: frozenset[str]) -> frozenset[int]:
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(sources)).all()
            holding = set(connection.execute(sa.select(documents.c.source_id).where(may_read(visible_to)).distinct()).scalars())
        known = {row.name: int(row.id) for row in rows if row.id in holding or not visible_to.isdisjoint(row.readers)}
        for name in names:
            if name not in known:
                raise no_such("source", name, known)
        return frozenset(known[name] for name in names)

    def _known_documents(self, source_id: int) -> dict[str, Known]:
        mine = documents.c.source_id == source_id
        with self.database.reading() as connection:
            groups: dict[int, set[str]] = {}
            of_mine = sa.select(readers).join(documents, documents.c.id == readers.c.document_id).where(mine)
            for document_id, group in connection.execute(of_mine):
                groups.setdefault(document_id, set()).add(group)
            told: dict[int, set[str]] = {}
            given = sa.select(labels.c.document_id, labels.c.label).join(documents, documents.c.id == labels.c.document_id)
            for document_id, label in connection.execute(given.where(mine, ~labels.c.stated)):
                told.setdefault(document_id, set()).add(label)
            return {
                row.path: Known(
                    row.id,
                    row.path,
                    row.found_version,
                    row.media_type,
                    row.recipe,
                    row.version,
                    row.state,
                    frozenset(groups.get(row.id, ())),
                    frozenset(told.get(row.id, ())),
                    row.modified_day,
                )
                for row in connection.execute(sa.select(documents).where(mine))
            }

    def _quarantine(self, source_id: int, what: tuple[Found, str, str, str]) -> None:
        found, media_type, recipe, reason = what
        with self.database.writing() as connection:
            values: dict[str, Any] = {"found_version": found.version, "media_type": media_type, "recipe": recipe}
            values["modified_day"] = found.modified_day
            document_id = upsert_document(
                connection, source_id, found.path, {**values, "state": "quarantined", "reason": reason}
            )
            write_readers(connection, {document_id: found.readers})
            write_labels(connection, {document_id: found.labels}, stated=False)

    def _set_readers(self, changes: Mapping[int, frozenset[str]]) -> None:
        with self.database.writing() as connection:
            write_readers(connection, changes)
            for ids in chunks(list(changes)):
                connection.execute(documents.update().where(documents.c.id.in_(ids)).values(regroup=True))

    def _finish_sync(self, source_id: int) -> None:
        with self.database.writing() as connection:
            connection.execute(sources.update().where(sources.c.id == source_id).values(last_complete_sync=now()))

    def _remove_source(self, source_id: int) -> None:
        with self.database.writing() as connection:
            connection.execute(sources.delete().where(sources.c.id == source_id))
        self.database.checkpoint()

    def _source_statuses(self, visible_to: frozenset[str] | None) -> list[SourceStatus]:
        seen = sa.true() if visible_to is None else may_read(visible_to)
        counted = (
            sa.select(documents.c.source_id, documents.c.state, sa.func.count()).where(seen).group_by(sa.literal_column("1, 2"))
        )
        versions = (
            sa.select(documents.c.source_id, documents.c.version)
            .where(seen, documents.c.version.is_not(None))
            .distinct()
            .subquery()
        )
        kept = sa.select(versions.c.source_id, sa.func.count(sa.distinct(versions.c.version))).group_by(versions.c.source_id)
        cut = (
            sa.select(versions.c.source_id, sa.func.count())
            .join(passages, passages.c.version == versions.c.version)
            .group_by(versions.c.source_id)
        )
        failed = sa.select(documents.c.source_id, documents.c.path, documents.c.reason).where(
            seen, documents.c.state == "quarantined"
        )
        with self.database.reading() as connection:
            states = {(row[0], row[1]): row[2] for row in connection.execute(counted)}
            distinct = {row[0]: row[1] for row in connection.execute(kept)}
            pieces = {row[0]: row[1] for row in connection.execute(cut)}
            failures: dict[int, list[tuple[str, str]]] = {}
            for source_id, path, reason in connection.execute(failed.order_by(documents.c.path)):
                failures.setdefault(source_id, []).append((path, reason))
            rows = connection.execute(sa.select(sources).order_by(sources.c.id)).all()
        found = []
        for row in rows:
            count = {state: states.get((row.id, state), 0) for state in ("indexed", "quarantined")}
            source = _source_of(row)
            if visible_to is not None and not sum(count.values()) and not (source.readers & visible_to):
                continue
            found.append(
                SourceStatus(
                    source=source,
                    documents=sum(count.values()),
                    duplicates=max(0, count["indexed"] - distinct.get(row.id, 0)),
                    passages=pieces.get(row.id, 0),
                    last_complete_sync=row.last_complete_sync,
                    failures=tuple(failures.get(row.id, ())),
                    **count,
                )
            )
        return found

    def _documents(self, visible_to: frozenset[str], source: str | None, limit: int, after: int) -> list[DocumentStatus]:
        query = status_query().where(may_read(visible_to), documents.c.id > after).order_by(documents.c.id).limit(limit)
        if source is not None:
            query = query.where(sources.c.name == source)
        with self.database.reading() as connection:
            return statuses_of(connection, query)


def may_read(visible_to: frozenset[str]) -> sa.ColumnElement[bool]:
    """The condition that a row of `documents` shares a group with `visible_to`."""
    return sa.exists().where(readers.c.document_id == documents.c.id, readers.c.group_name.in_(sorted(visible_to)))


def upsert_document(connection: sa.Connection, source_id: int, path: str, values: Mapping[str, Any]) -> int:
    """Insert or update a document's row; its id."""
    here = (documents.c.source_id == source_id) & (documents.c.path == path)
    known = connection.execute(sa.select(documents.c.id).where(here)).scalar()
    if known is not None:
        connection.execute(documents.update().where(documents.c.id == known).values(**values))
        return int(known)
    made = connection.execute(documents.insert().values(source_id=source_id, path=path, regroup=False, **values))
    return int(made.lastrowid)


def write_readers(connection: sa.Connection, changes: Mapping[int, frozenset[str]]) -> None:
    """Replace the readers of documents."""
    for ids in chunks(list(changes)):
        connection.execute(readers.delete().where(readers.c.document_id.in_(ids)))
    rows = [{"document_id": each, "group_name": group} for each, groups in changes.items() for group in sorted(groups)]
    if rows:
        connection.execute(readers.insert(), rows)


def write_labels(connection: sa.Connection, changes: Mapping[int, frozenset[str]], *, stated: bool) -> None:
    """Replace the labels that documents state themselves, or those that their source gives them."""
    for ids in chunks(list(changes)):
        connection.execute(labels.delete().where(labels.c.document_id.in_(ids), labels.c.stated == stated))
    rows = [{"document_id": each, "label": label, "stated": stated} for each, told in changes.items() for label in sorted(told)]
    if rows:
        connection.execute(labels.insert(), rows)


def note_version(connection: sa.Connection, document_id: int, version: str) -> None:
    """Remember that the document has this version now."""
    here = (history.c.document_id == document_id) & (history.c.version == version)
    if connection.execute(sa.select(history.c.version).where(here)).first() is None:
        connection.execute(history.insert().values(document_id=document_id, version=version, since=now()))


def status_query() -> sa.Select[Any]:
    """Documents with their source and current content."""
    count = sa.select(sa.func.count()).where(passages.c.version == documents.c.version).scalar_subquery()
    return (
        sa.select(
            documents,
            DAY.label("day"),
            sources.c.name.label("source_name"),
            contents.c.title,
            contents.c.language,
            contents.c.pages,
            count.label("passage_count"),
        )
        .join(sources, sources.c.id == documents.c.source_id)
        .outerjoin(contents, contents.c.version == documents.c.version)
    )


def statuses_of(connection: sa.Connection, query: sa.Select[Any]) -> list[DocumentStatus]:
    """The rows of a `status_query` as records, with their readers."""
    rows = connection.execute(query).all()
    groups: dict[int, set[str]] = {}
    for ids in chunks([row.id for row in rows]):
        for document_id, group in connection.execute(sa.select(readers).where(readers.c.document_id.in_(ids))):
            groups.setdefault(document_id, set()).add(group)
    return [
        DocumentStatus(
            document=DocumentRef(row.id, row.source_name, row.path, row.title or row.path, row.media_type, row.day),
            state=row.state,
            reason=row.reason,
            version=row.version or "",
            language=row.language or "",
            pages=row.pages,
            passages=row.passage_count,
            readers=frozenset(groups.get(row.id, ())),
            indexed_at=row.indexed_at,
        )
        for row in rows
    ]


def _source_of(row: Any) -> Source:
    return Source(row.id, row.kind, row.name, row.location, frozenset(row.readers), tuple(row.include), tuple(row.exclude))


def _with_id(source: Source, source_id: int) -> Source:
    return Source(source_id, source.kind, source.name, source.location, source.readers, source.include, source.exclude)
