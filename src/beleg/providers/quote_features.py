"""What is measured of a sentence that may answer a question.

In: a question, passages best first. Out: for each sentence its span and its features, numbers from about 0 to 1 whose
meaning stands in `SENTENCE_FEATURES`. Every weight of a word is a share of its question's own weights, so that nothing here
grows with the corpus. `quote_evidence.py` looks closer at the best ones. Pure; knows no fitted weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beleg.providers.contract import WritingTask
from beleg.providers.question_types import offers
from beleg.providers.quote_words import Asked, alike, kin, part_of, read, stems_in, weight_of, words_above
from beleg.records import Retrieved

SENTENCE_FEATURES: dict[str, str] = {
    "coverage": "share of the question's rarity-weighted stems in the sentence",
    "coverage_squared": "the same, squared: the last missing word counts most",
    "soft": "share found only in part (a common beginning of five letters, or inside a compound)",
    "beside": "share that the sentences before and after, the headings and the title add",
    "asked_above": "share of the question in a question of the text right above the sentence; half as much for the next ones",
    "passage": "share that the rest of the passage adds",
    "things": "share of the question's nouns and names (as far as their place or capital tells) in the sentence",
    "pairs": "share of the question's neighbouring words that stand near one another in the sentence",
    "density": "how close together the found words stand",
    "rank": "1 / rank of the passage",
    "relative": "score of the passage as a share of the best one's",
    "offers": "the question asks for a date, number, name, place, reason ... and the sentence has one",
    "offers_covered": "that, times the coverage",
    "misses": "the question asks for one and the sentence has none",
    "new": "content words beyond the question's own, 0 to 1 at 8 words",
    "long": "length beyond 30 words, in units of 30, at most 2",
    "first": "the sentence opens its passage",
    "question_mark": "the sentence is itself a question",
    "repeats_heading": "the sentence is a heading of its passage, or has no word",
    "table_row": "the sentence is a row of a table",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence: `start` and `end` are offsets in its passage's text, `number` its place among the sentences there.

    `covered` are the question's stems in it; `lacking` those neither in it, beside it nor above it, not even
    in part; `partly` those there only inside a compound, or as a part of themselves.
    """

    place: int
    number: int
    start: int
    end: int
    features: Mapping[str, float]
    covered: frozenset[str]
    lacking: frozenset[str]
    partly: frozenset[str]


def candidates(task: WritingTask, asked: Mapping[str, Asked]) -> list[Candidate]:
    """Every sentence of every passage with its features, in order of passage and place."""
    best = max((hit.score for hit in task.passages), default=0.0) or 1.0
    found: list[Candidate] = []
    for place, hit in enumerate(task.passages):
        found.extend(_sentences_of(place, hit, asked[hit.passage.language], hit.score / best))
    return found


def worth_quoting(each: Candidate) -> bool:
    """Whether it could answer: no question or heading itself, and with a word of the question in, beside or above it."""
    places = ("coverage", "soft", "beside", "asked_above")
    return not unquotable(each) and any(each.features[name] > 0 for name in places)


def unquotable(each: Candidate) -> bool:
    """Whether it is a question, a heading, or has no word."""
    return each.features["question_mark"] > 0 or each.features["repeats_heading"] > 0


def _sentences_of(place: int, hit: Retrieved, asked: Asked, relative: float) -> list[Candidate]:
    passage = hit.passage
    text = read(passage.text, passage.language)
    headings = stems_in(words_above(hit), passage.language)
    everywhere = frozenset().union(*text.held, headings)
    parts = {each: kin(each, everywhere) for each in asked.weights}
    asking = stems_in(passage.heading[-1], passage.language) if passage.heading and _asks(passage.heading[-1]) else frozenset()
    since = 0
    header: frozenset[str] = frozenset()
    rows = [" | " in passage.text[start:end] for start, end in text.spans]
    found: list[Candidate] = []
    for at, (start, end) in enumerate(text.spans):
        if not text.held[at]:
            continue
        sentence = passage.text[start:end]
        if _asks(sentence):
            asking, since = text.held[at], at + 1
        # what a question of the text above says is as good as said by its answer
        near = frozenset().union(*text.held[max(0, at - 1) : at + 2])
        heads = _heads_a_table(rows, at, sentence)
        header = text.held[at] if heads else header if rows[at] else frozenset()
        above = headings | asking | header
        absent = frozenset(each for each in asked.weights if each not in near and each not in above)
        partly = frozenset(each for each in absent if parts[each] & near or parts[each] & above)
        absent -= frozenset(each for each in partly if alike(each, near) or alike(each, above))
        partly &= absent
        covered = frozenset(each for each in asked.weights if each in text.held[at])
        features = {
            **_where(asked, parts, text.held[at], (near, above, everywhere)),
            **_form(asked, sentence, text.tokens[at], passage.language),
            "asked_above": 0.0
            if _asks(sentence)
            else weight_of(asked, asked.weights.keys() & asking) / (1 if at == since else 2),
            "rank": 1 / (1 + place),
            "relative": relative,
            "first": float(at == 0),
            "repeats_heading": float(heads or sentence.strip("#* ") in passage.heading or not any(map(str.isalpha, sentence))),
        }
        features["offers_covered"] = features["offers"] * features["coverage"]
        found.append(Candidate(place, at, start, end, features, covered, absent - partly, partly))
    return found


def _heads_a_table(rows: Sequence[bool], at: int, sentence: str) -> bool:
    """Whether a row is the first of its table and names columns: more rows follow, and it holds no figure."""
    first = rows[at] and not (at > 0 and rows[at - 1])
    return first and at + 1 < len(rows) and rows[at + 1] and not any(map(str.isdigit, sentence))


def _where(
    asked: Asked,
    parts: Mapping[str, frozenset[str]],
    held: frozenset[str],
    around: tuple[frozenset[str], frozenset[str], frozenset[str]],
) -> dict[str, float]:
    """Each word of the question counts once, at the nearest place where it stands; `parts` holds its kin in the passage.

    `around` is what stands beside the sentence, above it, and anywhere in the passage.
    """
    near, above, everywhere = around
    shares = {"coverage": 0.0, "soft": 0.0, "beside": 0.0, "passage": 0.0}
    away = set()
    for each, weight in asked.weights.items():
        if each in held:
            shares["coverage"] += weight
            continue
        if parts[each] & held:
            shares["soft"] += weight
            continue
        away.add(each)
        if each in near or each in above or parts[each] & above:
            shares["beside"] += weight
        elif each in everywhere:
            shares["passage"] += weight
    return {
        **shares,
        "coverage_squared": shares["coverage"] ** 2,
        "things": 1.0 - part_of(asked, asked.things, frozenset(away)) if asked.things else 0.0,
    }


def _form(asked: Asked, sentence: str, tokens: Sequence[str], language: str) -> dict[str, float]:
    """What the sentence is like, by itself."""
    offered = offers(asked.kind, sentence, asked.words, language)
    typed = asked.kind != "other"
    return {
        "pairs": _pairs(asked, tokens),
        "density": _density(asked, tokens),
        "offers": float(typed and offered),
        "misses": float(typed and not offered),
        "new": min(1.0, len({each for each in tokens if each and each not in asked.weights}) / 8),
        "long": min(2.0, max(0, len(tokens) - 30) / 30),
        "question_mark": float(_asks(sentence)),
        "table_row": float(" | " in sentence),
    }


def _asks(text: str) -> bool:
    return text.rstrip(" \"'”“’»*_").endswith("?")


def _pairs(asked: Asked, tokens: Sequence[str]) -> float:
    pairs = [(one, two) for one, two in zip(asked.order, asked.order[1:], strict=False) if one != two]
    if not pairs:
        return 0.0
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if token in asked.weights:
            places.setdefault(token, []).append(at)
    close = sum(any(abs(i - j) <= 3 for i in places.get(one, ()) for j in places.get(two, ())) for one, two in pairs)
    return close / len(pairs)


def _density(asked: Asked, tokens: Sequence[str]) -> float:
    at = [place for place, token in enumerate(tokens) if token in asked.weights]
    if len(at) < 2:
        return 0.0
    return len(at) / (at[-1] - at[0] + 1) * min(1.0, math.log1p(len(at)) / math.log1p(5))
