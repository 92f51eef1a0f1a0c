"""What a writer promises: claims with citations into the passages it was given, and how sure it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from beleg.records import Draft, Retrieved


@dataclass(frozen=True, slots=True)
class WritingTask:
    """What a writer is given: the question, its language, passages best first, and how many claims it may make.

    `idf` weighs the question's stems by their rarity in the corpus (stem → inverse document frequency, natural logarithm).
    """

    question: str
    language: str
    passages: tuple[Retrieved, ...]
    claims: int
    idf: Mapping[str, float] = field(default_factory=dict)


class Writer(ABC):
    """Writes a draft. Whatever it says is verified before anyone sees it."""

    @abstractmethod
    async def write(self, task: WritingTask) -> Draft:
        """A draft from the passages alone; no claims where they hold no answer. Never raises for a missing answer."""
