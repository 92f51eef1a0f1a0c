"""Document → index, read top to bottom.

In: a source. Out: progress, and at the end a report. list → compare → apply readers → fetch → read in a child process
(parse, clean, cut, weigh) → write beside the old version → embed → index → make live → forget what vanished → sweep.
Safe to run again at any point: every line of it leaves either the old version of a document or the new one. A document
that cannot be read is quarantined with its reason and never stops the others. Knows no format and no database.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from array import array
from collections import deque
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field

from beleg.chunking.prepare import recipe
from beleg.chunking.stated import day_of, labels_of
from beleg.chunking.wire import unpack
from beleg.embedding import passage_vectors
from beleg.errors import Unreadable
from beleg.parsers.media_types import media_type_of
from beleg.parsers.sandbox import Sandbox
from beleg.records import Entry, Found, Listing, Progress, Reading, ReadingTask, Source, SyncReport
from beleg.renewal import embedder_changed, write_beside
from beleg.sources import SOURCES
from beleg.sources.contract import Connector
from beleg.stores.blobs import name_of
from beleg.stores.state import Known, NewContent, Placed
from beleg.workspace import Parts

SURE_AFTER_S = 3.0
"""Seconds before the time that is left is told."""
AHEAD_BYTES = 16_000_000
AHEAD_DOCUMENTS = 64
"""What is read ahead while a batch is written, so that the children always have something to do."""
SECONDS_A_DAY = 86_400
BATCH_PASSAGES = 400
BATCH_DOCUMENTS = 100


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one document: a reason, or a version, and a reading where the version is new."""

    placed: Placed
    version: str = ""
    blob: str = ""
    reading: Reading | None = None
    reason: str = ""


@dataclass(slots=True)
class _Tally:
    """What a sync has done so far."""

    total: int
    bytes_total: int
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    bytes_done: int = 0
    passages: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"indexed": 0, "duplicates": 0, "quarantined": 0})

    def add(self, found: Found, state: str, passages: int = 0, reason: str = "") -> Progress:
        """One document ended."""
        self.done += 1
        self.bytes_done += found.size_bytes + 1
        self.passages += passages
        if state in self.counts:
            self.counts[state] += 1
        spent = time.monotonic() - self.started
        known = spent > SURE_AFTER_S and self.bytes_done > 0  # the first documents wait for the children to start
        left = spent * (self.bytes_total - self.bytes_done) / self.bytes_done if known else None
        return Progress(self.done, self.total, self.passages, found.path, state, reason, left)


async def sync(parts: Parts, source: Source, *, retry: bool = False) -> AsyncGenerator[Progress | SyncReport, None]:
    """Bring the index to what the source holds now. Ends with a SyncReport. `retry` reads quarantined documents again."""
    started = time.monotonic()
    with parts.sync_lock():
        await _recover(parts)
        if await embedder_changed(parts):
            async for progress in write_beside(parts):
                yield progress
        connector: Connector = SOURCES.load(source.kind)(source)
        listing = await connector.listing()
        known = await parts.state.known_documents(source.id)
        changed = [found for found in listing.found if _must_read(parts, found, known.get(found.path), retry)]
        regrouped = await _apply_readers(parts, listing.found, known)
        read_anew = {found.path for found in changed}
        relabelled = await _apply_filters(parts, [each for each in listing.found if each.path not in read_anew], known)
        tally = _Tally(len(changed), sum(found.size_bytes + 1 for found in changed))
        yield Progress(0, tally.total, 0)
        async with aclosing(_bring_in(parts, connector, changed, known, tally)) as steps:
            async for progress in steps:
                yield progress
        forgotten, problems = await _forget_vanished(parts, source, listing, known)
        await _sweep(parts)
        await parts.state.learn_compounds()
        await parts.index.settle()
        yield SyncReport(
            source=source.name,
            found=len(listing.found),
            unchanged=len(listing.found) - sum(tally.counts.values()),
            **tally.counts,
            forgotten=forgotten,
            regrouped=regrouped,
            relabelled=relabelled,
            passages=tally.passages,
            complete=listing.complete and not problems,
            problems=(*listing.problems, *problems),
            seconds=time.monotonic() - started,
        )


async def forget_source(parts: Parts, source: Source) -> int:
    """Forget a source and all its documents, here and in the index. Returns how many documents there were."""
    with parts.sync_lock():
        await _recover(parts)
        known = await parts.state.known_documents(source.id)
        await parts.state.forget_documents([each.id for each in known.values()])
        await parts.state.remove_source(source.id)
        await _sweep(parts)
        await parts.index.settle(vacuum=True)
    return len(known)


def _must_read(parts: Parts, found: Found, known: Known | None, retry: bool) -> bool:
    if known is None or known.found_version != found.version:
        return True
    if known.state == "quarantined":
        return retry
    return known.recipe != _recipe(parts, known.media_type)


async def _apply_readers(parts: Parts, everything: Iterable[Found], known: dict[str, Known]) -> int:
    """A change of readers comes first, and without reading anything."""
    changes = {
        known[found.path].id: found.readers
        for found in everything
        if found.path in known and known[found.path].readers != found.readers
    }
    if changes:
        await parts.state.set_readers(changes)
        await _rescope(parts)
    return len(changes)


async def _apply_filters(parts: Parts, unchanged: Iterable[Found], known: dict[str, Known]) -> int:
    """So do changes of what a search may be limited to, labels and days, of documents that are not read anew."""
    changes = {
        before.id: (found.labels, found.modified_day)
        for found in unchanged
        if (before := known.get(found.path)) and (before.labels, before.modified_day) != (found.labels, found.modified_day)
    }
    if changes:
        await parts.state.set_filters(changes)
        await _rescope(parts)
    return len(changes)


async def _bring_in(
    parts: Parts, connector: Connector, changed: Sequence[Found], known: dict[str, Known], tally: _Tally
) -> AsyncGenerator[Progress, None]:
    """Read what changed and write it in batches; exact duplicates are linked once their first has been written."""
    source_id = connector.source.id
    batch: list[_Read] = []
    twins: list[_Read] = []
    reasons: dict[str, str] = {}
    async with aclosing(_read_all(parts, connector, changed)) as readings:
        async for read in readings:
            if read.reason:
                reasons[read.version] = read.reason
                yield await _quarantine(parts, source_id, read, read.reason, tally)
            elif read.reading is None:
                twins.append(read)
            else:
                batch.append(read)
                if len(batch) >= BATCH_DOCUMENTS or _passages_in(batch) >= BATCH_PASSAGES:
                    for progress in await _write(parts, source_id, batch, tally):
                        yield progress
                    batch = []
    for progress in await _write(parts, source_id, batch, tally):
        yield progress
    live = await parts.state.live_versions(list({twin.version for twin in twins}))
    for twin in twins:
        if twin.version not in live:
            yield await _quarantine(parts, source_id, twin, reasons.get(twin.version, "Its exact duplicate failed."), tally)
            continue
        await parts.state.link(source_id, twin.placed, twin.version)
        before = known.get(twin.placed.found.path)
        same = before is not None and before.version == twin.version
        yield tally.add(twin.placed.found, "unchanged" if same else "duplicates")


async def _read_all(parts: Parts, connector: Connector, changed: Sequence[Found]) -> AsyncGenerator[_Read, None]:
    """Every document read, in the order they end; a few at a time."""
    limits = parts.settings.ingest
    sandbox = Sandbox("beleg.chunking.prepare:prepare", limits.workers, limits.memory_mb, limits.timeout_s)
    claimed: set[str] = set()
    waiting = deque(changed)
    running: dict[asyncio.Task[_Read], int] = {}
    try:
        while waiting or running:
            while waiting and _room(limits.workers, running.values(), waiting[0]):
                found = waiting.popleft()
                running[asyncio.create_task(_read_one(parts, connector, sandbox, found, claimed))] = found.size_bytes
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del running[task]
                yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await sandbox.close()


def _room(workers: int, running_bytes: Collection[int], found: Found) -> bool:
    """Whether another document may be read ahead: two for each child in any case, more while they are small."""
    if len(running_bytes) < 2 * workers:
        return True
    return len(running_bytes) < AHEAD_DOCUMENTS and sum(running_bytes) + found.size_bytes < AHEAD_BYTES


async def _read_one(parts: Parts, connector: Connector, sandbox: Sandbox, found: Found, claimed: set[str]) -> _Read:
    media_type, version = found.media_type, ""
    try:
        if found.problem:
            raise Unreadable(found.problem)
        limit_mb = parts.settings.ingest.document_mb
        if found.size_bytes > limit_mb * 1_000_000:
            raise Unreadable(
                f"It has {found.size_bytes / 1e6:,.0f} MB; at most {limit_mb} MB are read. Raise ingest.document_mb to read it."
            )
        data = await connector.fetch(found)
        media_type = media_type_of(found.path, data)
        placed = Placed(found, media_type, _recipe(parts, media_type))
        blob = name_of(data)
        version = hashlib.sha256(f"{placed.recipe}:{blob}".encode()).hexdigest()[:32]
        if version in claimed:
            return _Read(placed, version)
        claimed.add(version)  # before anything is waited for: its twin may be on the way
        if await parts.state.live_versions([version]):
            return _Read(placed, version)
        chunking = parts.settings.chunking
        task = ReadingTask(found.path, media_type, version, chunking.target_tokens, chunking.maximum_tokens, chunking.tokenizer)
        reading = unpack(*await sandbox.run(data, asdict(task)))
        if parts.settings.ingest.keep_originals:
            await parts.blobs.put(blob, data)
        return _Read(placed, version, blob, reading)
    except Unreadable as error:
        return _Read(Placed(found, media_type, _recipe(parts, media_type)), version, reason=str(error))


async def _write(parts: Parts, source_id: int, batch: Sequence[_Read], tally: _Tally) -> list[Progress]:
    """Write a batch beside what was there, index it, and make it live."""
    if not batch:
        return []
    new = [_new_content(read, read.reading) for read in batch if read.reading is not None]
    ids = await parts.state.begin(new)
    mark = await parts.index.made_by()
    named = [
        (key, passage, content.reading.document.title)
        for content, run in zip(new, ids, strict=True)
        for key, passage in zip(run, content.reading.passages, strict=True)
    ]
    vectors = await passage_vectors(parts, mark, named)  # the children read on meanwhile, as far ahead as they may
    await parts.index.put(_entries(source_id, new, ids, vectors), mark.fingerprint if mark is not None else "")
    await parts.state.commit(source_id, new)
    return [tally.add(each.placed.found, "indexed", len(each.reading.passages)) for each in new]


def _new_content(read: _Read, reading: Reading) -> NewContent:
    today = int(time.time() // SECONDS_A_DAY)
    document = reading.document
    return NewContent(
        read.version, read.blob, reading, read.placed, labels_of(document), day_of(document, read.placed.found.path, today)
    )


def _entries(
    source_id: int, new: Sequence[NewContent], ids: Sequence[range], vectors: Mapping[int, array[float]]
) -> list[Entry]:
    entries = []
    for content, run in zip(new, ids, strict=True):
        found = content.placed.found
        for key, passage, terms in zip(run, content.reading.passages, content.reading.terms, strict=True):
            scope = (found.readers, frozenset({source_id}), passage.language)
            entries.append(Entry(key, terms, *scope, vectors.get(key), content.labels, content.day))
    return entries


async def _quarantine(parts: Parts, source_id: int, read: _Read, reason: str, tally: _Tally) -> Progress:
    placed = read.placed
    await parts.state.quarantine(source_id, placed.found, placed.media_type, placed.recipe, reason)
    return tally.add(placed.found, "quarantined", reason=reason)


async def _forget_vanished(
    parts: Parts, source: Source, listing: Listing, known: dict[str, Known]
) -> tuple[int, tuple[str, ...]]:
    """Forget what a complete listing no longer has. A listing that turned empty is not believed: a drive may be missing."""
    if not listing.complete:
        return 0, ()
    if known and not listing.found:
        said = f"The source is empty now, but {len(known)} documents were known; they are kept."
        return 0, (f"{said} If they are meant to go, run `beleg remove {source.name}`.",)
    present = {found.path for found in listing.found}
    gone = [each.id for path, each in known.items() if path not in present]
    await parts.state.forget_documents(gone)
    await parts.state.finish_sync(source.id)
    return len(gone), ()


async def _recover(parts: Parts) -> None:
    """Finish what a crash left undone."""
    await parts.state.recover()
    await parts.index.tidy()
    await _sweep(parts)


async def _sweep(parts: Parts) -> None:
    """Tell the index the scopes it does not know, and let index and blobs lose what the state has given up."""
    await _rescope(parts)
    while passages := await parts.state.waste("passage"):
        await parts.index.forget([int(key) for key in passages])
        await parts.state.clear_waste("passage", passages)
    while blobs := await parts.state.waste("blob"):
        for name in blobs:
            await parts.blobs.delete(name)
        await parts.state.clear_waste("blob", blobs)


async def _rescope(parts: Parts) -> None:
    versions = await parts.state.unscoped()
    for at in range(0, len(versions), BATCH_DOCUMENTS):
        some = versions[at : at + BATCH_DOCUMENTS]
        await parts.index.regroup(await parts.state.scopes(some))
        await parts.state.scoped(some)


def _recipe(parts: Parts, media_type: str) -> str:
    return recipe(media_type, parts.settings.chunking.model_dump())


def _passages_in(batch: Iterable[_Read]) -> int:
    return sum(len(read.reading.passages) for read in batch if read.reading is not None)
