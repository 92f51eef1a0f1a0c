"""Text to sparse vectors: the term-frequency half of BM25; the index adds the rarity (IDF).

In: a passage's text with heading and title, or a question. Out: a `SparseVector`. Stems and character n-grams are separate
dimensions, named by a 32-bit hash. Knows no corpus and no index. Measured by `benchmarks/retrieval.py`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

from beleg.language.analysis import is_identifier, is_stop_word, stem, surface_words, words_of
from beleg.language.forms import shared_forms
from beleg.language.normalise import fold
from beleg.records import SparseVector

ANALYSIS_REVISION = 2
"""Raised when the same text gives other terms: an index made before must be rebuilt."""

K1 = 1.2
"""How fast repetitions of a term stop counting."""
B = 0.75
"""How much a long passage is held back."""
AVERAGE_WORDS = 85.0
"""Content words of a typical passage, fixed so that a passage's vector never depends on the others."""
HEADING_WEIGHT = 1.0
"""One word of the heading counts as much as this many of the text."""
TITLE_WEIGHT = 2.0
"""The same for the document's title."""
GRAM = 4
"""Characters of an n-gram; a word is read with a mark at each end."""
GRAM_WEIGHT = 0.3
"""What an n-gram of the question counts beside its stem."""
PART_WEIGHT = 0.6
"""What a compound's part counts: Urlaubsanspruch asks for Anspruch too."""
COMPOUND_WEIGHT = 0.3
"""What a corpus compound made of question words counts."""
IDENTIFIER_WEIGHT = 1.5
"""What a number or code in the question counts beside an ordinary word."""
FORM_WEIGHT = 1.0
"""What the shared spelling of a number, date or paragraph of the question counts beside its own."""
SPELLING_WEIGHT = 0.8
"""What a word of the corpus counts that is read for an unknown, perhaps misspelled word of the question."""


def passage_vector(text: str, heading: str, title: str, language: str) -> SparseVector:
    """The terms of a passage; fields are weighed before they saturate, so a word in two fields does not count twice over."""
    stems: dict[int, float] = {}
    grams: dict[int, float] = {}
    length = 0.0
    for field, weight in ((text, 1.0), (heading, HEADING_WEIGHT), (title, TITLE_WEIGHT)):
        if not field:
            continue
        words = Counter(surface_words(field))
        for word, times in words.items():
            name, pieces = _dimensions(word, language)
            if not name:
                continue
            gain = times * weight
            length += gain
            stems[name] = stems.get(name, 0.0) + gain
            for piece in pieces:
                grams[piece] = grams.get(piece, 0.0) + gain
        for form in shared_forms(field, words, language):
            stems.setdefault(_name(form), 1.0)
    norm = K1 * (1 - B + B * length / AVERAGE_WORDS)
    counts = grams | stems
    saturated = {count: count * (K1 + 1) / (count + norm) for count in set(counts.values())}
    return SparseVector(array("I", counts), array("f", map(saturated.__getitem__, counts.values())))


def query_vector(
    text: str,
    languages: Sequence[str],
    parts: Mapping[str, Sequence[str]] | None = None,
    compounds: Sequence[str] = (),
    spelled: Mapping[str, Sequence[str]] | None = None,
) -> SparseVector:
    """The terms of a question, stemmed for every language given.

    `parts` maps a folded word of the question to the words it is made of; `compounds` are words of the corpus that are made
    of the question's words; `spelled` maps an unknown folded word to words it may be meant for. A term that is reached in
    several ways counts once, with its greatest weight.
    """
    weights: dict[int, float] = {}
    for word, _, _ in words_of(text):
        for language in languages:
            name, pieces = _dimensions(word, language)
            if not name:
                continue
            _raise_to(weights, name, IDENTIFIER_WEIGHT if is_identifier(word) else 1.0)
            for piece in pieces:
                weights[piece] = weights.get(piece, 0.0) or GRAM_WEIGHT
        for part in (parts or {}).get(fold(word), ()):
            for language in languages:
                _raise_to(weights, _dimensions(part, language)[0], PART_WEIGHT)
        for meant in (spelled or {}).get(fold(word), ()):
            for language in languages:
                _raise_to(weights, _dimensions(meant, language)[0], SPELLING_WEIGHT)
    for language in languages:
        for form in shared_forms(text, surface_words(text), language):
            _raise_to(weights, _name(form), FORM_WEIGHT)
    for compound in compounds:
        for language in languages:
            _raise_to(weights, _dimensions(compound, language)[0], COMPOUND_WEIGHT)
    return SparseVector(array("I", weights), array("f", weights.values()))


def query_words(text: str) -> list[str]:
    """The folded words of a question, each once, in order: what the vocabulary is asked for."""
    return list(dict.fromkeys(fold(word) for word, _, _ in words_of(text)))


@lru_cache(maxsize=200_000)
def _dimensions(word: str, language: str) -> tuple[int, tuple[int, ...]]:
    """The stem's dimension and the n-grams' of one word; `(0, ())` for a stop word."""
    if is_stop_word(word, language):
        return 0, ()
    root = stem(word, language)
    if not root:
        return 0, ()
    name = _name(root)
    if is_identifier(word):
        return name, ()
    marked = f"_{fold(word)}_"
    pieces = {marked[at : at + GRAM] for at in range(len(marked) - GRAM + 1)}
    return name, tuple(crc32(b"g:" + piece.encode()) or 1 for piece in pieces)


def _name(root: str) -> int:
    return crc32(b"w:" + root.encode()) or 1


def _raise_to(weights: dict[int, float], name: int, weight: float) -> None:
    if name:
        weights[name] = max(weights.get(name, 0.0), weight)


def stem_vector(stems: Mapping[str, float]) -> SparseVector:
    """Stems with weights as the terms of a query: for those who start from documents and not from a question."""
    weights = {crc32(b"w:" + root.encode()) or 1: weight for root, weight in stems.items()}
    return SparseVector(array("I", weights), array("f", weights.values()))
