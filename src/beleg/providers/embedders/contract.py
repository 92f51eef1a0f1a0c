"""What an embedder promises: vectors of unit length, the same for the same text, and a mark that says which they are.

An embedder is made with the settings of `[embeddings]` and opens nothing before it is asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Sequence
from typing import Literal

from beleg.records import EmbedderMark

Purpose = Literal["query", "passage"]


class Embedder(ABC):
    """Turns texts into vectors. Raises EmbedderFailure, saying what to do, when it cannot be loaded or does not answer."""

    @abstractmethod
    async def mark(self, purpose: Purpose = "passage") -> EmbedderMark:
        """Which embedder this is. Its fingerprint changes with everything that changes a vector: model, pooling, prefixes.

        Whoever asks for a `query` is waited for by a person: an endpoint is then not asked for long.
        """

    @abstractmethod
    async def embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        """One vector a text, in their order, of unit length. A text too long is cut at the end. Safe to call side by side."""

    async def close(self) -> None:  # noqa: B027 (an embedder without a connection has nothing to close)
        """Let go of the model; the next call loads it again."""
