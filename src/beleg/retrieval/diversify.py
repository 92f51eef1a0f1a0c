"""Passages best first to passages that add something: maximal marginal relevance over their words.

In: passages with scores, and how much difference counts (0 to 1). Out: the same passages with lowered scores, best first.
Knows no store and no vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beleg.records import Retrieved
from beleg.retrieval.collapse import said

DEPTH = 40
"""Passages that are looked at; those behind them keep their order."""


def diversify(hits: Sequence[Retrieved], share: float) -> list[Retrieved]:
    """Each next passage is the one with the best of `score - share x likeness x best score`, where likeness is the share of
    its words that the nearest passage before it holds too. A share of 0 changes nothing.
    """
    if share <= 0 or len(hits) < 2:
        return list(hits)
    left = [(hit, said(hit.passage.text)) for hit in hits[:DEPTH]]
    best = max(hit.score for hit in hits)
    likeness = [0.0] * len(left)
    chosen: list[Retrieved] = []
    while left:
        worth = [hit.score - share * near * best for (hit, _), near in zip(left, likeness, strict=True)]
        at = max(range(len(left)), key=lambda place: (worth[place], -place))
        hit, words = left.pop(at)
        likeness.pop(at)
        chosen.append(replace(hit, score=min(worth[at], chosen[-1].score) if chosen else worth[at]))
        likeness = [max(near, _shared(other, words)) for (_, other), near in zip(left, likeness, strict=True)]
    lowest = chosen[-1].score
    return [*chosen, *(replace(hit, score=min(hit.score, lowest)) for hit in hits[DEPTH:])]


def _shared(words: frozenset[str], before: frozenset[str]) -> float:
    return len(words & before) / len(words) if words else 0.0
