"""Text to words and stems.

In: text, a word, a language code (`de`, `en`; any other is treated plainly). Out: words with their offsets, folded stems.
Knows no corpus, no weights and no document: only how words look.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from beleg.language.normalise import fold
from beleg.language.stop_words import STOP_WORDS

if TYPE_CHECKING:
    import Stemmer

_WORD = re.compile(
    r"""
      [\w.+-]+@[\w-]+(?:\.[\w-]+)+            # mail@example.org
    | §{1,2}\s?\d+[a-z]?\b                     # § 312g
    | \d+(?:[.,:/-]\d+)*(?:[^\W\d_]+(?:[-/]\w+)*)?  # 1.234,56 · 2024-05-01 · 5G · 7b
    | [^\W\d_][\w]*(?:[-/.][\w]*\d[\w]*)+      # A-4711 · ISO-27001 · v1.2
    | [^\W\d_](?:\+\+|\#)(?!\w)                # C++ · C#
    | [^\W_]+(?:['’][^\W\d_]+)?                # words, and don't
    """,
    re.VERBOSE,
)
_ELISION = re.compile(r"['’].*$")
_NUMBERED = re.compile(r"\d")
_SPACE = re.compile(r"\s+")


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words of `text` as they stand there, with offsets: `text[start:end]` is the word. Identifiers stay whole."""
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def surface_words(text: str) -> list[str]:
    """The words of `text` as they stand there, without offsets: several times as quick as `words_of`."""
    found: list[str] = _WORD.findall(text)
    return found


def is_identifier(word: str) -> bool:
    """Whether the word is a number, a paragraph sign with its number, a code or an address: matched whole, never stemmed."""
    return bool(_NUMBERED.search(word)) or "@" in word or word.endswith(("+", "#"))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a word. Identifiers, and words of languages without a stemmer, are folded only."""
    if is_identifier(word):
        return _SPACE.sub("", fold(word))
    stemmer = _stemmer(language)
    plain = _ELISION.sub("", word.casefold())
    if stemmer is None:
        return fold(plain)
    # Stem first: Snowball reads umlauts itself and knows that ue may be ü.
    return fold(stemmer.stemWord(plain))


@lru_cache(maxsize=100_000)
def is_stop_word(word: str, language: str) -> bool:
    """Whether the word carries grammar and no content. An unknown language has no stop words."""
    return word.casefold().replace("’", "'") in STOP_WORDS.get(language, frozenset())


def stems_of(text: str, language: str) -> list[str]:
    """The stems of the content words of `text`, in order, with repetitions."""
    return [stem(word, language) for word, _, _ in words_of(text) if not is_stop_word(word, language)]


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = {"de": "german", "en": "english"}.get(language)
    if name is None:
        return None
    import Stemmer  # loaded late: reading the plain languages needs none

    return Stemmer.Stemmer(name, 0)
