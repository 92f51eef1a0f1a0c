"""A German compound to its parts, by the words that the corpus itself holds.

In: one folded word, and how many passages hold each word. Out: the parts, or nothing when no split is good.
Knows no dictionary and no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import log

SHORTEST_PART = 4
LONGEST_WORD = 60
_LINKS = ("", "s", "es", "n", "en", "er", "e")
# What one more part costs, in natural logarithms of frequency: few common parts beat many.
_PART_COST = 4.0
_LINK_COST = 0.5


def split_compound(word: str, known: Callable[[str], int] | Mapping[str, int]) -> tuple[str, ...]:
    """The parts of `word` as known words, linking elements left out; `()` when it is short or has no good split.

    `known` gives a word's frequency, 0 for a word that is not known. Two to four parts of at least four letters each.
    """
    if len(word) < 2 * SHORTEST_PART or len(word) > LONGEST_WORD or not word.isalpha():
        return ()
    frequency = known if callable(known) else _reader(known)
    best: dict[int, tuple[float, tuple[str, ...]]] = {len(word): (0.0, ())}
    for start in range(len(word) - SHORTEST_PART, -1, -1):
        found = _best_from(word, start, frequency, best)
        if found is not None:
            best[start] = found
    parts = best.get(0, (0.0, ()))[1]
    return parts if 2 <= len(parts) <= 4 else ()


def parts_of(words: Iterable[str], known: Callable[[str], int] | Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The words that can be split, each with its parts."""
    split = {word: split_compound(word, known) for word in words}
    return {word: parts for word, parts in split.items() if parts}


def _best_from(
    word: str, start: int, frequency: Callable[[str], int], best: Mapping[int, tuple[float, tuple[str, ...]]]
) -> tuple[float, tuple[str, ...]] | None:
    """The best way to cut `word[start:]`, given the best ways for every later start."""
    chosen: tuple[float, tuple[str, ...]] | None = None
    for end in range(start + SHORTEST_PART, len(word) + 1):
        part = word[start:end]
        if part == word:
            continue
        count = frequency(part)
        if not count:
            continue
        for link in _LINKS:
            after = end + len(link)
            if after not in best or word[end:after] != link or (link and after == len(word)):
                continue
            rest, parts = best[after]
            score = rest + log(1 + count) - _PART_COST - (_LINK_COST if link else 0.0)
            if chosen is None or score > chosen[0]:
                chosen = (score, (part, *parts))
    return chosen


def _reader(counts: Mapping[str, int]) -> Callable[[str], int]:
    return lambda part: counts.get(part, 0)
