"""A question's terms moved towards passages that were liked and away from those that were not (Rocchio).

In: the question's terms, the weighed stems of liked and unliked passages. Out: terms to search with. Pure; knows no store.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from beleg.language.analysis import is_stop_word, stem, words_of
from beleg.language.weighting import stem_vector
from beleg.records import SparseVector

LIKED = 0.5
"""What a liked passage's strongest stem counts beside a word of the question."""
UNLIKED = 0.3
"""What an unliked passage's strongest stem takes away."""
STRONGEST = 30
"""Stems of a passage that are looked at."""


def strongest(text: str, language: str, idf: Mapping[str, float], most: int = STRONGEST) -> dict[str, float]:
    """The stems that mark a text, the strongest weighing 1: frequent in it, rare in the corpus (`idf`, natural logarithm).

    Bare numbers mark nothing: they stand everywhere.
    """
    counts = Counter(
        stem(word, language)
        for word, _, _ in words_of(text)
        if word.strip("0123456789.,:/-") and not is_stop_word(word, language)
    )
    counts.pop("", None)
    weighed = {root: (1 + log(times)) * idf.get(root, 0.0) for root, times in counts.items()}
    best = sorted((root for root in weighed if weighed[root] > 0), key=lambda root: (-weighed[root], root))[:most]
    # the index multiplies by the rarity itself: what is sent is how often alone
    top = max(((1 + log(counts[root])) for root in best), default=1.0)
    return {root: (1 + log(counts[root])) / top for root in best}


def moved(terms: SparseVector, liked: Sequence[Mapping[str, float]], unliked: Sequence[Mapping[str, float]]) -> SparseVector:
    """The question's terms with the liked passages' stems added and the unliked ones' taken away, each by its mean."""
    weights = dict(zip(terms.indices, terms.values, strict=True))
    for passages, share in ((liked, LIKED), (unliked, -UNLIKED)):
        for passage in passages:
            vector = stem_vector(passage)
            for name, value in zip(vector.indices, vector.values, strict=True):
                weights[name] = weights.get(name, 0.0) + share * value / len(passages)
    return SparseVector(array("I", weights), array("f", weights.values()))
