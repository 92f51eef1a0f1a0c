"""What each word of a question brought a passage, in shares of its score by terms.

In: a question, a passage's terms and score, how rare the words are. Out: reasons, the weightiest first. The shares of stems
and of words in compounds are computed as the index does; parts of words share what is left of the score, since only the index
knows how rare they are. Knows no index and no store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from beleg.language.analysis import stems_of, words_of
from beleg.language.normalise import fold
from beleg.language.weighting import GRAM_WEIGHT, query_vector
from beleg.records import Contribution, SparseVector

Held = Mapping[int, float]


def reasons(
    text: str,
    languages: Sequence[str],
    idf: Mapping[str, float],
    parts: Mapping[str, Sequence[str]],
    held: SparseVector,
    score: float | None,
) -> tuple[tuple[Contribution, ...], float]:
    """A reason for each word of the question that brought something, and what of the score by terms no word explains.

    A term that two words share counts for the first. Without a score the parts of words are left out.
    """
    values = dict(zip(held.indices, held.values, strict=True))
    seen: set[int] = set()
    made: list[Contribution] = []
    pieces: list[float] = []
    for word in dict.fromkeys(word for word, _, _ in words_of(text)):
        own, grams = _terms(word, languages, values, seen)
        rare = _rarity(word, languages, idf)
        compound = sum(
            sum(_terms(part, languages, values, seen)[0]) * _rarity(part, languages, idf) for part in parts.get(fold(word), ())
        )
        shown = rare if own else 0.0  # how rare a word is that stands in no passage shown would tell of passages not shown
        made.append(Contribution(word, shown, sum(own) * rare, compound))
        pieces.append(sum(grams))
    known = sum(each.total for each in made)
    left = max(0.0, (score or 0.0) - known)
    whole = sum(pieces)
    if whole > 0:
        made = [replace(each, pieces=left * share / whole) for each, share in zip(made, pieces, strict=True)]
        left = 0.0
    told = sorted((each for each in made if each.total > 0), key=lambda each: -each.total)
    return tuple(told), left


def _terms(word: str, languages: Sequence[str], values: Held, seen: set[int]) -> tuple[list[float], list[float]]:
    """What the passage holds of the word's stems and of its n-grams, times their weights; each term once."""
    own: list[float] = []
    grams: list[float] = []
    asked = query_vector(word, languages)
    for name, weight in zip(asked.indices, asked.values, strict=True):
        if name in values and name not in seen:
            seen.add(name)
            (grams if abs(weight - GRAM_WEIGHT) < 1e-6 else own).append(weight * values[name])
    return own, grams


def _rarity(word: str, languages: Sequence[str], idf: Mapping[str, float]) -> float:
    """The rarity of the word's most common stem that is known; 0 for a stop word."""
    known = [idf[stem] for language in languages for stem in stems_of(word, language) if stem in idf]
    return min(known, default=0.0)
