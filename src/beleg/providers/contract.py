"""What a writer promises: claims with citations into the passages it was given, and how sure it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from beleg.records import Draft, Retrieved


@dataclass(frozen=True, slots=True)
class WritingTask:
    """What a writer is given. `language` is the question's."""

    question: str
    language: str
    passages: tuple[Retrieved, ...]
    claims: int


class Writer(ABC):
    """Writes a draft. Whatever it says is verified before anyone sees it."""

    @abstractmethod
    async def write(self, task: WritingTask) -> Draft:
        """A draft from the passages alone; no claims where they hold no answer. Never raises for a missing answer."""
