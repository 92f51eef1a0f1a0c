"""The index of a workspace: the one that is live, and another that is made beside it until it takes its place.

In: the data folder, a kind of index. Out: one `Index` that follows the live one, also when another process changes it. A
file names the live folder; it is replaced in one step, so that there is an old index or a new one and never none. Making,
switching and tidying are for whoever holds the sync lock. Knows no entry and no engine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from beleg.errors import IndexFailure
from beleg.records import EmbedderMark, Entry, Hit, IndexQuery, Scope
from beleg.stores.index.contract import Index

POINTER = "index.live"
FIRST = "index"
_SWITCHES = 3
"""As many times may the index change under one search before it is given up."""


class LiveIndex(Index):
    """Passes every call on to the index that is live now."""

    def __init__(self, data: Path, kind: Callable[[Path, float], Index], linger_s: float) -> None:
        self._data = data
        self._kind = kind
        self._linger_s = linger_s
        self._name = ""
        self._open: Index | None = None
        self._left: list[Index] = []
        self._new = ""

    async def put(self, entries: Sequence[Entry], made_by: str = "") -> None:
        """Insert or replace the entries in the live index."""
        await self._live().put(entries, made_by)

    async def forget(self, passage_ids: Sequence[int] | None, made_by: EmbedderMark | None = None) -> None:
        """Remove entries from the live index."""
        await self._live().forget(passage_ids, made_by)

    async def regroup(self, scopes: Mapping[int, Scope]) -> None:
        """Set what entries of the live index are filtered by."""
        await self._live().regroup(scopes)

    async def search(self, query: IndexQuery) -> list[Hit]:
        """Search the live index. Where it was replaced meanwhile, what the old one said is not believed."""
        for _ in range(_SWITCHES):
            live, name = self._live(), self._name
            try:
                hits = await live.search(query)
            except Exception:
                if self._named() == name:
                    raise
                continue
            if self._named() == name:
                return hits
        raise IndexFailure("The index was replaced again and again during one search. Try again.")

    async def settle(self, *, vacuum: bool = False) -> int:
        """Settle the live index. Returns the entry count."""
        return await self._live().settle(vacuum=vacuum)

    async def made_by(self) -> EmbedderMark | None:
        """The embedder of the live index."""
        return await self._live().made_by()

    async def close(self) -> None:
        """Let go of every connection."""
        left, self._left = self._left, []
        for index in (*left, *([self._open] if self._open is not None else [])):
            await index.close()
        self._open = None

    async def beside(self) -> Index:
        """A new index beside the live one, with nothing in it. Raises StorageFailure where there is no room."""
        await self.tidy()
        number = 1 + max((int(name.rpartition("-")[2]) for name in self._folders() if "-" in name), default=1)
        self._new = f"{FIRST}-{number}"
        return self._kind(self._data / self._new, self._linger_s)

    async def switch(self) -> None:
        """Make the index beside the live one. Every process follows with its next call; the old one is removed."""
        temporary = self._data / (POINTER + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(self._new)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._data / POINTER)
        await self.tidy()

    async def tidy(self) -> None:
        """Remove what is not live: an index replaced, or one that a crash left half made. Safe to repeat."""
        for name in self._folders():
            if name != self._named():
                await self._kind(self._data / name, 0.0).remove()

    def _live(self) -> Index:
        name = self._named()
        if self._open is None or name != self._name:
            if self._open is not None:
                self._left.append(self._open)  # a call may be under way in it: closed at the end
            self._open, self._name = self._kind(self._data / name, self._linger_s), name
        return self._open

    def _named(self) -> str:
        try:
            return (self._data / POINTER).read_text("utf-8").strip() or FIRST
        except FileNotFoundError:
            return FIRST

    def _folders(self) -> list[str]:
        names = [path.name for path in self._data.glob(f"{FIRST}*") if path.is_dir()]
        return sorted(name for name in names if name == FIRST or name.removeprefix(f"{FIRST}-").isdigit())
