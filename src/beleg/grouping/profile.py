"""Texts to profiles: which words are a document's own, as rows that can be compared.

In: texts with their languages. Out: a sparse matrix of unit rows (TF-IDF over stems), and for each column a word that a
person reads. Knows no reader: whoever calls hands over only what they may see. Loads scipy when it is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from beleg.language.analysis import is_identifier, is_stop_word, stem, surface_words

EVERYWHERE = 0.5
"""A word in more than this share of many documents tells none of them apart."""
MANY = 10
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Profiles:
    """`rows` is a scipy CSR matrix, one unit row a text (zeros where nothing is its own); `words[i]` names column i."""

    rows: Any
    words: tuple[str, ...]


def profiles(texts: Sequence[tuple[str, str]]) -> Profiles:
    """The profiles of (text, language) pairs. Of many, a word only one text holds stays out: it joins nothing."""
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = [_stems(text, language) for text, language in texts]
    held: Counter[str] = Counter()
    for each in counts:
        held.update(each.keys())
    many = len(texts) > MANY
    least, most = (2, EVERYWHERE * len(texts)) if many else (1, len(texts))
    kept = {root: at for at, root in enumerate(sorted(root for root, times in held.items() if least <= times <= most))}
    pointers, columns, values = [0], list[int](), list[float]()
    for each in counts:
        row = [
            (kept[root], (1 + log(times)) * log(1 + len(texts) / held[root])) for root, times in each.items() if root in kept
        ]
        length = sum(value * value for _, value in row) ** 0.5 or 1.0
        columns.extend(column for column, _ in row)
        values.extend(value / length for _, value in row)
        pointers.append(len(columns))
    rows = csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(pointers)),
        shape=(len(texts), max(1, len(kept))),
    )
    return Profiles(rows, _readable(texts, kept))


def _stems(text: str, language: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, times in Counter(surface_words(text)).items():
        if len(word) >= SHORTEST_WORD and not is_identifier(word) and not is_stop_word(word, language):
            found[stem(word, language)] += times
    found.pop("", None)
    return found


def _readable(texts: Sequence[tuple[str, str]], kept: dict[str, int]) -> tuple[str, ...]:
    """For each column the spelling that stands most often in the texts."""
    spellings: dict[str, Counter[str]] = {}
    for text, language in texts:
        for word, times in Counter(surface_words(text)).items():
            root = stem(word, language)
            if root in kept:
                spellings.setdefault(root, Counter())[word] += times
    return tuple(min(spellings[root].items(), key=lambda item: (-item[1], item[0]))[0] for root in kept)
