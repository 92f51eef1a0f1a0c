"""A question to what is searched for: its language, the languages of its terms, its words.

In: the question as typed. Out: `Analysed`. Knows no index and no writer.
"""

from __future__ import annotations

from dataclasses import dataclass

from beleg.language.detect import detect_question
from beleg.language.normalise import clean
from beleg.language.weighting import query_words

_ALWAYS = ("de", "en")


@dataclass(frozen=True, slots=True)
class Analysed:
    """`languages` are those whose stems are searched for, the question's own first; `words` are folded, each once."""

    text: str
    language: str
    languages: tuple[str, ...]
    words: tuple[str, ...]


def analyse(text: str) -> Analysed:
    """The question, cleaned and on one line, with its language and words. A short one is searched in every language."""
    plain = " ".join(clean(text).split())
    language = detect_question(plain)
    return Analysed(plain, language, tuple(dict.fromkeys((language, *_ALWAYS))), tuple(query_words(plain)))
