"""What a parser promises: bytes in, parts in reading order out, or Unreadable with a true reason."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from beleg.records import Parsed


class Parser(ABC):
    """Reads one format. Runs inside a child process with limits; touches neither the network nor other files."""

    revision: ClassVar[int]
    """Raised when the same bytes come out differently: documents are then read again."""

    @abstractmethod
    def parse(self, data: bytes, path: str) -> Parsed:
        """The parts of `data`. `path` helps the title and messages only; it is never opened."""
