"""Whether the questions still come from where the labelled ones came from: a test that may be looked at after each.

In: the places of a question's signals on scales that were fixed beforehand, and chance. Out: the watch's new state. Each
signal's rank among everything seen so far, labelled questions included, is a conformal p-value; as long as questions are
exchangeable these are even and independent, whatever the questions are. Money is bet against that on each signal (Vovk's
simple jumper). The capital begins at 1 and is fair: that it ever reaches 1 / `ALARM` has a probability of at most `ALARM`
(Ville). Part of it is kept in reserve and bet at 1, 2, 4, 8 … questions, so that a long quiet time does not dull the test.
Blind where right answers become wrong ones without a signal changing. Knows no question's text and no store.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Any

ALARM = 0.01
"""The probability that an undrifted stream is ever called drifted, however long it runs."""
SIGNALS = ("confidence", "words", "language", "overlap")
LANGUAGES = ("de", "en")
SLOPES = (-1.8, -0.6, 0.0, 0.6, 1.8)
JUMP = 0.01
ENOUGH = 1e12
"""Capital from which no more is bet: the case is closed."""

State = Mapping[str, Any]


def places(raw: float, words: int, language: str, overlap: float) -> tuple[int, ...]:
    """Where a question stands on each scale. `overlap`: the share of its words that stand in the best passage."""
    spoken = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return int(min(1.0, max(0.0, raw)) * 64), min(words, 40), spoken, int(min(1.0, max(0.0, overlap)) * 32)


def begun(labelled: Sequence[Sequence[int]]) -> State:
    """The state when the labelled questions were seen and no other: nothing is bet on them."""
    counts: dict[str, dict[str, int]] = {name: {} for name in SIGNALS}
    for each in labelled:
        _count(counts, each)
    pools = {name: [0.0] * len(SLOPES) for name in SIGNALS}
    return {"seen": 0, "counts": counts, "pools": pools, "reserve": 1.0, "most": 1.0}


def step(state: State, seen: Sequence[int], chance: str) -> State:
    """The state after one more question. `chance` breaks ties: another text for each question, the same gives the same."""
    number = state["seen"] + 1
    counts = {name: dict(state["counts"][name]) for name in SIGNALS}
    pools = {name: list(state["pools"][name]) for name in SIGNALS}
    reserve = state["reserve"]
    if number & (number - 1) == 0:  # 1, 2, 4, 8 …: the next part of the reserve is put in; all parts together make 1
        part = 1 / ((number.bit_length()) * (number.bit_length() + 1))
        reserve -= part
        for name in SIGNALS:
            pools[name] = [pool + part / len(SIGNALS) / len(SLOPES) for pool in pools[name]]
    _count(counts, seen)
    if capital(state) < ENOUGH:
        for name, place in zip(SIGNALS, seen, strict=True):
            rank = _rank(counts[name], place, _even(chance, name))
            whole = sum(pools[name])
            pools[name] = [
                ((1 - JUMP) * pool + JUMP * whole / len(SLOPES)) * (1 + slope * (rank - 0.5))
                for pool, slope in zip(pools[name], SLOPES, strict=True)
            ]
    new = {"seen": number, "counts": counts, "pools": pools, "reserve": reserve, "most": state["most"]}
    return {**new, "most": max(state["most"], capital(new))}


def capital(state: State) -> float:
    """The evidence against the questions being exchangeable: 1 at the start, 100 is one in a hundred."""
    return float(state["reserve"] + math.fsum(math.fsum(state["pools"][name]) for name in SIGNALS))


def loudest(state: State) -> str:
    """The signal with the most evidence."""
    return max(SIGNALS, key=lambda name: sum(state["pools"][name]))


def drifted(state: State) -> bool:
    """Whether the evidence was ever enough."""
    return bool(state["most"] >= 1 / ALARM)


def _count(counts: Mapping[str, dict[str, int]], seen: Sequence[int]) -> None:
    for name, place in zip(SIGNALS, seen, strict=True):
        counts[name][str(place)] = counts[name].get(str(place), 0) + 1


def _rank(counts: Mapping[str, int], place: int, even: float) -> float:
    """The share of everything seen that lies above, ties broken by chance: even on (0, 1) for exchangeable questions."""
    above = sum(count for at, count in counts.items() if int(at) > place)
    return (above + even * counts[str(place)]) / sum(counts.values())


def _even(chance: str, name: str) -> float:
    digest = hashlib.sha256(f"{chance}/{name}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 0.5) / 2**64
