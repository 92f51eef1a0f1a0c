"""What speaks for and against one sentence as the answer, beyond the words it shares with the question.

In: a question, a passage, one of its sentences. Out: numbers from 0 to 1 whose meaning stands in `EVIDENCE_FEATURES`:
a figure with the asked unit, how close the answer stands to the question's words, what the document is about, opposites,
other years, other names. German and English. Only the best few sentences are looked at so
closely. Pure; knows no fitted weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from beleg.language.analysis import is_identifier, is_stop_word, stem, words_of
from beleg.providers.contract import WritingTask
from beleg.providers.question_types import COUNTED, EXTREME, NO_EXTREME, NUMBER, answers_in, units_asked
from beleg.providers.quote_features import Candidate
from beleg.providers.quote_words import Asked, part_of, stems_in, within

EVIDENCE_FEATURES: dict[str, str] = {
    "unit": "the question asks for a measure (how long, how far, how much money ...) and the sentence has such a unit",
    "unit_missing": "it asks for one, and neither the sentence nor the ones beside it have such a unit",
    "counted": "the question counts something, and a number stands right before that word",
    "counted_missing": "the question counts something, and no number stands right before that word",
    "answer_close": "how close a figure, date or name of the asked kind stands to the question's words, by their weight",
    "deeds": "share of what the question says of its nouns and names (its verbs and adjectives) in the sentence",
    "topic": "share of the question's nouns and names that title and headings hold, even in part",
    "topic_elsewhere": "title and headings hold none of them, and those of another passage this share",
    "year_elsewhere": "question and sentence name years, and not the same ones",
    "names_elsewhere": "a name or number of the question is not in the sentence, and the sentence has others",
    "opposed": "the sentence has the opposite of a word of the question (first, last), and not the word",
    "extreme_missing": "a superlative, an ordinal or `only` of the question is not in the sentence",
}
CLOSELY = 8
"""So many of the best sentences are looked at closely."""
_IN_BRACKETS = re.compile(r"\([^)]*\)")
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


def topics_of(task: WritingTask, asked: Mapping[str, Asked]) -> list[float]:
    """For each passage the share of the question's nouns and names that its title and headings hold."""
    found = []
    for hit in task.passages:
        one = asked[hit.passage.language]
        title = _IN_BRACKETS.sub(" ", hit.document.title)
        held = stems_in(f"{title} {' '.join(hit.passage.heading)}", hit.passage.language)
        found.append(part_of(one, one.things, frozenset(each for each in one.things if each in held or within(each, held))))
    return found


def evidence(task: WritingTask, asked: Asked, best: Candidate, topics: Sequence[float]) -> dict[str, float]:
    """The features of one sentence; see EVIDENCE_FEATURES. `topics` as `topics_of` gives them."""
    near = closer(task, best)
    return {
        **_measured(asked, near),
        "answer_close": _answer_close(asked, near),
        "deeds": _deeds(asked, best),
        "topic": topics[best.place],
        "topic_elsewhere": 0.0 if topics[best.place] else max(topics),
        **_against(asked, near, best),
    }


def _measured(asked: Asked, near: Closer) -> dict[str, float]:
    found = dict.fromkeys(("unit", "unit_missing", "counted", "counted_missing"), 0.0)
    if asked.kind != "number":
        return found
    units = units_asked(asked.text)
    if units:
        found["unit"] = float(any(unit.search(near.text) for unit in units))
        found["unit_missing"] = float(not any(unit.search(near.beside) for unit in units))
    counts = COUNTED.search(asked.text)
    if counts:
        wanted = [stem(word, near.language) for word in counts[1].split() if not is_stop_word(word, near.language)][:2]
        places = [at for at, token in enumerate(near.tokens) if token and (token in wanted or within(token, frozenset(wanted)))]
        there = any(_counts(near, at, place) for place in places for at in range(max(0, place - 4), place))
        found["counted"], found["counted_missing"] = float(there), float(not there)
    return found


def _counts(near: Closer, at: int, place: int) -> bool:
    """Whether the word at `at` is a number that may count the one at `place`: a year only right before it."""
    word = near.words[at][0]
    return bool(NUMBER.match(word)) and (at + 1 == place or not _YEAR.fullmatch(word))


def _answer_close(asked: Asked, near: Closer) -> float:
    places: dict[str, list[int]] = {}
    for at, token in enumerate(near.tokens):
        if token in asked.weights:
            places.setdefault(token, []).append(at)
    best = 0.0
    for start, end in answers_in(asked.kind, near.text, asked.words, near.language):
        inside = [at for at, (_, begins, ends) in enumerate(near.words) if begins < end and ends > start]
        if inside:
            first, last = inside[0], inside[-1]
            away = {each: min(max(first - at, at - last, 1) for at in found) for each, found in places.items()}
            best = max(best, sum(asked.weights[each] / (1 + (distance - 1) / 4) for each, distance in away.items()))
    return best


def _deeds(asked: Asked, best: Candidate) -> float:
    deeds = frozenset(asked.weights) - asked.things
    return part_of(asked, deeds, best.covered)


def _against(asked: Asked, near: Closer, best: Candidate) -> dict[str, float]:
    said = {stem(word.lower(), near.language) for word, _, _ in near.words}
    wanted = {stem(word, near.language) for word in asked.words}
    opposites = _opposites(near.language)
    mine, theirs = set(_YEAR.findall(asked.text)), set(_YEAR.findall(near.text))
    extremes = [match[0].lower() for match in EXTREME.finditer(asked.text)]
    absent = [each for each in extremes if each not in NO_EXTREME and stem(each, near.language) not in said]
    missing = (asked.names | asked.identifiers) - best.covered
    others = [
        word
        for (word, start, _), token in zip(near.words, near.tokens, strict=True)
        if token not in asked.weights and (is_identifier(word) or (word[:1].isupper() and start > 0 and near.language != "de"))
    ]
    return {
        "opposed": float(any(each not in said and opposites.get(each, frozenset()) & said for each in wanted)),
        "extreme_missing": float(bool(absent)),
        "year_elsewhere": float(bool(mine and theirs and not mine & theirs)),
        "names_elsewhere": float(bool(missing and others)),
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
