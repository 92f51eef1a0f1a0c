"""What a source promises: to list what it holds, say whether that is all, and fetch one thing's bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod

from beleg.records import Found, Listing, Source


class Connector(ABC):
    """Reads one source. Made anew for each sync; keeps nothing between calls that a crash could lose."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @abstractmethod
    async def listing(self) -> Listing:
        """Everything the source holds now. `complete` is false as soon as any of it could not be seen."""

    @abstractmethod
    async def fetch(self, found: Found) -> bytes:
        """The bytes of one thing. Raises Unreadable with the reason when they cannot be had."""
