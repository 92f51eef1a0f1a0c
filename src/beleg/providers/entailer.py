"""What an entailment model promises: how far a passage entails a sentence, or contradicts it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entailment:
    """Probabilities that a passage entails a sentence and that it contradicts it; the rest is neither."""

    entailed: float
    contradicted: float


class Entailer(ABC):
    """Judges pairs of a passage and a sentence."""

    @abstractmethod
    async def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One judgement for each pair (passage, sentence), in order. A passage that is too long is cut at its end."""
