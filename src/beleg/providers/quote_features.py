"""What is measured of a sentence that may answer a question.

In: a question, passages best first. Out: for each sentence its span and its features, numbers from about 0 to 1 whose
meaning stands in `SENTENCE_FEATURES`; and for a choice of sentences the features of its confidence. Pure; knows no weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beleg.language.analysis import is_identifier, is_stop_word, stem, words_of
from beleg.language.sentences import sentences
from beleg.providers.contract import WritingTask
from beleg.providers.question_types import kind_of, offers
from beleg.records import Retrieved

SENTENCE_FEATURES: dict[str, str] = {
    "coverage": "share of the question's rarity-weighted stems in the sentence",
    "coverage_squared": "the same, squared: the last missing word counts most",
    "soft": "share found only in part (a common beginning of five letters, or inside a compound)",
    "beside": "share that the sentence before or after adds",
    "passage": "share found anywhere in the passage or its headings",
    "heading": "share found in the headings",
    "pairs": "share of the question's neighbouring words that stand near one another in the sentence",
    "density": "how close together the found words stand",
    "rank": "1 / rank of the passage",
    "relative": "score of the passage as a share of the best one's",
    "offers": "the question asks for a date, number, name, place, reason ... and the sentence has one",
    "misses": "the question asks for one and the sentence has none",
    "new": "content words beyond the question's own, 0 to 1 at 8 words",
    "long": "length beyond 30 words, in units of 30, at most 2",
    "first": "the sentence opens its passage",
    "question_mark": "the sentence is itself a question",
    "identifier_missing": "share of the question's numbers and codes that are not in the passage",
    "table_row": "the sentence is a row of a table",
}
CONFIDENCE_FEATURES: dict[str, str] = {
    "best": "log-odds of the best sentence, divided by 5",
    "margin": "log-odds of the best sentence minus those of the best one of another passage, divided by 5",
    "coverage": "coverage of the best sentence",
    "passage": "coverage of its passage",
    "rarest_missing": "rarity of the rarest word of the question that its passage lacks, as a share of the rarest possible",
    "missing": "number of the question's content words that its passage lacks, at most 3, divided by 3",
    "name_missing": "a capitalised word of the question is not in its passage",
    "identifier_missing": "share of the question's numbers and codes that its passage lacks",
    "strength": "score of the best passage for each unit of the question's rarity, at most 2",
    "lead": "how far the best passage's score is ahead of the next one's, as a share",
    "offers": "the best sentence has what the question asks for",
    "misses": "it has not",
    "words": "content words of the question, at most 10, divided by 10",
    "negation": "only one of question and sentence is negated",
}
_NEGATION = re.compile(r"\b(?:nicht|kein\w*|nie|niemals|ohne|not|no|never|n't|without|cannot|neither)\b", re.IGNORECASE)
_RAREST = 8.0
"""An IDF at which a word counts as rarest possible: one passage in about 3,000."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as sentences are held against it: its stems with their weights, its kind, its numbers and names."""

    text: str
    kind: str
    weights: Mapping[str, float]
    total: float
    order: tuple[str, ...]
    words: frozenset[str]
    identifiers: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence: `start` and `end` are offsets in its passage's text."""

    place: int
    start: int
    end: int
    features: Mapping[str, float]


def asked_in(task: WritingTask, language: str) -> Asked:
    """The question, with stems of this language."""
    words = [(word, at) for word, at, _ in words_of(task.question)]
    stems = [stem(word, language) for word, _ in words if not is_stop_word(word, language)]
    kept = list(dict.fromkeys(each for each in stems if each)) or [stem(word, language) for word, _ in words]
    weights = {each: max(0.3, task.idf.get(each, _RAREST if task.idf else 1.0)) for each in kept}
    return Asked(
        text=task.question,
        kind=kind_of(task.question),
        weights=weights,
        total=sum(weights.values()) or 1.0,
        order=tuple(stems),
        words=frozenset(word.lower() for word, _ in words),
        identifiers=frozenset(stem(word, language) for word, _ in words if is_identifier(word)),
        names=frozenset(
            stem(word, language) for word, at in words if at and word[:1].isupper() and not is_stop_word(word, language)
        ),
    )


def candidates(task: WritingTask, asked: Mapping[str, Asked]) -> list[Candidate]:
    """Every sentence of every passage with its features, in order of passage and place."""
    best = max((hit.score for hit in task.passages), default=0.0) or 1.0
    found: list[Candidate] = []
    for place, hit in enumerate(task.passages):
        found.extend(_sentences_of(place, hit, asked[hit.passage.language], hit.score / best))
    return found


def confidence_features(task: WritingTask, asked: Asked, best: Candidate, odds: float, other_odds: float) -> dict[str, float]:
    """The features of how sure it is that the best sentence carries the answer; see CONFIDENCE_FEATURES."""
    hit = task.passages[best.place]
    there = _stems(_whole(hit), hit.passage.language)
    lacking = {each: weight for each, weight in asked.weights.items() if each not in there and not _within(each, there)}
    scores = sorted((each.score for each in task.passages), reverse=True)
    top = scores[0] if scores else 0.0
    sentence = hit.passage.text[best.start : best.end]
    return {
        "best": odds / 5,
        "margin": (odds - other_odds) / 5,
        "coverage": best.features["coverage"],
        "passage": best.features["passage"],
        "rarest_missing": min(1.0, max(lacking.values(), default=0.0) / _RAREST),
        "missing": min(3, len(lacking)) / 3,
        "name_missing": float(any(name in lacking for name in asked.names)),
        "identifier_missing": best.features["identifier_missing"],
        "strength": min(2.0, top / asked.total),
        "lead": (top - scores[1]) / top if len(scores) > 1 and top > 0 else 1.0,
        "offers": best.features["offers"],
        "misses": best.features["misses"],
        "words": min(10, len(asked.weights)) / 10,
        "negation": float(bool(_NEGATION.search(asked.text)) != bool(_NEGATION.search(sentence))),
    }


def _sentences_of(place: int, hit: Retrieved, asked: Asked, relative: float) -> list[Candidate]:
    passage = hit.passage
    spans = sentences(passage.text, passage.language)
    tokens = [_tokens(passage.text[start:end], passage.language) for start, end in spans]
    held = [frozenset(token for token in each if token) for each in tokens]
    around = _stems(f"{' '.join(passage.heading)} {hit.document.title} {passage.context}", passage.language)
    everywhere = frozenset().union(*held, around) if held else around
    shared = {
        "passage": _share(asked, everywhere),
        "heading": _share(asked, around),
        "rank": 1 / (1 + place),
        "relative": relative,
        "identifier_missing": (len(asked.identifiers - everywhere) / len(asked.identifiers) if asked.identifiers else 0.0),
    }
    found: list[Candidate] = []
    for at, (start, end) in enumerate(spans):
        text = passage.text[start:end]
        if not held[at]:
            continue
        covered = _share(asked, held[at])
        near = frozenset().union(*held[max(0, at - 1) : at + 2])
        offered = offers(asked.kind, text, asked.words)
        typed = asked.kind != "other"
        found.append(
            Candidate(
                place,
                start,
                end,
                {
                    **shared,
                    "coverage": covered,
                    "coverage_squared": covered * covered,
                    "soft": _soft(asked, held[at]),
                    "beside": _share(asked, near) - covered,
                    "pairs": _pairs(asked, tokens[at]),
                    "density": _density(asked, tokens[at]),
                    "offers": float(typed and offered),
                    "misses": float(typed and not offered),
                    "new": min(1.0, sum(1 for each in held[at] if each not in asked.weights) / 8),
                    "long": min(2.0, max(0, len(tokens[at]) - 30) / 30),
                    "first": float(at == 0),
                    "question_mark": float(text.rstrip().endswith("?")),
                    "table_row": float(" | " in text),
                },
            )
        )
    return found


def _tokens(text: str, language: str) -> list[str]:
    """The stem of each word in order; "" for a stop word."""
    return ["" if is_stop_word(word, language) else stem(word, language) for word, _, _ in words_of(text)]


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(token for token in _tokens(text, language) if token)


def _whole(hit: Retrieved) -> str:
    return f"{hit.document.title} {' '.join(hit.passage.heading)} {hit.passage.context} {hit.passage.text}"


def _share(asked: Asked, held: frozenset[str]) -> float:
    return sum(weight for each, weight in asked.weights.items() if each in held) / asked.total


def _within(wanted: str, held: frozenset[str]) -> bool:
    """Whether a word is there in part: a common beginning, or one inside the other (compounds)."""
    if len(wanted) < 5:
        return False
    return any(len(each) >= 5 and (each[:5] == wanted[:5] or wanted in each or each in wanted) for each in held)


def _soft(asked: Asked, held: frozenset[str]) -> float:
    missing = ((each, weight) for each, weight in asked.weights.items() if each not in held)
    return sum(weight for each, weight in missing if _within(each, held)) / asked.total


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
