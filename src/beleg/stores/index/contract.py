"""What an index promises: filtered search over entries without text, and deletion that is real."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from beleg.records import EmbedderMark, Entry, Hit, IndexQuery, Scope


class Index(ABC):
    """Holds entries. Every call may be repeated safely; what a call wrote, the next search sees.

    An index holds vectors of one embedder or of none. Vectors that say they are another's raise MixedEmbedders.
    """

    @abstractmethod
    async def put(self, entries: Sequence[Entry], made_by: str = "") -> None:
        """Insert or replace the entries. They survive a crash from the moment this returns.

        `made_by` is the fingerprint of the embedder of their vectors, empty where they have none.
        """

    @abstractmethod
    async def forget(self, passage_ids: Sequence[int] | None, made_by: EmbedderMark | None = None) -> None:
        """Remove the entries; ids that are not there are no error. None removes every entry, and the index begins anew
        for vectors of `made_by`, whatever made it before."""

    @abstractmethod
    async def regroup(self, scopes: Mapping[int, Scope]) -> None:
        """Set who may find each passage, through which sources, and what it is filtered by, without touching terms and
        vector; unknown ids are no error."""

    @abstractmethod
    async def search(self, query: IndexQuery) -> list[Hit]:
        """The best entries that `query.visible_to` may find: first those by terms, then those by vector, each best first.

        Every filter works inside the search: it costs no hit that the filter lets through.
        """

    @abstractmethod
    async def settle(self, *, vacuum: bool = False) -> int:
        """Make waiting work durable and fast to search; `vacuum` removes deleted bytes from disk. Returns the entry count."""

    async def made_by(self) -> EmbedderMark | None:
        """The embedder whose vectors this index holds; None for an index of words alone."""
        return None

    async def remove(self) -> None:
        """Take the whole index away, from disk too. It can be begun anew afterwards."""
        await self.forget(None)

    async def close(self) -> None:  # noqa: B027 (an index without a connection has nothing to close)
        """Let go of the connection; nothing is lost."""
