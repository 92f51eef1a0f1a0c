"""Candidates by words to candidates by how the words stand: near one another, and in the question's neighbourhoods.

In: the question, how rare its stems are, passages with scores. Out: the same passages with higher scores, best first. A
score grows by the rarity of what one stretch of the passage holds together, so it stays a score of the same scale.
Knows no index and no corpus. Measured by `benchmarks/retrieval.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from beleg.language.analysis import is_identifier, is_stop_word, stem, surface_words
from beleg.language.normalise import fold
from beleg.language.stop_words import RELATING
from beleg.language.weighting import K1, B
from beleg.records import Retrieved
from beleg.retrieval.analyse import Analysed

STRETCH = 200
"""Characters of a passage that are read as one: about two sentences."""
TOGETHER_WEIGHT = 0.8
"""What the rarity of the question's words within one stretch adds."""
PAIR_DISTANCE = 70
"""Characters apart at most that neighbours in the question may stand in the passage, in either order."""
PAIR_WEIGHT = 0.8
"""What a pair of neighbours adds, by the rarity of the less rare one."""
ALIKE = 0.5
"""Two words that begin alike and share this much of their 3-grams (Dice) are read as forms of one: Shelly, Shelley."""
SPELLED_SHARE = 0.9
"""How alike a word is that a word of the question is read as."""
PART_SHARE = 0.6
"""How alike a word is that a compound of the question is made of."""
AVERAGE_CHARACTERS = 750.0
"""Characters of a typical passage."""
HEAD = 4
"""Letters that two forms of one word begin with alike."""

_WORD = re.compile(r"\w+")
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


def rescore(
    analysed: Analysed,
    idf: Mapping[str, float],
    found: Sequence[Retrieved],
    spelled: Mapping[str, Sequence[str]] | None = None,
    parts: Mapping[str, Sequence[str]] | None = None,
) -> list[Retrieved]:
    """The passages, each raised by what its closest stretch holds of the question; best first. Scores never fall.

    `spelled` and `parts` map a folded word of the question to words that it may be meant for, or that it is made of.
    """
    also = [(SPELLED_SHARE, spelled or {}), (PART_SHARE, parts or {})]
    readers: dict[str, _Reader] = {}
    raised = []
    for each in found:
        language = each.passage.language
        if language not in readers:
            readers[language] = _Reader(analysed.text, language, idf, also)
        gain = readers[language].gain(each)
        raised.append(replace(each, score=each.score + gain, signals={**each.signals, "near": gain}))
    return sorted(raised, key=lambda each: (-each.score, each.passage_id))


class _Reader:
    """Reads passages of one language for one question. A spot is (offset, which content word of the question, how alike)."""

    def __init__(
        self,
        question: str,
        language: str,
        idf: Mapping[str, float],
        also: Sequence[tuple[float, Mapping[str, Sequence[str]]]] = (),
    ) -> None:
        self._language = language
        self._stems: dict[str, tuple[int, float]] = {}
        self._folded: list[str] = []
        self._rarity: list[float] = []
        self._exact: dict[str, int] = {}
        heads: dict[str, None] = {}
        self._small: set[int] = set()
        for word in surface_words(question):
            root = stem(word, language)
            small = is_stop_word(word, language)
            if not root or (small and word.lower() not in RELATING) or self._stems.get(root, (0, 0.0))[1] == 1.0:
                continue
            place = len(self._folded)
            self._stems[root] = (place, 1.0)
            self._folded.append(fold(word))
            self._rarity.append(idf.get(root, 0.0))
            if small:
                self._small.add(place)
            if small or is_identifier(word):
                self._exact[word.lower()] = place
                continue
            heads.update(dict.fromkeys(_heads(word)))
            for share, others in also:
                for other in others.get(self._folded[place], ()):
                    self._stems.setdefault(stem(other, language), (place, share))
                    heads.update(dict.fromkeys(_heads(other)))
        self._heads = tuple(heads)
        self._seen: dict[str, tuple[int, float] | None] = {}

    def gain(self, each: Retrieved) -> float:
        """What is added to the passage's score."""
        passage = each.passage
        text = f"{passage.context}\n{passage.text}" if passage.context else passage.text
        spots = self._spots(text, 0)
        spots += self._spots(" ".join((each.document.title, *passage.heading)), len(text) + 2 * STRETCH)
        if not spots:
            return 0.0
        spots.sort()
        return (
            TOGETHER_WEIGHT * self._together(spots) + PAIR_WEIGHT * self._pairs(spots) + self._function_words(spots, len(text))
        )

    def _function_words(self, spots: Sequence[tuple[int, int, float]], characters: int) -> float:
        """What the stop words that are not searched for add (BM25): they are frequent, but tell close passages apart."""
        if not self._small:
            return 0.0
        times = Counter(place for _, place, _ in spots if place in self._small)
        norm = K1 * (1 - B + B * characters / AVERAGE_CHARACTERS)
        return sum(self._rarity[place] * count * (K1 + 1) / (count + norm) for place, count in times.items())

    def _spots(self, text: str, begin: int) -> list[tuple[int, int, float]]:
        """Where in the text the question's words stand. Looks for how they begin, which is quicker than to read every word."""
        text = text.lower()
        spots: dict[int, tuple[int, int, float]] = {}
        for head in self._heads:
            at = text.find(head)
            while at >= 0:
                if at == 0 or not text[at - 1].isalnum():
                    match = self._match(text, at)
                    if match is not None:
                        spots[at] = (begin + at, *match)
                at = text.find(head, at + 1)
        for exact, place in self._exact.items():
            at = text.find(exact)
            while at >= 0:
                end = at + len(exact)
                if (at == 0 or not text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
                    spots[at] = (begin + at, place, 1.0)
                at = text.find(exact, end)
        return list(spots.values())

    def _match(self, text: str, at: int) -> tuple[int, float] | None:
        found = _WORD.match(text, at)
        word = found[0] if found else ""
        if word not in self._seen:
            self._seen[word] = self._likeness(word)
        return self._seen[word]

    def _likeness(self, word: str) -> tuple[int, float] | None:
        known = self._stems.get(stem(word, self._language))
        if known is not None:
            return known
        folded = fold(word)
        share, place = max((_alike(folded, other), place) for place, other in enumerate(self._folded))
        return (place, share) if share >= ALIKE else None

    def _together(self, spots: Sequence[tuple[int, int, float]]) -> float:
        """The greatest rarity that one stretch holds."""
        best = 0.0
        for first, (begin, _, _) in enumerate(spots):
            held: dict[int, float] = {}
            for at, place, share in spots[first:]:
                if at - begin >= STRETCH:
                    break
                if share > held.get(place, 0.0):
                    held[place] = share
            best = max(best, sum(self._rarity[place] * share for place, share in held.items()))
        return best

    def _pairs(self, spots: Sequence[tuple[int, int, float]]) -> float:
        """The rarity of neighbours in the question that stand near one another."""
        pairs: dict[int, float] = {}
        for first, (begin, place, share) in enumerate(spots):
            for at, other, also in spots[first + 1 :]:
                if at - begin > PAIR_DISTANCE:
                    break
                if abs(place - other) == 1:
                    worth = share * also * min(self._rarity[place], self._rarity[other])
                    pairs[min(place, other)] = max(pairs.get(min(place, other), 0.0), worth)
        return sum(pairs.values())


def _heads(word: str) -> list[str]:
    """How forms of the word may begin, umlauts in either spelling."""
    plain = word.lower()
    open_form = fold(word)
    closed = open_form
    for two, one in _UMLAUTS:
        closed = closed.replace(two, one)
    return [form[:HEAD] for form in (plain, open_form, closed)]


def _alike(one: str, other: str) -> float:
    these, those = _grams(one), _grams(other)
    return 2 * len(these & those) / (len(these) + len(those))


@lru_cache(maxsize=100_000)
def _grams(folded: str) -> frozenset[str]:
    marked = f"_{folded}_"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))
