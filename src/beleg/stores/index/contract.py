"""What an index promises: filtered search over entries without text, and deletion that is real."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from beleg.records import Entry, Hit, IndexQuery, Scope


class Index(ABC):
    """Holds entries. Every call may be repeated safely; what a call wrote, the next search sees."""

    @abstractmethod
    async def put(self, entries: Sequence[Entry]) -> None:
        """Insert or replace the entries. They survive a crash from the moment this returns."""

    @abstractmethod
    async def forget(self, passage_ids: Sequence[int] | None) -> None:
        """Remove the entries, or every entry for None; ids that are not there are no error."""

    @abstractmethod
    async def regroup(self, scopes: Mapping[int, Scope]) -> None:
        """Set who may find each passage and through which sources, without touching its terms; unknown ids are no error."""

    @abstractmethod
    async def search(self, query: IndexQuery) -> list[Hit]:
        """The best entries that `query.visible_to` may find, best first. The filter works inside the search."""

    @abstractmethod
    async def settle(self, *, vacuum: bool = False) -> int:
        """Make waiting work durable and fast to search; `vacuum` removes deleted bytes from disk. Returns the entry count."""

    async def close(self) -> None:  # noqa: B027 (an index without a connection has nothing to close)
        """Let go of the connection; nothing is lost."""
