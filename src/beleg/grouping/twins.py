"""Documents to groups of near duplicates.

In: profiles to find candidates by, and the texts to measure them. Out: groups with how much of their text the members share.
A candidate pair is measured by what it literally repeats (runs of five words), so that two texts on one subject are no
duplicates. Loads scipy when it is used; knows no reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beleg.grouping.profile import Profiles
from beleg.language.normalise import fold

RUN = 5
"""Words in a row that count as repeated."""
CANDIDATE = 0.6
"""Cosine of two profiles from which on a pair is measured."""
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Twins:
    """`members` are numbers of texts, the longest first; `shares[i]` is the part of member i that it repeats, 0 to 1."""

    members: tuple[int, ...]
    shares: tuple[float, ...]


def near_duplicates(profiles: Profiles, texts: Sequence[str], least: float = 0.8) -> list[Twins]:
    """Groups whose first member, the longest, repeats at least the share `least` of each other; the largest groups first."""
    runs: dict[int, frozenset[int]] = {}
    near: dict[int, list[int]] = {}
    for one, other in _candidates(profiles):
        for number in (one, other):
            if number not in runs:
                runs[number] = _runs(texts[number])
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    groups: dict[int, list[tuple[int, float]]] = {}
    taken: set[int] = set()
    for number in sorted(near, key=lambda each: (-len(texts[each]), each)):  # each joins the longest that repeats it
        if number in taken:
            continue
        for other in near[number]:
            share = len(runs[other] & runs[number]) / len(runs[other])
            if other not in taken and other not in groups and share >= least:
                groups.setdefault(number, []).append((other, round(share, 3)))
                taken.add(other)
    found = [
        Twins((first, *(other for other, _ in members)), (1.0, *(share for _, share in members)))
        for first, members in groups.items()
    ]
    return sorted(found, key=lambda twins: (-len(twins.members), twins.members))


def _candidates(profiles: Profiles) -> list[tuple[int, int]]:
    pairs = []
    rows = profiles.rows
    for begin in range(0, rows.shape[0], BLOCK):
        near = (rows[begin : begin + BLOCK] @ rows.T).tocoo()
        pairs += [
            (begin + int(one), int(other))
            for one, other, cosine in zip(near.row, near.col, near.data, strict=True)
            if cosine >= CANDIDATE and begin + one < other
        ]
    return pairs


def _runs(text: str) -> frozenset[int]:
    words = fold(text).split()
    return frozenset(hash(tuple(words[at : at + RUN])) for at in range(max(1, len(words) - RUN + 1)))
