"""Whether a passage carries a sentence.

In: a sentence, the passages that shall carry it, its language. Out: `carried`, `contradicted` or `not_found` with a score,
and the reasons: which words differ from which. The differences are found by rules (`differences.py`, `turns.py`) and weighed
by a logistic model whose weights were fitted by `benchmarks/fit_supported.py` on planted faults and harmless changes. It
reads both in the language they are written in and translates nothing. Knows no store, and nothing of whether a passage is true.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from beleg.grounding.alignment import Aligned, align
from beleg.grounding.differences import differences
from beleg.grounding.items import Items, items_of
from beleg.grounding.turns import turns
from beleg.language.detect import detect_question
from beleg.language.normalise import find_quote
from beleg.records import Evidence, Reason, Support

WEIGHTS_FILE = Path(__file__).with_name("support_weights.json")
LIKE_ENOUGH = 0.5
"""A sentence of whose content no more than this stands in the window is not contradicted by it: it is about something else."""
CLASHES = frozenset(
    """opposite name_exchanged number_changed date_changed unit_changed price_changed roles_exchanged negation_added
    negation_dropped duty_changed limit_changed amount_changed how_often_changed order_changed certain_changed degree_changed
    list_item_moved certain_dropped duty_dropped""".split()
)
"""Differences in which the passage says another thing, not merely nothing. An ordinary word for another is none of them."""
ANSWERED = frozenset("opposite name_exchanged number_changed date_changed unit_changed price_changed".split())
"""Differences that speak of words of content: those are not missing, they are what is contradicted."""
COUNTED = (
    "opposite", "name_exchanged", "word_exchanged", "number_changed", "date_changed", "unit_changed", "unit_open",
    "number_elsewhere", "number_not_found", "date_more_exact", "name_not_found", "word_not_found", "list_item_added",
    "list_item_moved", "roles_exchanged", "negation_added", "negation_dropped", "duty_changed", "duty_added", "duty_dropped",
    "price_changed", "price_added", "limit_changed", "limit_added", "limit_dropped", "amount_changed", "amount_added",
    "amount_dropped", "only_added", "only_dropped", "how_often_changed", "how_often_added", "how_often_dropped",
    "certain_changed", "certain_added", "certain_dropped", "order_changed", "join_changed", "degree_changed",
    "elsewhere", "inserted",
)  # fmt: skip
"""The differences that are features: each by how often it was found, at most twice."""
SHARES = ("missing", "missing_much", "other_form", "far")
"""Further features: the share of content that stands nowhere, whether it is the greater part, that stands in another form, that
stands outside the window."""


def support(sentence: str, evidence: Sequence[Evidence], language: str = "") -> Support:
    """What the passages say of the sentence: the best verdict of any one of them, and where it rests on.

    Safe to repeat. A passage in which nothing of the sentence stands gives `not_found` with a score near 0.
    """
    found = Support("not_found", 0.0)
    spoken = language or detect_question(sentence)
    for number, each in enumerate(evidence):
        judged = _by_one(sentence, each, number, spoken)
        if _rank(judged) > _rank(found) or found.evidence < 0:
            found = judged
    return found


def with_opinion(judged: Support, entailed: float, contradicted: float, threshold: float) -> Support:
    """The verdict with a model's opinion of the same passage: it may carry what only other words say, and see a contradiction
    that no rule sees. A clash that was found by rule stands: models read over numbers and names.
    """
    if judged.verdict == "carried" and contradicted >= threshold:
        return replace(judged, verdict="contradicted", score=round(1 - contradicted, 4), reasons=(Reason("entailment"),))
    if judged.verdict == "not_found" and entailed >= threshold and not _numbers_differ(judged):
        return replace(judged, verdict="carried", score=round(entailed, 4), reasons=())
    return judged


def _numbers_differ(judged: Support) -> bool:
    return any(each.code.startswith(("number", "date", "unit", "negation")) for each in judged.reasons)


def measure(sentence: str, evidence: Evidence, language: str) -> tuple[Aligned, list[Reason], dict[str, float]]:
    """The alignment with one passage, the differences, and the features they make."""
    spoken = evidence.language or language
    said = items_of(sentence, language if language in ("de", "en") else spoken)
    aligned = align(said, items_of(evidence.text, said.language), _heading(evidence.heading, said.language))
    reasons = [*differences(aligned), *turns(aligned)]
    counts = Counter(each.code for each in reasons)
    features = {name: float(min(counts[name], 2)) for name in COUNTED if counts[name]}
    content = [at for at, item in enumerate(said.items) if item.content]
    if content:
        missing = sum(aligned.to[at] is None and at not in aligned.elsewhere for at in content) / len(content)
        features |= {
            "missing": missing,
            "missing_much": float(missing > LIKE_ENOUGH),
            "other_form": sum(0 < aligned.how[at] < 1 for at in content) / len(content),
            "far": sum(at in aligned.elsewhere for at in content) / len(content),
        }
    return aligned, reasons, features


@cache
def fitted() -> Mapping[str, Any]:
    """The fitted weights: an intercept, a weight per feature, and the score from which a sentence counts as carried."""
    return dict(json.loads(WEIGHTS_FILE.read_text("utf-8")))


def score_of(model: Mapping[str, Any], features: Mapping[str, float]) -> float:
    """The probability that these features stand for a sentence that is carried."""
    odds = model["intercept"] + sum(model["weights"].get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _by_one(sentence: str, evidence: Evidence, number: int, language: str) -> Support:
    words = _word_for_word(sentence, evidence, language)
    if words is not None:
        return Support("carried", 1.0, (), number, *words)
    aligned, reasons, features = measure(sentence, evidence, language)
    content = sum(item.content for item in aligned.said.items)
    if not content:
        return Support("not_found", 0.0, evidence=number)
    model = fitted()
    score = score_of(model, features)
    start, end = _span(aligned)
    telling = tuple(each for each in reasons if model["weights"].get(each.code, 0.0) < 0)
    if score >= model["threshold"]:
        return Support("carried", round(score, 4), (), number, start, end, features)
    clashes = any(each.code in CLASHES for each in telling) and _about_the_same(aligned, telling, content)
    return Support("contradicted" if clashes else "not_found", round(score, 4), telling, number, start, end, features)


def _about_the_same(aligned: Aligned, reasons: Sequence[Reason], content: int) -> bool:
    """Whether enough of the sentence stands in the window, beside what is contradicted there, for it to be about that."""
    items = aligned.said.items
    here = sum(place is not None for at, place in enumerate(aligned.to) if items[at].content)
    spans = [(each.start, each.end) for each in reasons if each.code in ANSWERED]
    answered = sum(
        items[at].content and aligned.to[at] is None and any(start <= items[at].start < end for start, end in spans)
        for at in range(len(items))
    )
    return here > LIKE_ENOUGH * (content - answered)


def _word_for_word(sentence: str, evidence: Evidence, language: str) -> tuple[int, int] | None:
    """Where whole sentences of the passage are these very words. A part of one may leave out what turns it."""
    said, text = sentence.strip(), evidence.text
    at = text.find(said) if said else -1
    span = (at, at + len(said)) if at >= 0 else find_quote(said, text) if "\n" in text or "\n" in said else None
    if span is None:
        return None
    edges = items_of(text, language if language in ("de", "en") else evidence.language or language).sentences
    whole = any(start == span[0] for start, _ in edges) and any(end == span[1] for _, end in edges)
    return span if whole else None


def _rank(judged: Support) -> tuple[float, ...]:
    """A passage that carries is better than one that contradicts, and one that contradicts tells more than one without it."""
    here = 1 - judged.features.get("missing", 1.0) - judged.features.get("far", 0.0)
    return (float(judged.verdict == "carried"), here if judged.verdict != "carried" else judged.score, judged.score)


def _span(aligned: Aligned) -> tuple[int, int]:
    """The sentences of the passage that the sentence was judged by."""
    spans = aligned.stands.sentences
    held = [aligned.stands.sentence_of[place] for place in aligned.used] or list(aligned.window)
    tied = sorted(set(held) & set(aligned.window)) or list(aligned.window)
    return spans[tied[0]][0], spans[tied[-1]][1]


def _heading(text: str, language: str) -> Items | None:
    return items_of(text, language) if text.strip() else None
