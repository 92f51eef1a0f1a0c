"""Lists of hits to one: by words and by vectors.

In: the hits of one query. Out: a score for each passage, best first. Knows no passage's text.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.records import Hit

_RANK = 60


def fuse(hits: Sequence[Hit]) -> dict[int, float]:
    """Passage id → score, best first. Hits by words alone keep their scores; two lists are fused by reciprocal rank."""
    if all(hit.by == "terms" for hit in hits):
        return {hit.passage_id: hit.score for hit in hits}
    scores: dict[int, float] = {}
    ranks = {"terms": 0, "vector": 0}
    for hit in hits:
        ranks[hit.by] += 1
        scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1 / (_RANK + ranks[hit.by])
    return dict(sorted(scores.items(), key=lambda each: -each[1]))
