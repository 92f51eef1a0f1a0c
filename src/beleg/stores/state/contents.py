"""Contents and their passages: how a version comes in, goes live at one moment, and leaves.

In: readings. Out: passage ids for the index. The order of a replacement, each line a transaction of its own:
`begin` writes the new version beside the old one; the index takes its passages; `commit` makes it live and turns the old
one into waste; the index loses the waste; `clear_waste` forgets it. A crash between any two leaves the old version or the
new one, never half of one, and running again ends the same way. Blocking work runs in a thread. One writer at a time: the
caller holds the sync lock.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from beleg.records import Found, Reading, Scope
from beleg.stores.state.catalogue import DAY, chunks, note_version, now, upsert_document, write_labels, write_readers
from beleg.stores.state.database import Database
from beleg.stores.state.packing import pack_parts, pack_words, unpack
from beleg.stores.state.tables import contents, documents, facts, history, labels, passages, readers, waste
from beleg.stores.state.vectors import drop_vectors, texts_of
from beleg.stores.state.vocabulary import add_words


@dataclass(frozen=True, slots=True)
class Placed:
    """A document that has this content: what was found, and by which recipe and type it is read."""

    found: Found
    media_type: str
    recipe: str


@dataclass(frozen=True, slots=True)
class NewContent:
    """A content to bring in, with the document that has it; exact duplicates are linked afterwards.

    `stated_labels` and `stated_day` are what the content says of itself.
    """

    version: str
    blob: str
    reading: Reading
    placed: Placed
    stated_labels: frozenset[str] = frozenset()
    stated_day: int | None = None

    @property
    def labels(self) -> frozenset[str]:
        """What its source and its content say together."""
        return self.placed.found.labels | self.stated_labels

    @property
    def day(self) -> int | None:
        """The day that the content states, else the one that the source knows."""
        return self.placed.found.modified_day if self.stated_day is None else self.stated_day


class Contents:
    """The ingest part of the state."""

    database: Database

    async def live_versions(self, versions: Sequence[str]) -> set[str]:
        """Which of these versions are live."""
        return await asyncio.to_thread(self._live_versions, versions)

    async def begin(self, batch: Sequence[NewContent]) -> list[range]:
        """Write the contents and passages, not live yet; the passage ids of each content. Safe to repeat."""
        return await asyncio.to_thread(self._begin, batch)

    async def commit(self, source_id: int, batch: Sequence[NewContent]) -> None:
        """Make the contents live for their documents, and what they replace waste."""
        await asyncio.to_thread(self._commit, source_id, batch)

    async def link(self, source_id: int, placed: Placed, version: str) -> None:
        """Give a document a version that is live already (an exact duplicate)."""
        await asyncio.to_thread(self._link, source_id, placed, version)

    async def forget_documents(self, document_ids: Sequence[int]) -> None:
        """Forget documents, and every content and blob that nothing else needs."""
        await asyncio.to_thread(self._forget_documents, document_ids)

    async def unscoped(self) -> list[str]:
        """Live versions whose readers or sources the index does not know yet."""
        return await asyncio.to_thread(self._unscoped)

    async def scopes(self, versions: Sequence[str]) -> dict[int, Scope]:
        """Passage id → who may find it, over all documents that have the version."""
        return await asyncio.to_thread(self._scopes, versions)

    async def scoped(self, versions: Sequence[str]) -> None:
        """The index knows the scopes of these versions now."""
        await asyncio.to_thread(self._scoped, versions)

    async def recover(self) -> None:
        """Turn what a crash left half written into waste. Safe to repeat."""
        await asyncio.to_thread(self._recover)

    async def waste(self, kind: str, limit: int = 5000) -> list[str]:
        """Keys that the index ("passage") or the blobs ("blob") have to lose."""
        return await asyncio.to_thread(self._waste, kind, limit)

    async def clear_waste(self, kind: str, keys: Sequence[str]) -> None:
        """These keys are gone from where they were."""
        await asyncio.to_thread(self._clear_waste, kind, keys)

    def _live_versions(self, versions: Sequence[str]) -> set[str]:
        found: set[str] = set()
        with self.database.reading() as connection:
            for some in chunks(versions):
                query = sa.select(contents.c.version).where(contents.c.version.in_(some), contents.c.state == "live")
                found.update(connection.execute(query).scalars())
        return found

    def _begin(self, batch: Sequence[NewContent]) -> list[range]:
        ids: list[range] = []
        with self.database.writing() as connection:
            for versions in chunks([each.version for each in batch]):
                _drop_passages(connection, versions)
                connection.execute(contents.delete().where(contents.c.version.in_(versions)))
            last = int(connection.execute(sa.select(facts.c.value).where(facts.c.name == "last_passage_id")).scalar_one())
            for each in batch:
                ids.append(range(last + 1, last + 1 + len(each.reading.passages)))
                last += len(each.reading.passages)
            connection.execute(facts.update().where(facts.c.name == "last_passage_id").values(value=last))
            connection.execute(contents.insert(), [_content_row(each) for each in batch])
            rows = [_passage_row(key, each, at) for each, run in zip(batch, ids, strict=True) for at, key in enumerate(run)]
            if rows:
                connection.execute(passages.insert(), rows)
        return ids

    def _commit(self, source_id: int, batch: Sequence[NewContent]) -> None:
        with self.database.writing() as connection:
            left: set[str] = set()
            by_language: dict[str, Counter[str]] = {}
            for each in batch:
                left |= _place(connection, source_id, each.placed, each.version, (each.stated_labels, each.stated_day))
                by_language.setdefault(each.reading.document.language, Counter()).update(each.reading.words)
            for versions in chunks([each.version for each in batch]):
                connection.execute(contents.update().where(contents.c.version.in_(versions)).values(state="live"))
            for language, counts in by_language.items():
                add_words(connection, language, counts)
            _count_passages(connection, sum(len(each.reading.passages) for each in batch))
            _retire(connection, left)

    def _link(self, source_id: int, placed: Placed, version: str) -> None:
        with self.database.writing() as connection:
            left = _place(connection, source_id, placed, version, _stated(connection, version))
            connection.execute(documents.update().where(documents.c.version == version).values(regroup=True))
            _retire(connection, left)

    def _forget_documents(self, document_ids: Sequence[int]) -> None:
        with self.database.writing() as connection:
            for ids in chunks(document_ids):
                gone = documents.c.id.in_(ids)
                left = set(connection.execute(sa.select(documents.c.version).where(gone)).scalars()) - {None}
                past = set(connection.execute(sa.select(history.c.version).where(history.c.document_id.in_(ids))).scalars())
                for child in (readers, history, labels):
                    connection.execute(child.delete().where(child.c.document_id.in_(ids)))
                connection.execute(documents.delete().where(gone))
                _retire(connection, left)
                _drop_contents(connection, left | past)

    def _unscoped(self) -> list[str]:
        with self.database.reading() as connection:
            query = sa.select(documents.c.version).where(documents.c.regroup, documents.c.version.is_not(None)).distinct()
            return [str(version) for version in connection.execute(query).scalars()]

    def _scopes(self, versions: Sequence[str]) -> dict[int, Scope]:
        scope = dict.fromkeys(versions, Scope(frozenset(), frozenset()))
        found: dict[int, Scope] = {}
        with self.database.reading() as connection:
            for some in chunks(versions):
                having = documents.c.version.in_(some)
                columns = (documents.c.version, documents.c.source_id, readers.c.group_name, DAY.label("day"))
                who = sa.select(*columns).join(readers, readers.c.document_id == documents.c.id)
                for version, source_id, group, day in connection.execute(who.where(having)):
                    scope[version] = _with(scope[version], source_id, group, day)
                what = sa.select(documents.c.version, labels.c.label).join(labels, labels.c.document_id == documents.c.id)
                for version, label in connection.execute(what.where(having)):
                    scope[version] = replace(scope[version], labels=scope[version].labels | {label})
                cut = sa.select(passages.c.id, passages.c.version).where(passages.c.version.in_(some))
                found.update({key: scope[version] for key, version in connection.execute(cut)})
        return found

    def _scoped(self, versions: Sequence[str]) -> None:
        with self.database.writing() as connection:
            for some in chunks(versions):
                connection.execute(documents.update().where(documents.c.version.in_(some)).values(regroup=False))

    def _recover(self) -> None:
        with self.database.writing() as connection:
            half = list(connection.execute(sa.select(contents.c.version).where(contents.c.state == "writing")).scalars())
            for versions in chunks(half):
                _drop_passages(connection, versions)
                _drop_contents(connection, versions)

    def _waste(self, kind: str, limit: int) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(waste.c.key).where(waste.c.kind == kind).limit(limit)).scalars())

    def _clear_waste(self, kind: str, keys: Sequence[str]) -> None:
        with self.database.writing() as connection:
            for some in chunks(keys):
                connection.execute(waste.delete().where(waste.c.kind == kind, waste.c.key.in_(some)))


def _with(scope: Scope, source_id: int, group: str, day: int | None) -> Scope:
    """The scope with one more document: everything together, and the latest day."""
    days = [each for each in (scope.modified_day, day) if each is not None]
    return replace(
        scope,
        groups=scope.groups | {group},
        source_ids=scope.source_ids | {source_id},
        modified_day=max(days, default=None),
    )


def _place(
    connection: sa.Connection, source_id: int, placed: Placed, version: str, stated: tuple[frozenset[str], int | None]
) -> set[str]:
    """Let a document have a version, which states these labels and this day; the versions it had."""
    found = placed.found
    here = (documents.c.source_id == source_id) & (documents.c.path == found.path)
    before = set(connection.execute(sa.select(documents.c.version).where(here)).scalars()) - {None, version}
    values = {
        "found_version": found.version,
        "media_type": placed.media_type,
        "recipe": placed.recipe,
        "version": version,
        "state": "indexed",
        "reason": "",
        "indexed_at": now(),
        "modified_day": found.modified_day,
        "stated_day": stated[1],
    }
    document_id = upsert_document(connection, source_id, found.path, values)
    write_readers(connection, {document_id: found.readers})
    write_labels(connection, {document_id: found.labels}, stated=False)
    write_labels(connection, {document_id: stated[0]}, stated=True)
    note_version(connection, document_id, version)
    return before


def _stated(connection: sa.Connection, version: str) -> tuple[frozenset[str], int | None]:
    """What a live version states of itself, as a document that has it already knows."""
    known = sa.select(documents.c.id, documents.c.stated_day).where(documents.c.version == version).order_by(documents.c.id)
    row = connection.execute(known).first()
    if row is None:
        return frozenset(), None
    told = sa.select(labels.c.label).where(labels.c.document_id == row.id, labels.c.stated)
    return frozenset(connection.execute(told).scalars()), row.stated_day


def _retire(connection: sa.Connection, versions: set[str]) -> None:
    """Versions that a document has left: without any document they lose their passages, else they are scoped anew."""
    for some in chunks(sorted(versions)):
        still = set(connection.execute(sa.select(documents.c.version).where(documents.c.version.in_(some))).scalars())
        if still:
            connection.execute(documents.update().where(documents.c.version.in_(still)).values(regroup=True))
        over = [version for version in some if version not in still]
        live = sa.select(contents.c.version, contents.c.language, contents.c.words).where(
            contents.c.version.in_(over), contents.c.state == "live"
        )
        for _version, language, packed in connection.execute(live).all():
            add_words(connection, language, {word: -count for word, count in unpack(packed).items()})
        held = (
            sa.select(sa.func.count())
            .select_from(passages.join(contents))
            .where(contents.c.version.in_(over), contents.c.state == "live")
        )
        _count_passages(connection, -int(connection.execute(held).scalar_one()))
        _drop_passages(connection, over)
        connection.execute(contents.update().where(contents.c.version.in_(over)).values(state="old", words=b""))


def _drop_passages(connection: sa.Connection, versions: Sequence[str]) -> None:
    """Delete passages with their vectors, and note their ids as waste of the index."""
    hashes = texts_of(connection, versions)
    ids = list(connection.execute(sa.select(passages.c.id).where(passages.c.version.in_(versions))).scalars())
    if ids:
        connection.execute(waste.insert().prefix_with("OR IGNORE"), [{"kind": "passage", "key": str(each)} for each in ids])
        connection.execute(passages.delete().where(passages.c.version.in_(versions)))
        drop_vectors(connection, hashes)


def _drop_contents(connection: sa.Connection, versions: set[str] | Sequence[str]) -> None:
    """Delete contents that no document has or had, and note their blobs as waste."""
    for some in chunks(sorted(versions)):
        needed = set(connection.execute(sa.select(history.c.version).where(history.c.version.in_(some))).scalars())
        over = [version for version in some if version not in needed]
        blobs = set(connection.execute(sa.select(contents.c.blob).where(contents.c.version.in_(over))).scalars())
        connection.execute(contents.delete().where(contents.c.version.in_(over)))
        blobs -= set(connection.execute(sa.select(contents.c.blob).where(contents.c.blob.in_(sorted(blobs)))).scalars())
        if blobs:
            connection.execute(
                waste.insert().prefix_with("OR IGNORE"), [{"kind": "blob", "key": each} for each in sorted(blobs)]
            )


def _count_passages(connection: sa.Connection, change: int) -> None:
    connection.execute(facts.update().where(facts.c.name == "passages").values(value=facts.c.value + change))


def _content_row(new: NewContent) -> Mapping[str, Any]:
    document = new.reading.document
    return {
        "version": new.version,
        "state": "writing",
        "blob": new.blob,
        "media_type": document.media_type,
        "title": document.title,
        "language": document.language,
        "pages": document.pages,
        "recipe": new.placed.recipe,
        "read_at": now(),
        "metadata": dict(document.metadata),
        "words": pack_words(new.reading.words),
        "parts": pack_parts(document.parts),
        "text": document.text,
    }


def _passage_row(key: int, new: NewContent, at: int) -> Mapping[str, Any]:
    passage = new.reading.passages[at]
    return {
        "id": key,
        "version": new.version,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
        "page": passage.page,
        "tokens": passage.tokens,
        "language": passage.language,
        "heading": list(passage.heading),
        "context": passage.context,
        "text": passage.text,
    }
