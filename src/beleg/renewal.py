"""State → a new index beside the live one, which takes its place when it is whole.

In: the parts, the mark of the embedder that is wanted. Out: progress. Searches go on in the old index until one file is
replaced; every process then follows. A crash leaves the old index live, and what was embedded stays kept, so that running
again goes on from there. Knows no format, no engine and no model.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator

from beleg.chunking.prepare import terms_of
from beleg.embedding import passage_vectors
from beleg.records import EmbedderMark, Entry, Passage, Progress, Scope
from beleg.workspace import Parts

BATCH = 500
EMBEDDED, WRITTEN = "passages embedded", "passages written"
"""What the progress counts, one after the other."""
NOBODY = Scope(frozenset(), frozenset())


async def embedder_changed(parts: Parts) -> bool:
    """Whether the settings name another embedder than the one that made the live index. Raises EmbedderFailure."""
    wanted, there = await parts.embedders.wanted(), await parts.index.made_by()
    return (wanted and wanted.fingerprint) != (there and there.fingerprint)


async def embed_ahead(parts: Parts) -> AsyncGenerator[Progress, None]:
    """Embed every passage that the wanted embedder has not seen, into the state. The long part: no lock is needed."""
    mark = await parts.embedders.wanted()
    if mark is None:
        return
    total = await parts.state.passage_count()
    started, done, last = time.monotonic(), 0, 0
    yield Progress(0, total, 0, unit=EMBEDDED)
    while batch := await parts.state.live_passages(last, BATCH):
        await passage_vectors(parts, mark, batch)
        last, done = batch[-1][0], done + len(batch)
        spent = time.monotonic() - started
        yield Progress(done, max(total, done), done, left_s=spent * max(0, total - done) / done, unit=EMBEDDED)


async def write_beside(parts: Parts) -> AsyncGenerator[Progress, None]:
    """Write a whole new index, with what changed since `embed_ahead`, and switch to it. The caller holds the sync lock."""
    mark = await parts.embedders.wanted()
    total = await parts.state.passage_count()
    new = await parts.index.beside()
    started, done, last = time.monotonic(), 0, 0
    try:
        await new.forget(None, mark)
        while batch := await parts.state.live_passages(last, BATCH):
            await new.put(await _entries(parts, mark, batch), mark.fingerprint if mark is not None else "")
            last, done = batch[-1][0], done + len(batch)
            spent = time.monotonic() - started
            yield Progress(done, total, done, left_s=spent * (total - done) / done, unit=WRITTEN)
        await new.settle()
    finally:
        await new.close()
    await parts.index.switch()
    await parts.state.forget_other_vectors(mark.fingerprint if mark is not None else None)


async def _entries(parts: Parts, mark: EmbedderMark | None, batch: list[tuple[int, Passage, str]]) -> list[Entry]:
    scopes = await parts.state.scopes(sorted({passage.version for _, passage, _ in batch}))
    vectors = await passage_vectors(parts, mark, batch)
    made = []
    for key, passage, title in batch:
        scope = scopes.get(key, NOBODY)
        made.append(
            Entry(
                key,
                terms_of(passage, title),
                scope.groups,
                scope.source_ids,
                passage.language,
                vectors.get(key),
                scope.labels,
                scope.modified_day,
            )
        )
    return made
