"""Reads of content for an asker: passages, texts, documents. Every one takes `visible_to`; there is no default.

A document that the asker may not read is told in the same words as one that is not there. Blocking work runs in a thread.
"""

from __future__ import annotations

import asyncio
import bisect
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from beleg.errors import NotFound
from beleg.records import Document, DocumentRef, DocumentStatus, Filter, Passage, Readable, Retrieved
from beleg.stores.state.catalogue import DAY, chunks, may_read, status_query, statuses_of
from beleg.stores.state.database import Database
from beleg.stores.state.filters import lies_within
from beleg.stores.state.packing import unpack_parts
from beleg.stores.state.tables import contents, documents, history, passages, sources

CACHED_CHARACTERS = 20_000_000
"""Text of versions kept in memory: a version never changes, so nothing goes stale."""

CACHED_OUTLINES = 200
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a spot of a document is: its page, and the headings above it, outermost first."""

    page: int | None
    heading: tuple[str, ...]


class Reading:
    """The reading part of the state."""

    database: Database
    _texts: OrderedDict[str, str]
    _outlines: dict[str, list[tuple[int, Place]]]

    async def passages(
        self,
        scores: Mapping[int, float],
        visible_to: frozenset[str],
        source_names: Sequence[str] = (),
        within: Filter = EVERYTHING,
    ) -> list[Retrieved]:
        """The live passages with these ids, each through a document that the asker may read and that lies `within`.

        By score, highest first.
        """
        here = sa.and_(passages.c.id.in_(list(scores)), *lies_within(within))
        return await asyncio.to_thread(self._passages, here, scores, visible_to, source_names)

    async def passages_at(self, places: Sequence[tuple[str, int]], visible_to: frozenset[str]) -> list[Retrieved]:
        """The live passages at these places (version, ordinal), in no order, with score 0."""
        if not places:
            return []
        ordinals: dict[str, list[int]] = {}
        for version, ordinal in places:
            ordinals.setdefault(version, []).append(ordinal)
        # not `(version, ordinal) IN`: SQLite would read every passage for it
        here = sa.or_(*((passages.c.version == version) & passages.c.ordinal.in_(at) for version, at in ordinals.items()))
        return await asyncio.to_thread(self._passages, here, {}, visible_to, ())

    async def texts(self, versions: Sequence[str], visible_to: frozenset[str]) -> dict[str, str]:
        """The text of each version that the asker may read."""
        return await asyncio.to_thread(self._readable_texts, versions, visible_to)

    async def places(self, spots: Sequence[tuple[str, int]], visible_to: frozenset[str]) -> dict[tuple[str, int], Place]:
        """Page and headings at each spot (version, offset) of a version that the asker may read."""
        return await asyncio.to_thread(self._places, spots, visible_to)

    async def document(self, document_id: int, visible_to: frozenset[str]) -> tuple[DocumentStatus, Document]:
        """A document as it is now. Raises NotFound where it is not there, or not this reader's."""
        return await asyncio.to_thread(self._document, document_id, visible_to, None)

    async def document_version(
        self, document_id: int, version: str, visible_to: frozenset[str]
    ) -> tuple[DocumentStatus, Document]:
        """A version that the document has or had, for those who may read the document today."""
        return await asyncio.to_thread(self._document, document_id, visible_to, version)

    async def blob_of(self, document_id: int, version: str, visible_to: frozenset[str]) -> str:
        """The blob's name under which the original bytes of a version lie."""
        return await asyncio.to_thread(self._blob_of, document_id, version, visible_to)

    async def readable(self, visible_to: frozenset[str], source_names: Sequence[str], limit: int) -> tuple[list[Readable], int]:
        """The texts that the asker may read, each content once, at most `limit`, and how many were left."""
        return await asyncio.to_thread(self._readable, visible_to, source_names, limit)

    async def documents_named(self, name: str, visible_to: frozenset[str]) -> list[DocumentRef]:
        """The documents with this id, `source/path` or path, as far as the asker may read them."""
        return await asyncio.to_thread(self._documents_named, name, visible_to)

    async def live_passages(self, after: int, limit: int) -> list[tuple[int, Passage, str]]:
        """Live passages by id above `after`, with their document's title, whoever may read them: for the index alone."""
        return await asyncio.to_thread(self._live_passages, after, limit)

    def _passages(
        self,
        condition: sa.ColumnElement[bool],
        scores: Mapping[int, float],
        visible_to: frozenset[str],
        source_names: Sequence[str],
    ) -> list[Retrieved]:
        query = (
            sa.select(
                passages,
                documents.c.id.label("document_id"),
                documents.c.path,
                documents.c.media_type,
                DAY.label("day"),
                sources.c.name.label("source_name"),
                contents.c.title,
            )
            .join(documents, documents.c.version == passages.c.version)
            .join(sources, sources.c.id == documents.c.source_id)
            .join(contents, contents.c.version == passages.c.version)
            .where(condition, contents.c.state == "live", may_read(visible_to))
        )
        if source_names:
            query = query.where(sources.c.name.in_(list(source_names)))
        found: dict[int, Retrieved] = {}
        with self.database.reading() as connection:
            # sorted here: asked to sort, SQLite would walk through the documents instead of the passages
            for row in sorted(connection.execute(query), key=lambda each: each.document_id):
                hit = _retrieved(row, scores.get(row.id, 0.0))
                first = found.get(row.id)  # the first document of a duplicate speaks for all, and names the others
                found[row.id] = hit if first is None else replace(first, also=(*first.also, hit.document))
        return sorted(found.values(), key=lambda each: (-each.score, each.passage_id))

    def _documents_named(self, name: str, visible_to: frozenset[str]) -> list[DocumentRef]:
        here = sources.c.name + "/" + documents.c.path
        called = (documents.c.path == name) | (here == name)
        if name.isdecimal() and len(name) < 18:
            called = called | (documents.c.id == int(name))
        with self.database.reading() as connection:
            return [each.document for each in statuses_of(connection, status_query().where(called, may_read(visible_to)))]

    def _readable(self, visible_to: frozenset[str], source_names: Sequence[str], limit: int) -> tuple[list[Readable], int]:
        first = sa.select(sa.func.min(documents.c.id)).where(may_read(visible_to), documents.c.version.is_not(None))
        if source_names:
            first = first.join(sources, sources.c.id == documents.c.source_id).where(sources.c.name.in_(list(source_names)))
        first = first.group_by(documents.c.version)
        query = (
            sa.select(
                documents.c.id.label("document_id"),
                documents.c.path,
                documents.c.media_type,
                sources.c.name.label("source_name"),
                DAY.label("day"),
                contents.c.version,
                contents.c.title,
                contents.c.language,
                contents.c.text,
            )
            .join(sources, sources.c.id == documents.c.source_id)
            .join(contents, contents.c.version == documents.c.version)
            .where(documents.c.id.in_(first), contents.c.state == "live")
            .order_by(documents.c.id)
        )
        with self.database.reading() as connection:
            total = int(connection.execute(sa.select(sa.func.count()).select_from(first.subquery())).scalar_one())
            rows = connection.execute(query.limit(limit)).all()
        return [Readable(_ref(row), row.version, row.language, row.text) for row in rows], max(0, total - len(rows))

    def _live_passages(self, after: int, limit: int) -> list[tuple[int, Passage, str]]:
        query = (
            sa.select(passages, contents.c.title)
            .join(contents, contents.c.version == passages.c.version)
            .where(passages.c.id > after, contents.c.state == "live")
            .order_by(passages.c.id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            return [(row.id, _passage(row), row.title) for row in connection.execute(query)]

    def _readable_texts(self, versions: Sequence[str], visible_to: frozenset[str]) -> dict[str, str]:
        texts: dict[str, str] = {}
        with self.database.reading() as connection:
            for some in chunks(sorted(set(versions))):
                allowed = sa.select(documents.c.version).where(documents.c.version.in_(some), may_read(visible_to)).distinct()
                for version in list(connection.execute(allowed).scalars()):
                    texts[str(version)] = self._text(connection, str(version))
        return texts

    def _places(self, spots: Sequence[tuple[str, int]], visible_to: frozenset[str]) -> dict[tuple[str, int], Place]:
        found: dict[tuple[str, int], Place] = {}
        texts = self._readable_texts([version for version, _ in spots], visible_to)
        for version, text in texts.items():
            outline = self._outline(version, text)
            for spot in spots:
                if spot[0] == version and outline:
                    at = bisect.bisect_right(outline, spot[1], key=lambda entry: entry[0])
                    found[spot] = outline[max(0, at - 1)][1]
        return found

    def _outline(self, version: str, text: str) -> list[tuple[int, Place]]:
        """Where each part begins, with its page and the headings above it."""
        cached = self._outlines.get(version)
        if cached is not None:
            return cached
        with self.database.reading() as connection:
            packed = connection.execute(sa.select(contents.c.parts).where(contents.c.version == version)).scalar_one()
        above: list[tuple[int, str]] = []
        outline: list[tuple[int, Place]] = []
        for part in unpack_parts(packed, text):
            if part.kind == "heading":
                above = [(level, heading) for level, heading in above if level < part.level]
                above.append((part.level, part.text))
            outline.append((part.start, Place(part.page, tuple(heading for _, heading in above))))
        if len(self._outlines) >= CACHED_OUTLINES:
            self._outlines.clear()
        self._outlines[version] = outline
        return outline

    def _text(self, connection: sa.Connection, version: str) -> str:
        cached = self._texts.get(version)
        if cached is not None:
            self._texts.move_to_end(version)
            return cached
        text = str(connection.execute(sa.select(contents.c.text).where(contents.c.version == version)).scalar_one())
        self._texts[version] = text
        while len(self._texts) > 1 and sum(map(len, self._texts.values())) > CACHED_CHARACTERS:
            self._texts.popitem(last=False)
        return text

    def _document(self, document_id: int, visible_to: frozenset[str], version: str | None) -> tuple[DocumentStatus, Document]:
        with self.database.reading() as connection:
            statuses = statuses_of(connection, status_query().where(documents.c.id == document_id, may_read(visible_to)))
            wanted = version or (statuses[0].version if statuses else "")
            row = connection.execute(_version_query(document_id, wanted)).first() if statuses else None
        if not statuses:
            raise NotFound(f"There is no document {document_id} for you. `beleg documents` lists those you may read.")
        if row is None:
            said = f"version {wanted!r}" if wanted else "readable version"
            raise NotFound(f"Document {document_id} has no {said}. Its reason stands in `beleg sources`.")
        return statuses[0], Document(
            version=row.version,
            title=row.title,
            language=row.language,
            media_type=row.media_type,
            text=row.text,
            parts=unpack_parts(row.parts, row.text),
            pages=row.pages,
            metadata=row.metadata,
        )

    def _blob_of(self, document_id: int, version: str, visible_to: frozenset[str]) -> str:
        with self.database.reading() as connection:
            allowed = connection.execute(
                sa.select(documents.c.id).where(documents.c.id == document_id, may_read(visible_to))
            ).first()
            row = connection.execute(_version_query(document_id, version)).first() if allowed else None
        if row is None:
            raise NotFound(f"There is no document {document_id} in version {version!r} for you.")
        return str(row.blob)


def _version_query(document_id: int, version: str) -> sa.Select[Any]:
    return (
        sa.select(contents)
        .join(history, history.c.version == contents.c.version)
        .where(history.c.document_id == document_id, contents.c.version == version)
    )


def _retrieved(row: Any, score: float) -> Retrieved:
    return Retrieved(
        passage_id=row.id,
        passage=_passage(row),
        document=_ref(row),
        score=score,
    )


def _ref(row: Any) -> DocumentRef:
    return DocumentRef(row.document_id, row.source_name, row.path, row.title or row.path, row.media_type, row.day)


def _passage(row: Any) -> Passage:
    return Passage(
        version=row.version,
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        text=row.text,
        heading=tuple(row.heading),
        kind=row.kind,
        page=row.page,
        tokens=row.tokens,
        language=row.language,
        context=row.context,
    )
