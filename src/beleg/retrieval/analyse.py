"""A question to what is searched for: its language, the languages of its terms, its words.

In: the question as typed. Out: `Analysed`. Knows no index and no writer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beleg.language.analysis import stem, stems_of, surface_words
from beleg.language.detect import detect_question
from beleg.language.normalise import clean
from beleg.language.stop_words import RELATING
from beleg.language.weighting import query_words
from beleg.records import Retrieved

_ALWAYS = ("de", "en")


@dataclass(frozen=True, slots=True)
class Analysed:
    """`languages` are those whose stems are searched for, the question's own first; `words` are folded, each once.

    `stems` are those of the content words in all languages; `relating` those of stop words such as nach and kein.
    """

    text: str
    language: str
    languages: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...] = ()
    relating: tuple[str, ...] = ()


def analyse(text: str) -> Analysed:
    """The question, cleaned and on one line, with its language and words. A short one is searched in every language."""
    plain = " ".join(clean(text).split())
    language = detect_question(plain)
    languages = tuple(dict.fromkeys((language, *_ALWAYS)))
    stems = {each for spoken in languages for each in stems_of(plain, spoken)}
    small = {word for word in surface_words(plain) if word.lower() in RELATING}
    relating = {stem(word, spoken) for spoken in languages for word in small} - stems
    return Analysed(plain, language, languages, tuple(query_words(plain)), tuple(sorted(stems)), tuple(sorted(relating)))


def read_as(spelled: Mapping[str, Sequence[str]], found: Sequence[Retrieved]) -> dict[str, tuple[str, ...]]:
    """Of the words that an unknown word was read as, those that stand in what the asker was given: only these may be told."""
    if not spelled:
        return {}
    there = {word for each in found for word in query_words(each.passage.text)}
    told = {word: tuple(other for other in others if other in there) for word, others in spelled.items()}
    return {word: others for word, others in told.items() if others}
