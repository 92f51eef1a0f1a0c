"""Answers word for word: chooses the sentences that answer, and says how sure it is. Needs no model.

In: a question and passages. Out: a draft of one to three claims, each a sentence of a passage with its exact span. The
choice is a logistic model over the features of `quote_features.py`; the confidence is a second one. Their weights are
fitted on labelled questions by `benchmarks/fit_quote.py` and stand in `quote_weights.json` with what they were fitted on.
Knows no store; promises nothing about truth beyond the words standing there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from beleg.providers.contract import Writer, WritingTask
from beleg.providers.quote_confidence import confidence_features
from beleg.providers.quote_evidence import CLOSELY, evidence
from beleg.providers.quote_features import Candidate, candidates, unquotable, worth_quoting
from beleg.providers.quote_reasons import why_confident
from beleg.providers.quote_words import Asked, asked_in
from beleg.records import Citation, Claim, Draft

WEIGHTS_FILE = Path(__file__).with_name("quote_weights.json")
FURTHER = -1.2
"""A further claim's score may be this much below the best one's (log-odds)."""
ADDS = 0.1
"""A further claim adds at least this share of the question's weight."""
LONGEST_CHARACTERS = 700
"""A longer sentence is no quote a person reads; it is passed over while there is another."""
_GOES_ON = re.compile(r"(?:Sie|Er|Es|Dies|Diese[rsmn]?|Dabei|Dazu|Dann|Davon|Das gilt|It|They|He|She|This|These|Those|Then)\b")


class QuoteWriter(Writer):
    """Quotes the sentences that answer the question."""

    async def write(self, task: WritingTask) -> Draft:
        """The best sentences as claims, the best one first; none where no passage shares a word with the question."""
        weights = fitted()
        asked = {language: asked_in(task, language) for language in {each.passage.language for each in task.passages}}
        found = candidates(task, asked)
        scores = [score(weights["sentence"], each.features) for each in found]
        closely = looked_at_closely(task, asked, found, scores)
        scores = rescored(weights["evidence"], scores, closely)
        chosen = choose(task, asked, found, scores)
        if not chosen:
            return Draft((), 0.0)
        features = sure_of(task, asked, found, scores, closely, chosen[0])
        confidence = probability(score(weights["confidence"], features))
        claims = tuple(_claim(task, found[at]) for at in chosen)
        return Draft(claims, round(confidence, 4), features, tuple(why_confident(weights["confidence"], features)))


@cache
def fitted() -> Mapping[str, Any]:
    """The fitted weights: for `sentence` and `confidence` an intercept and a weight per feature."""
    return dict(json.loads(WEIGHTS_FILE.read_text("utf-8")))


def score(model: Mapping[str, Any], features: Mapping[str, float]) -> float:
    """Intercept plus weighted features."""
    weights = model["weights"]
    return float(model["intercept"] + sum(weights.get(name, 0.0) * value for name, value in features.items()))


def probability(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def looked_at_closely(
    task: WritingTask, asked: Mapping[str, Asked], found: Sequence[Candidate], scores: Sequence[float]
) -> dict[int, dict[str, float]]:
    """The best few sentences by their scores, each with its evidence."""
    worth = sorted((at for at, each in enumerate(found) if worth_quoting(each)), key=lambda at: -scores[at])[:CLOSELY]
    return {at: evidence(task, asked[task.passages[found[at].place].passage.language], found[at]) for at in worth}


def rescored(model: Mapping[str, Any], scores: Sequence[float], closely: Mapping[int, Mapping[str, float]]) -> list[float]:
    """The scores with what the evidence adds; a sentence not looked at closely gets the least of what the others got."""
    adds = {at: score(model, each) for at, each in closely.items()}
    least = min(adds.values(), default=0.0)
    return [each + adds.get(at, least) for at, each in enumerate(scores)]


def sure_of(
    task: WritingTask,
    asked: Mapping[str, Asked],
    found: Sequence[Candidate],
    scores: Sequence[float],
    closely: Mapping[int, Mapping[str, float]],
    chosen: int,
) -> dict[str, float]:
    """The features of the confidence in the sentence `found[chosen]`."""
    its = asked[task.passages[found[chosen].place].passage.language]
    seen = closely.get(chosen) or evidence(task, its, found[chosen])
    return {**confidence_features(task, its, found, scores, chosen), **seen}


def choose(task: WritingTask, asked: Mapping[str, Asked], found: Sequence[Candidate], scores: Sequence[float]) -> list[int]:
    """The best sentence; the items it introduces; else the next sentence that goes on from it, and others that add words."""
    worth = [at for at, each in enumerate(found) if worth_quoting(each)]
    order = sorted(worth, key=lambda at: (-scores[at], found[at].place, found[at].start))
    readable = [at for at in order if found[at].end - found[at].start <= LONGEST_CHARACTERS] or order
    if not readable or task.claims < 1:
        return []
    first = readable[0]
    best = found[first]
    text = _plain(task, best)
    after = [at for at in _after(task, found, best) if _plain(task, found[at]) != text]
    if text.endswith(":"):
        return [first, *after][: task.claims]
    chosen, said, covered = [first], {text}, set(best.covered)
    if after and _GOES_ON.match(_plain(task, found[after[0]])) and task.claims > 1:
        chosen.append(after[0])
        said.add(_plain(task, found[after[0]]))
        covered |= found[after[0]].covered
    for at in readable[1:]:
        if len(chosen) >= task.claims or scores[at] < scores[first] + FURTHER:
            break
        weights = asked[task.passages[found[at].place].passage.language].weights
        adds = sum(weights.get(each, 0.0) for each in found[at].covered - covered)
        if adds < ADDS or at in chosen or _plain(task, found[at]) in said:
            continue
        chosen.append(at)
        said.add(_plain(task, found[at]))
        covered |= found[at].covered
    return chosen


def _after(task: WritingTask, found: Sequence[Candidate], best: Candidate) -> list[int]:
    """The sentences right after `best` in its passage, in order, up to a question or one too long."""
    following: list[int] = []
    for at, each in enumerate(found):
        if each.place != best.place or each.number <= best.number or not any(map(str.isalpha, _plain(task, each))):
            continue  # a list's numbers may stand alone
        if unquotable(each) or each.end - each.start > LONGEST_CHARACTERS:
            break
        following.append(at)
    return following


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
