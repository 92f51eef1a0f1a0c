"""State → index: the index written anew from what the state holds, with vectors of the embedder that is set.

In: a workspace. Out: progress, and a report. No document is fetched or parsed, and no text embedded twice. Searches and syncs
go on while passages are embedded, searches also while the index is written; then it takes the old one's place. Safe to run
again at any point. Knows no format and no database.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator

from beleg.records import Progress, SyncReport
from beleg.renewal import embed_ahead, write_beside
from beleg.workspace import Parts


async def reindex(parts: Parts) -> AsyncGenerator[Progress | SyncReport, None]:
    """Write a new index beside the live one and switch to it. Ends with a SyncReport that counts passages."""
    started = time.monotonic()
    async for progress in embed_ahead(parts):
        yield progress
    with parts.sync_lock():
        async for progress in write_beside(parts):
            yield progress
    yield SyncReport(source="", passages=await parts.state.passage_count(), seconds=time.monotonic() - started)
