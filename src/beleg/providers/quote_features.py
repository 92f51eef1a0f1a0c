"""What is measured of a sentence that may answer a question.

In: a question, passages best first. Out: for each sentence its span and its features, numbers from about 0 to 1 whose
meaning stands in `SENTENCE_FEATURES`; and for a choice of sentences the features of its confidence. Every weight of a word
is a share of its question's own weights, so that nothing here grows with the corpus. Pure; knows no fitted weights.
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
CONFIDENCE_FEATURES: dict[str, str] = {
    "best": "score of the best sentence, divided by 10",
    "margin": "score of the best sentence minus that of the best one of another passage, divided by 5, 0 to 1, times the "
    "share of the question's weight near the sentence; 0 without one",
    "alone": "no other passage has a sentence to quote: the share of the question's weight near the sentence",
    "coverage": "share of the question's rarity-weighted stems in the best sentence",
    "pairs": "share of the question's neighbouring words that stand near one another in it",
    "asked_above": "share of the question in a question of the text right above it",
    "missing": "share of the question's weight that passage and headings lack, even in part",
    "partly": "share of the question's weight that is near the sentence only inside a compound or as a part",
    "mostly_missing": "how far missing_near is beyond 0.3",
    "missing_near": "share that the sentence, the ones beside it and the headings lack, even in part",
    "rarest_missing": "weight of the heaviest word that is not near, as a share of the question's heaviest",
    "thing_missing": "share of the question's nouns and names that passage and headings lack; half where only a part is there",
    "thing_missing_near": "share of them that sentence, neighbours and headings lack; half where only a part is there",
    "name_missing": "a capitalised word of the question (not a German one: all nouns are) is not near",
    "identifier_missing": "share of the question's numbers and codes that are not near",
    "complete": "no word of the question is missing near the sentence",
    "offers": "the best sentence has what the question asks for",
    "offers_complete": "it has, and no noun or name of the question is missing near it",
    "misses": "the best sentence lacks what the question asks for",
    "things_here": "share of the question's nouns and names that stand in the sentence itself",
    "negation": "only one of question and sentence is negated",
}
_NEGATION = re.compile(r"\b(?:nicht|kein\w*|nie|niemals|ohne|not|no|never|n't|without|cannot|neither)\b", re.IGNORECASE)
_BEFORE_THINGS = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner unser unsere unseren unserem
    unserer     sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer kein keine keinen im am zum zur beim vom ins ans für
    viele viel welche welcher welches welchen welchem
    the a an my our your his her its their many much which what any for of in to with by from on at
    """.split()
)
_EVERY_WORD = 2.0
"""Added to each word's rarity: with few passages rarity says little, and the words count more alike."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as sentences are held against it: its stems with their shares of its weight, its kind, numbers and names.

    `things` are the stems that are nouns or names by their place or their capital.
    """

    text: str
    kind: str
    weights: Mapping[str, float]
    order: tuple[str, ...]
    words: frozenset[str]
    identifiers: frozenset[str]
    names: frozenset[str]
    things: frozenset[str]


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


@dataclass(frozen=True, slots=True)
class Read:
    """A text as sentences: spans, the stem of each word in order ("" for a stop word), the stems of each sentence."""

    spans: Sequence[tuple[int, int]]
    tokens: Sequence[Sequence[str]]
    held: Sequence[frozenset[str]]


def asked_in(task: WritingTask, language: str) -> Asked:
    """The question, with stems of this language."""
    words = [word for word, _, _ in words_of(task.question)]
    content = [(word, stem(word, language)) for word in words if not is_stop_word(word, language)]
    order = [each for _, each in content if each] or [stem(word, language) for word in words]
    unseen = max(task.idf.values(), default=1.0)
    raised = {each: max(0.0, task.idf.get(each, unseen)) + _EVERY_WORD for each in dict.fromkeys(order)}
    total = sum(raised.values()) or 1.0
    pairs = list(zip(["", *words], words, strict=False))
    capitals = {word for before, word in pairs if before and word[:1].isupper()}
    placed = {word for before, word in pairs if before.casefold() in _BEFORE_THINGS}
    return Asked(
        text=task.question,
        kind=kind_of(task.question),
        weights={each: weight / total for each, weight in raised.items()},
        order=tuple(order),
        words=frozenset(word.lower() for word in words),
        identifiers=frozenset(each for word, each in content if is_identifier(word)),
        names=frozenset(each for word, each in content if word in capitals and language != "de"),
        things=frozenset(each for word, each in content if word in capitals or word in placed),
    )


def read(text: str, language: str) -> Read:
    """The sentences of a text with their stems."""
    spans = sentences(text, language)
    tokens = [_tokens(text[start:end], language) for start, end in spans]
    return Read(spans, tokens, [frozenset(token for token in each if token) for each in tokens])


def candidates(task: WritingTask, asked: Mapping[str, Asked]) -> list[Candidate]:
    """Every sentence of every passage with its features, in order of passage and place."""
    best = max((hit.score for hit in task.passages), default=0.0) or 1.0
    found: list[Candidate] = []
    for place, hit in enumerate(task.passages):
        found.extend(_sentences_of(place, hit, asked[hit.passage.language], hit.score / best))
    return found


def confidence_features(
    task: WritingTask, asked: Asked, best: Candidate, score: float, other_score: float | None
) -> dict[str, float]:
    """The features of how sure it is that the best sentence carries the answer; see CONFIDENCE_FEATURES."""
    hit = task.passages[best.place]
    whole = _stems(f"{_above(hit)} {hit.passage.text}", hit.passage.language)
    nowhere = frozenset(each for each in best.lacking if each not in whole and not _within(each, whole))
    sentence = hit.passage.text[best.start : best.end]
    heaviest = max(asked.weights.values(), default=1.0)
    away = len(asked.identifiers & best.lacking) / len(asked.identifiers) if asked.identifiers else 0.0
    there = not asked.things & (best.lacking | best.partly)
    half = _part(asked, asked.things, best.partly - whole) / 2
    close = 1 - _weight(asked, best.lacking)
    return {
        "best": score / 10,
        "margin": 0.0 if other_score is None else close * max(0.0, min(1.0, (score - other_score) / 5)),
        "alone": close if other_score is None else 0.0,
        "coverage": best.features["coverage"],
        "pairs": best.features["pairs"],
        "asked_above": best.features["asked_above"],
        "missing": _weight(asked, nowhere),
        "partly": _weight(asked, best.partly),
        "mostly_missing": max(0.0, _weight(asked, best.lacking) - 0.3),
        "missing_near": _weight(asked, best.lacking),
        "rarest_missing": max((asked.weights[each] for each in best.lacking), default=0.0) / heaviest,
        "thing_missing": _part(asked, asked.things, nowhere) + half,
        "thing_missing_near": _part(asked, asked.things, best.lacking) + half,
        "name_missing": float(bool(asked.names & best.lacking)),
        "identifier_missing": away,
        "complete": float(not best.lacking and not best.partly),
        "offers": best.features["offers"],
        "offers_complete": best.features["offers"] * float(there),
        "misses": best.features["misses"],
        "things_here": best.features["things"],
        "negation": float(bool(_NEGATION.search(asked.text)) != bool(_NEGATION.search(sentence))),
    }


def _sentences_of(place: int, hit: Retrieved, asked: Asked, relative: float) -> list[Candidate]:
    passage = hit.passage
    text = read(passage.text, passage.language)
    headings = _stems(_above(hit), passage.language)
    everywhere = frozenset().union(*text.held, headings)
    asking = _stems(passage.heading[-1], passage.language) if passage.heading and _asks(passage.heading[-1]) else frozenset()
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
        partly = frozenset(each for each in absent if _within(each, near) or _within(each, above))
        absent -= frozenset(each for each in partly if _alike(each, near) or _alike(each, above))
        partly &= absent
        covered = frozenset(each for each in asked.weights if each in text.held[at])
        features = {
            **_where(asked, text.held[at], near, above, everywhere),
            **_form(asked, sentence, text.tokens[at], passage.language),
            "asked_above": 0.0
            if _asks(sentence)
            else _weight(asked, asked.weights.keys() & asking) / (1 if at == since else 2),
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
    asked: Asked, held: frozenset[str], near: frozenset[str], above: frozenset[str], everywhere: frozenset[str]
) -> dict[str, float]:
    """Each word of the question counts once, at the nearest place where it stands."""
    shares = {"coverage": 0.0, "soft": 0.0, "beside": 0.0, "passage": 0.0}
    for each, weight in asked.weights.items():
        if each in held:
            shares["coverage"] += weight
        elif _within(each, held):
            shares["soft"] += weight
        elif each in near or each in above or _within(each, above):
            shares["beside"] += weight
        elif each in everywhere:
            shares["passage"] += weight
    away = frozenset(each for each in asked.things if each not in held and not _within(each, held))
    return {
        **shares,
        "coverage_squared": shares["coverage"] ** 2,
        "things": 1.0 - _part(asked, asked.things, away) if asked.things else 0.0,
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


def _tokens(text: str, language: str) -> list[str]:
    return ["" if is_stop_word(word, language) else stem(word, language) for word, _, _ in words_of(text)]


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(token for token in _tokens(text, language) if token)


def _above(hit: Retrieved) -> str:
    return f"{hit.document.title} {' '.join(hit.passage.heading)} {hit.passage.context}"


def _weight(asked: Asked, stems: frozenset[str] | set[str]) -> float:
    return sum(asked.weights[each] for each in stems)


def _part(asked: Asked, of: frozenset[str], lacking: frozenset[str]) -> float:
    """The weight of those of `of` that are lacking, as a share of the weight of `of`; 0 where there are none."""
    total = _weight(asked, of)
    return _weight(asked, of & lacking) / total if total else 0.0


def _within(wanted: str, held: frozenset[str]) -> bool:
    """Whether a word is there in part: a common beginning, or one inside the other (compounds)."""
    if len(wanted) < 5:
        return False
    return any(
        len(each) >= 5 and (each[:5] == wanted[:5] or each.endswith(wanted) or wanted.endswith(each) or wanted in each[5:])
        for each in held
    )


def _alike(wanted: str, held: frozenset[str]) -> bool:
    """Whether another form of the word is there: the same beginning, and about as long."""
    return len(wanted) >= 5 and any(each[:5] == wanted[:5] and abs(len(each) - len(wanted)) <= 3 for each in held)


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
