"""Hits to their neighbours: what stands around a passage often completes it.

In: passages best first. Out: which neighbours to fetch, and the passages with the neighbours joined in.
Knows no store: whoever calls it fetches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beleg.records import Passage, Retrieved


def neighbours(hits: Sequence[Retrieved], reach: int = 1, best: int = 3) -> list[tuple[str, int]]:
    """Version and ordinal of the passages around the `best` first hits that are not hits themselves, each once."""
    there = {(hit.passage.version, hit.passage.ordinal) for hit in hits}
    wanted: dict[tuple[str, int], None] = {}
    for hit in hits[:best]:
        for ordinal in range(max(0, hit.passage.ordinal - reach), hit.passage.ordinal + reach + 1):
            place = (hit.passage.version, ordinal)
            if place not in there:
                wanted[place] = None
    return list(wanted)


def with_neighbours(hits: Sequence[Retrieved], fetched: Sequence[Passage], ids: Sequence[int], share: float) -> list[Retrieved]:
    """The hits with the fetched passages of the same section, each scored as `share` of the hit beside it; best first.

    `ids[i]` is the passage id of `fetched[i]`. A neighbour under another heading is left out: it is about something else.
    """
    found = {(hit.passage.version, hit.passage.ordinal): hit for hit in hits}
    for passage, number in zip(fetched, ids, strict=True):
        place = (passage.version, passage.ordinal)
        beside = [found.get((passage.version, passage.ordinal + step)) for step in (-1, 1)]
        near = [hit for hit in beside if hit is not None and hit.passage.heading == passage.heading]
        if place in found or not near:
            continue
        nearest = max(near, key=lambda hit: hit.score)
        found[place] = replace(nearest, passage_id=number, passage=passage, score=nearest.score * share)
    return sorted(found.values(), key=lambda hit: -hit.score)
