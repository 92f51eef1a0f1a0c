"""The contract suite of every embedder: subclass it, say how one is opened, and pytest runs it.

In: a way to open an embedder. Out: passing or failing tests. Knows no particular embedder.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from array import array
from typing import Any

from beleg.providers.embedders.contract import Embedder

TEXTS = ("leave", "Urlaub und Auto", "a house " * 40, "", "car", "??? !!!", "money " * 3000, "leave")


def cosine(one: array[float], other: array[float]) -> float:
    """Of two vectors of unit length."""
    return sum(a * b for a, b in zip(one, other, strict=True))


class EmbedderContract(ABC):
    """What every embedder must do."""

    @abstractmethod
    def opened(self, **settings: Any) -> Embedder:
        """An embedder of the model under test, with these settings of `[embeddings]` besides."""

    async def test_a_text_becomes_a_vector_of_unit_length_as_long_as_its_mark_says(self) -> None:
        embedder = self.opened()
        mark = await embedder.mark()
        for vector in await embedder.embed(TEXTS, "passage"):
            assert len(vector) == mark.dimensions
            assert abs(cosine(vector, vector) - 1) < 1e-3
        assert mark.fingerprint
        assert mark.name
        await embedder.close()

    async def test_a_vector_depends_on_its_text_alone_not_on_its_batch(self) -> None:
        embedder, in_small_batches = self.opened(batch=32), self.opened(batch=2)
        together = await embedder.embed(TEXTS, "passage")
        small = await in_small_batches.embed(TEXTS, "passage")
        for text, one, other in zip(TEXTS, together, small, strict=True):
            (alone,) = await embedder.embed([text], "passage")
            assert cosine(one, alone) > 0.999
            assert cosine(one, other) > 0.999
        assert cosine(together[0], together[-1]) > 0.999
        await embedder.close()
        await in_small_batches.close()

    async def test_nothing_asked_is_nothing_answered(self) -> None:
        embedder = self.opened()
        assert await embedder.embed([], "query") == []
        await embedder.close()

    async def test_the_mark_stays_and_tells_other_ways_apart(self) -> None:
        fingerprints = []
        for settings in ({}, {"batch": 7, "threads": 1}, {"passage_prefix": "passage "}, {"query_prefix": "query "}):
            embedder = self.opened(**settings)
            fingerprints.append((await embedder.mark()).fingerprint)
            await embedder.close()
        assert fingerprints[0] == fingerprints[1]
        assert len(set(fingerprints)) == 3

    async def test_prefixes_are_put_before_questions_and_passages_each_its_own(self) -> None:
        plain, prefixed = self.opened(), self.opened(query_prefix="car ", passage_prefix="money ")
        for purpose, prefix in (("query", "car "), ("passage", "money ")):
            (expected,) = await plain.embed([prefix + "leave"], purpose)  # type: ignore[arg-type]
            (found,) = await prefixed.embed(["leave"], purpose)  # type: ignore[arg-type]
            assert cosine(expected, found) > 0.999
        await plain.close()
        await prefixed.close()

    async def test_calls_side_by_side_do_not_mix(self) -> None:
        embedder = self.opened(batch=2)
        expected = await embedder.embed(TEXTS, "passage")
        found = await asyncio.gather(*(embedder.embed(TEXTS, "passage") for _ in range(4)))
        for vectors in found:
            assert all(cosine(one, other) > 0.999 for one, other in zip(expected, vectors, strict=True))
        await embedder.close()
