"""Answers word for word: chooses the sentences that answer, and says how sure it is. Needs no model.

In: a question and passages. Out: a draft of one to three claims, each a sentence of a passage with its exact span. The
choice is a logistic model over the features of `quote_features.py`; the confidence is a second one. Their weights are
fitted on labelled questions by `benchmarks/fit_quote.py` and stand in `quote_weights.json` with what they were fitted on.
Knows no store; promises nothing about truth beyond the words standing there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from beleg.providers.contract import Writer, WritingTask
from beleg.providers.quote_features import Candidate, asked_in, candidates, confidence_features
from beleg.records import Citation, Claim, Draft

WEIGHTS_FILE = Path(__file__).with_name("quote_weights.json")
FURTHER = 0.55
"""A further claim needs this share of the best sentence's probability."""
NO_ODDS = -8.0
LONGEST_CHARACTERS = 700
"""A longer sentence is no quote a person reads; it is passed over while there is another."""


class QuoteWriter(Writer):
    """Quotes the sentences that answer the question."""

    async def write(self, task: WritingTask) -> Draft:
        """The best sentences as claims, the best one first; none where no passage shares a word with the question."""
        weights = fitted()
        asked = {each.passage.language: asked_in(task, each.passage.language) for each in task.passages}
        found = [each for each in candidates(task, asked) if each.features["coverage"] > 0 or each.features["soft"] > 0]
        if not found:
            return Draft((), 0.0)
        odds = [log_odds(weights["sentence"], each.features) for each in found]
        order = sorted(range(len(found)), key=lambda at: (-odds[at], found[at].place, found[at].start))
        chosen = _choose(task, found, odds, order)
        best = found[chosen[0]]
        other = max((odds[at] for at in order if found[at].place != best.place), default=NO_ODDS)
        features = confidence_features(task, asked[task.passages[best.place].passage.language], best, odds[chosen[0]], other)
        confidence = probability(log_odds(weights["confidence"], features))
        return Draft(tuple(_claim(task, found[at]) for at in chosen), round(confidence, 4), features)


@cache
def fitted() -> Mapping[str, Any]:
    """The fitted weights: for `sentence` and `confidence` an intercept and a weight per feature."""
    return dict(json.loads(WEIGHTS_FILE.read_text("utf-8")))


def log_odds(model: Mapping[str, Any], features: Mapping[str, float]) -> float:
    """Intercept plus weighted features."""
    weights = model["weights"]
    return float(model["intercept"] + sum(weights.get(name, 0.0) * value for name, value in features.items()))


def probability(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _choose(task: WritingTask, found: Sequence[Candidate], odds: Sequence[float], order: Sequence[int]) -> list[int]:
    """The best sentence, and further ones nearly as good that say something else."""
    readable = [at for at in order if found[at].end - found[at].start <= LONGEST_CHARACTERS] or list(order)
    chosen = readable[:1]
    least = FURTHER * probability(odds[chosen[0]])
    said = {_plain(task, found[chosen[0]])}
    for at in readable[1:]:
        if len(chosen) >= task.claims or probability(odds[at]) < least:
            break
        text = _plain(task, found[at])
        if text in said or found[at].features["question_mark"]:
            continue
        said.add(text)
        chosen.append(at)
    return chosen


def _plain(task: WritingTask, candidate: Candidate) -> str:
    return " ".join(task.passages[candidate.place].passage.text[candidate.start : candidate.end].split())


def _claim(task: WritingTask, candidate: Candidate) -> Claim:
    hit = task.passages[candidate.place]
    passage = hit.passage
    citation = Citation(
        document=hit.document.id,
        title=hit.document.title,
        version=passage.version,
        page=passage.page,
        heading=" > ".join(passage.heading),
        quote=passage.text[candidate.start : candidate.end],
        start=passage.start + candidate.start,
        end=passage.start + candidate.end,
        source=hit.document.source,
        path=hit.document.path,
        passage_id=hit.passage_id,
    )
    return Claim(_plain(task, candidate), (citation,))
