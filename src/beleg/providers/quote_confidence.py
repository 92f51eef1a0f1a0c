"""How sure it is that the best sentence carries the answer: what is measured for it, and its reasons in words.

In: a question, its sentences with their scores, the chosen one. Out: numbers from about 0 to 1 whose meaning stands in
`CONFIDENCE_FEATURES`; and for fitted weights, what each adds to the confidence, the heaviest reason first. Pure; the weights
themselves stand in `quote_weights.json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beleg.providers.contract import WritingTask
from beleg.providers.quote_features import Candidate, worth_quoting
from beleg.providers.quote_words import Asked, part_of, stems_in, weight_of, within, words_above

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
    "rivals": "share of the other passages whose best sentence scores nearly as well",
    "figure_asked": "the question asks for a figure or a date",
}
RIVAL = 1.5
"""A score this much below the best one's (log-odds) is a rival's."""
_NEGATION = re.compile(r"\b(?:nicht|kein\w*|nie|niemals|ohne|not|no|never|n't|without|cannot|neither)\b", re.IGNORECASE)


def confidence_features(
    task: WritingTask, asked: Asked, found: Sequence[Candidate], scores: Sequence[float], chosen: int
) -> dict[str, float]:
    """The features of the sentence `found[chosen]`, as far as they are not of its evidence; see CONFIDENCE_FEATURES."""
    best, score = found[chosen], scores[chosen]
    others = _best_elsewhere(found, scores, best.place)
    other_score = max((scores[at] for at in others), default=None)
    hit = task.passages[best.place]
    whole = stems_in(f"{words_above(hit)} {hit.passage.text}", hit.passage.language)
    nowhere = frozenset(each for each in best.lacking if each not in whole and not within(each, whole))
    sentence = hit.passage.text[best.start : best.end]
    heaviest = max(asked.weights.values(), default=1.0)
    away = len(asked.identifiers & best.lacking) / len(asked.identifiers) if asked.identifiers else 0.0
    there = not asked.things & (best.lacking | best.partly)
    half = part_of(asked, asked.things, best.partly - whole) / 2
    close = 1 - weight_of(asked, best.lacking)
    return {
        "best": score / 10,
        "margin": 0.0 if other_score is None else close * max(0.0, min(1.0, (score - other_score) / 5)),
        "alone": close if other_score is None else 0.0,
        "coverage": best.features["coverage"],
        "pairs": best.features["pairs"],
        "asked_above": best.features["asked_above"],
        "missing": weight_of(asked, nowhere),
        "partly": weight_of(asked, best.partly),
        "mostly_missing": max(0.0, weight_of(asked, best.lacking) - 0.3),
        "missing_near": weight_of(asked, best.lacking),
        "rarest_missing": max((asked.weights[each] for each in best.lacking), default=0.0) / heaviest,
        "thing_missing": part_of(asked, asked.things, nowhere) + half,
        "thing_missing_near": part_of(asked, asked.things, best.lacking) + half,
        "name_missing": float(bool(asked.names & best.lacking)),
        "identifier_missing": away,
        "complete": float(not best.lacking and not best.partly),
        "offers": best.features["offers"],
        "offers_complete": best.features["offers"] * float(there),
        "misses": best.features["misses"],
        "things_here": best.features["things"],
        "negation": float(bool(_NEGATION.search(asked.text)) != bool(_NEGATION.search(sentence))),
        "rivals": sum(scores[at] > score - RIVAL for at in others) / max(1, len(others)),
        "figure_asked": float(asked.kind in ("number", "date", "section")),
    }


def _best_elsewhere(found: Sequence[Candidate], scores: Sequence[float], place: int) -> list[int]:
    """The best sentence of each other passage, best first."""
    tops: dict[int, int] = {}
    for at, each in enumerate(found):
        if each.place != place and worth_quoting(each) and (each.place not in tops or scores[at] > scores[tops[each.place]]):
            tops[each.place] = at
    return sorted(tops.values(), key=lambda at: -scores[at])
