"""Passages of one document to what the document says as a whole: a long text answers in several places.

In: passages with scores, best first. Out: the same, each raised by what else of its document was found; best first.
Knows no store and no question. Measured by `benchmarks/retrieval.py --long`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beleg.records import Retrieved

SHARE = 0.1
"""What the further passages of a document add to each of its passages."""
DECAY = 0.5
"""Each further passage counts this much of the one before it."""


def aggregate(found: Sequence[Retrieved]) -> list[Retrieved]:
    """The passages, each raised by a decaying share of the best others of the same version; best first.

    A document with one passage found is left as it is. What is added is at most `SHARE` of the document's best score, so a
    long document does not win by its length alone.
    """
    by_version: dict[str, list[float]] = {}
    for each in found:
        by_version.setdefault(each.passage.version, []).append(each.score)
    further = {version: _further(scores) for version, scores in by_version.items()}
    raised = [
        replace(each, score=each.score + gain, signals={**each.signals, "document": gain})
        for each in found
        for gain in [SHARE * further[each.passage.version]]
    ]
    return sorted(raised, key=lambda each: (-each.score, each.passage_id))


def _further(scores: Sequence[float]) -> float:
    """The scores after the best one, each counting less than the one before; at most the best score."""
    _, *others = sorted(scores, reverse=True)
    return sum(score * DECAY ** (place + 1) for place, score in enumerate(others))
