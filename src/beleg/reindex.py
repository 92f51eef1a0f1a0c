"""State → index: the index written anew from what the state holds.

In: a workspace. Out: progress, and a report. No document is fetched or parsed. Safe to run again; until it ends, searches
find what is written so far. Knows no format and no database.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator

from beleg.chunking.prepare import terms_of
from beleg.records import Entry, Passage, Progress, Scope, SyncReport
from beleg.workspace import Parts

BATCH = 500
NOBODY = Scope(frozenset(), frozenset())


async def reindex(parts: Parts) -> AsyncGenerator[Progress | SyncReport, None]:
    """Throw the index away and write it from the state. Ends with a SyncReport that counts passages."""
    started = time.monotonic()
    with parts.sync_lock():
        total = await parts.state.passage_count()
        await parts.index.forget(None)
        done = last = 0
        yield Progress(0, total, 0)
        while batch := await parts.state.live_passages(last, BATCH):
            scopes = await parts.state.scopes(sorted({passage.version for _, passage, _ in batch}))
            await parts.index.put([_entry(key, passage, title, scopes.get(key, NOBODY)) for key, passage, title in batch])
            last, done = batch[-1][0], done + len(batch)
            spent = time.monotonic() - started
            yield Progress(done, total, done, left_s=spent * (total - done) / done)
        await parts.index.settle(vacuum=True)
    yield SyncReport(source="", passages=done, seconds=time.monotonic() - started)


def _entry(key: int, passage: Passage, title: str, scope: Scope) -> Entry:
    return Entry(
        key,
        terms_of(passage, title),
        scope.groups,
        scope.source_ids,
        passage.language,
        labels=scope.labels,
        modified_day=scope.modified_day,
    )
