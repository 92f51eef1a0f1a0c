"""Passages into a budget: the best ones, no text twice.

In: passages with scores, a number and a token budget. Out: those the writer is given, best first. Knows no model.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.language.normalise import fold
from beleg.records import Retrieved

NEAR_IDENTICAL = 0.9
"""Two passages that share this much of their words (Jaccard) say the same."""


def pack(hits: Sequence[Retrieved], passages: int, tokens: int) -> list[Retrieved]:
    """At most `passages` of the best hits within `tokens`; one that does not fit is passed over, the first always fits."""
    chosen: list[Retrieved] = []
    seen: list[frozenset[str]] = []
    left = tokens
    for hit in sorted(hits, key=lambda each: -each.score):
        if len(chosen) == passages:
            break
        words = frozenset(fold(hit.passage.text).split())
        if any(_alike(words, other) for other in seen):
            continue
        if chosen and hit.passage.tokens > left:
            continue
        chosen.append(hit)
        seen.append(words)
        left -= hit.passage.tokens
    return chosen


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one & other)
    return both >= NEAR_IDENTICAL * (len(one) + len(other) - both)
