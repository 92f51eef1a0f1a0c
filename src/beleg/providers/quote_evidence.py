"""What speaks for and against one sentence as the answer, beyond the words it shares with the question.

In: a question, a passage, one of its sentences. Out: numbers from 0 to 1 whose meaning stands in `EVIDENCE_FEATURES`:
a figure with the asked unit, a number that counts the asked thing, what is said of the things, opposites, other years. German
and English. Only the best few sentences are looked at so closely. Pure; knows no fitted weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from beleg.language.analysis import is_stop_word, stem, words_of
from beleg.providers.contract import WritingTask
from beleg.providers.question_types import COUNTED, EXTREME, NO_EXTREME, NUMBER, units_asked
from beleg.providers.quote_features import Candidate
from beleg.providers.quote_words import Asked, part_of, within

EVIDENCE_FEATURES: dict[str, str] = {
    "unit": "the question asks for a measure (how long ...), the sentence has such a unit, and a noun asked for is near",
    "unit_missing": "it asks for one, and neither the sentence nor the ones beside it have such a unit",
    "counted": "the question counts something, and a number stands right before that word",
    "counted_missing": "the question counts something, and no number stands right before that word",
    "deeds": "share of what the question says of its nouns and names (its verbs and adjectives) in the sentence",
    "year_elsewhere": "question and sentence name years, and not the same ones",
    "opposed": "the sentence has the opposite of a word of the question (first, last), and not the word",
    "extreme_missing": "a superlative, an ordinal or `only` of the question is not in the sentence",
}
MEANT_OTHERWISE = 0.6
"""What a number counts with another word between it and the thing: five additional days are not the days."""
CLOSELY = 8
"""So many of the best sentences are looked at closely."""
_YEAR = re.compile(r"\b(?:1\d{3}|20\d\d)\b")
_OPPOSITES = """
first last · most least · largest smallest · highest lowest · longest shortest · best worst · before after · more less ·
more fewer · increase decrease · increased decreased · increases decreases · maximum minimum · maximize minimize ·
north south · northern southern · east west · eastern western · won lost · win lose · always never · old new · older younger ·
high low · early late · begin end · began ended · started ended · open close · opened closed · internal external ·
public private · male female · allowed forbidden · strong weak · rich poor · major minor · top bottom · upper lower ·
left right · hot cold · fast slow · include exclude · included excluded · bought sold · import export · imports exports ·
accept reject · accepted rejected · possible impossible · legal illegal · similar dissimilar · equal unequal ·
erste letzte · meisten wenigsten · größte kleinste · höchste niedrigste · längste kürzeste · beste schlechteste ·
mehr weniger · steigt sinkt · gestiegen gesunken · maximal minimal · höchstens mindestens · norden süden ·
nördlich südlich · osten westen · östlich westlich · gewonnen verloren · immer nie · alte neue · hohe niedrige ·
frühe späte · beginnt endet · begann endete · geöffnet geschlossen · intern extern · öffentlich privat ·
erlaubt verboten · linke rechte · möglich unmöglich · brutto netto · eingehend ausgehend
"""


@dataclass(frozen=True, slots=True)
class Closer:
    """A sentence: `beside` with what stands around it, `words` with offsets, `tokens` their stems ("" for a stop word)."""

    text: str
    beside: str
    language: str
    words: Sequence[tuple[str, int, int]]
    tokens: Sequence[str]


def closer(task: WritingTask, best: Candidate) -> Closer:
    """The sentence of a candidate, with as much text before and after it as a neighbour has."""
    passage = task.passages[best.place].passage
    text = passage.text[best.start : best.end]
    words = words_of(text)
    tokens = ["" if is_stop_word(word, passage.language) else stem(word, passage.language) for word, _, _ in words]
    beside = passage.text[max(0, best.start - _BESIDE) : best.end + _BESIDE]
    return Closer(text, beside, passage.language, words, tokens)


_BESIDE = 200
"""So many characters before and after a sentence count as beside it."""


def evidence(task: WritingTask, asked: Asked, best: Candidate) -> dict[str, float]:
    """The features of one sentence; see EVIDENCE_FEATURES."""
    near = closer(task, best)
    deeds = frozenset(asked.weights) - asked.things
    return {**_measured(asked, near, best), "deeds": part_of(asked, deeds, best.covered), **_against(asked, near)}


def _measured(asked: Asked, near: Closer, best: Candidate) -> dict[str, float]:
    found = dict.fromkeys(("unit", "unit_missing", "counted", "counted_missing"), 0.0)
    if asked.kind != "number":
        return found
    units = units_asked(asked.text)
    if units:
        about = not asked.things or bool(asked.things - best.lacking)
        found["unit"] = float(about and any(unit.search(near.text) for unit in units))
        found["unit_missing"] = float(not any(unit.search(near.beside) for unit in units))
    counts = COUNTED.search(asked.text)
    if counts:
        wanted = [stem(word, near.language) for word in counts[1].split() if not is_stop_word(word, near.language)][:2]
        places = [at for at, token in enumerate(near.tokens) if token and (token in wanted or within(token, frozenset(wanted)))]
        counting = [(at, place) for place in places for at in range(max(0, place - 4), place) if _counts(near, at, place)]
        straight = any(all(not near.tokens[between] for between in range(at + 1, place)) for at, place in counting)
        found["counted"] = 1.0 if straight else MEANT_OTHERWISE if counting else 0.0
        found["counted_missing"] = float(not counting)
    return found


def _counts(near: Closer, at: int, place: int) -> bool:
    """Whether the word at `at` is a number that may count the one at `place`: a year only right before it."""
    word = near.words[at][0]
    return bool(NUMBER.match(word)) and (at + 1 == place or not _YEAR.fullmatch(word))


def _against(asked: Asked, near: Closer) -> dict[str, float]:
    said = {stem(word.lower(), near.language) for word, _, _ in near.words}
    wanted = {stem(word, near.language) for word in asked.words}
    opposites = _opposites(near.language)
    mine, theirs = set(_YEAR.findall(asked.text)), set(_YEAR.findall(near.text))
    extremes = [match[0].lower() for match in EXTREME.finditer(asked.text)]
    absent = [each for each in extremes if each not in NO_EXTREME and stem(each, near.language) not in said]
    return {
        "opposed": float(any(each not in said and opposites.get(each, frozenset()) & said for each in wanted)),
        "extreme_missing": float(bool(absent)),
        "year_elsewhere": float(bool(mine and theirs and not mine & theirs)),
    }


@cache
def _opposites(language: str) -> Mapping[str, frozenset[str]]:
    """Each stem with the stems of its opposites."""
    found: dict[str, set[str]] = {}
    for pair in " ".join(_OPPOSITES.split()).split(" · "):
        one, two = (stem(word, language) for word in pair.split())
        if one != two:
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
    return {each: frozenset(others) for each, others in found.items()}
