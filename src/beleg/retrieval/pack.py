"""Passages into a budget: the best ones, no text twice.

In: passages with scores, a number and a token budget. Out: those the writer is given, best first. Knows no model.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.records import Retrieved
from beleg.retrieval.collapse import alike, said


def pack(hits: Sequence[Retrieved], passages: int, tokens: int) -> list[Retrieved]:
    """At most `passages` of the best hits within `tokens`; one that does not fit is passed over, the first always fits."""
    chosen: list[Retrieved] = []
    seen: list[frozenset[str]] = []
    left = tokens
    for hit in sorted(hits, key=lambda each: -each.score):
        if len(chosen) == passages:
            break
        words = said(hit.passage.text)
        if any(alike(words, other) for other in seen):
            continue
        if chosen and hit.passage.tokens > left:
            continue
        chosen.append(hit)
        seen.append(words)
        left -= hit.passage.tokens
    return chosen
