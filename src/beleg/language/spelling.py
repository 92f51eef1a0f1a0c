"""An unknown word to the known words it may be meant for.

In: a folded word, known words that resemble it with how many passages hold them. Out: the nearest ones. A slip is a letter
left out, added, changed, or swapped with its neighbour. Knows no dictionary and no store.
"""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 5
"""A shorter word is never corrected: too many words are near it."""
ANY_SLIP = 6
"""From so many letters on any one slip is forgiven; in a shorter word only two neighbours that were swapped."""
TWO_SLIPS = 10
"""From so many letters on a word may hold two slips."""
AT_MOST = 2
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")


def slips_of(word: str) -> int:
    """How many slips are forgiven in this word: none in one that is short or holds anything but letters."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_SLIPS else 1


def beginnings(word: str) -> tuple[str, ...]:
    """How the words begin that may be meant: the first two letters as they stand, swapped, or one of them missing."""
    return tuple(dict.fromkeys((word[:2], word[1] + word[0], word[1:3], word[0] + word[2])))


def meant(word: str, known: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The known words with the fewest slips, the more frequent first, at most two; none where all are too far.

    A word that differs only by its ending is a form of the word, not a slip, and counts as half a slip.
    """
    allowed = slips_of(word)
    if not allowed:
        return ()
    letters = set(word)
    near: list[tuple[float, int, str]] = []
    for other, passages in known:
        if other == word or abs(len(other) - len(word)) > allowed or len(letters.symmetric_difference(other)) > 2 * allowed:
            continue
        if len(word) < ANY_SLIP and sorted(word) != sorted(other):
            continue
        far = _distance(word, other, allowed)
        if far <= allowed:
            near.append((0.5 if _same_but_for_ending(word, other) else far, -passages, other))
    near.sort()
    return tuple(other for far, _, other in near[:AT_MOST] if far == near[0][0])


def _same_but_for_ending(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in _ENDINGS


def _distance(one: str, other: str, allowed: int) -> int:
    """Slips between two words (optimal string alignment); more than `allowed` as soon as there are more than allowed."""
    begin = 0
    ends = min(len(one), len(other))
    while begin < ends and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < ends - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    here, there = one[begin : len(one) - end], other[begin : len(other) - end]
    if not here or not there or (len(here) == len(there) == 1):
        return max(len(here), len(there))
    if here == there[::-1] and len(here) == 2:
        return 1
    return 2 if allowed == 1 else _aligned(here, there, allowed)


def _aligned(one: str, other: str, allowed: int) -> int:
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, their in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != their))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == their:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > allowed:
            return allowed + 1
        before, last = last, here
    return last[-1]
