"""What a re-ranker promises: how well each passage answers the question, by reading both together.

A re-ranker is made with the settings of `[rerank]` and opens nothing before it is asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence


class Reranker(ABC):
    """Judges passages. Raises RerankerFailure, saying what to do, when it cannot be loaded or does not answer."""

    @abstractmethod
    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, in their order; higher is better, comparable only within one call. Safe to call side by side."""

    async def close(self) -> None:  # noqa: B027 (a re-ranker without a connection has nothing to close)
        """Let go of the model; the next call loads it again."""
