"""Fit the weights of the quoting writer on labelled questions.

    python benchmarks/fit_quote.py DATA_FOLDER [--every N] [--write]

In: XQuAD (German, English) and SQuAD 2.0 as in the data folder, and questions made of them (`question_variants.py`).
Out: the fitted weights, and with `--write` they stand in `src/beleg/providers/quote_weights.json`. The choice among the
sentences of a question is a conditional logit, first over what is cheaply measured of all, then over a closer look at the
best few; the confidence is a logistic regression; all with an L2 penalty and by Newton's method. Where the sense of a
feature is plain (a missing word never helps) a weight of the other sign is not allowed: such a feature is left out and the
rest fitted again. NoMIRACL tells which questions are answerable but not the words that answer: it is fitted on for the
confidence only, with answerable taken for right. `cross_validated` is what `answers.py` measures with: folds of whole
articles, so that no weight has seen an article it is measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beleg.language.normalise import fold
from beleg.providers import quote_features, quote_words
from beleg.providers.quote import WEIGHTS_FILE, choose, probability, rescored, score, sure_of
from beleg.providers.quote_confidence import CONFIDENCE_FEATURES
from beleg.providers.quote_evidence import CLOSELY, EVIDENCE_FEATURES, evidence
from beleg.providers.quote_features import SENTENCE_FEATURES, Candidate, candidates, worth_quoting
from beleg.providers.quote_words import Asked, asked_in
from question_sets import FOLDS, Labelled, read_all
from question_variants import variants

PENALTY = {"sentence": 2.0, "evidence": 2.0, "confidence": 4.0}
WEIGHTS = {"small": 0.5, "swapped": 1.0, "faq": 0.25, "absent": 0.5, "near": 0.5}
"""What a made question counts beside a real one."""
TRAP_WEIGHT = 0.25
"""What a question of SQuAD without an answer counts: a trap in the paragraph's own words, as people rarely ask."""
HELPS = frozenset(
    "coverage coverage_squared soft beside asked_above passage things pairs density rank relative offers offers_covered best "
    "margin alone complete offers_complete things_here unit counted deeds".split()
)
HARMS = frozenset(
    "misses question_mark missing partly mostly_missing missing_near rarest_missing thing_missing thing_missing_near "
    "name_missing identifier_missing negation unit_missing counted_missing year_elsewhere opposed "
    "extreme_missing rivals".split()
)
SURE = (*CONFIDENCE_FEATURES, *EVIDENCE_FEATURES)
NO_WORDS = frozenset({"nomiracl_de"})
"""Sets that tell which questions are answerable, but not the words that answer."""
ANSWERABLE_WEIGHT = 3.0
"""What a question of such a set counts for the confidence, with answerable for right."""
Model = dict[str, Any]
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question with its sentences measured once. `right[i]`: the i-th sentence holds the answer, in its own paragraph.

    `seen` keeps the evidence of the sentences that were looked at closely so far.
    """

    of: Labelled
    asked: Mapping[str, Asked]
    found: Sequence[Candidate]
    rows: Rows
    right: Sequence[bool]
    seen: dict[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the writer made of a question; `right` and `first`: one of its quotes, the first one, holds the answer."""

    set: str
    fold: int
    confidence: float
    right: bool
    first: bool
    answerable: bool
    known: bool
    features: Mapping[str, float]


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the gold answers stands in the text, whole words, spelling folded."""
    squeezed = _squeezed(text)
    return any(_squeezed(answer) in squeezed for answer in answers if answer)


def prepared(data: Path, every: int = 1) -> list[Prepared]:
    """Every question of the data folder and the made ones; with `every`, one in so many."""
    vars(quote_features)["read"] = lru_cache(maxsize=None)(quote_words.read)  # the same paragraphs are read for many questions
    questions: list[Labelled] = []
    for each in read_all(data):
        questions.extend(each.questions)
        questions.extend(variants(each, holds))
    return [_prepare(each) for each in questions[::every]]


def fit(questions: Sequence[Prepared]) -> dict[str, Model]:
    """The three models. Few weights on thousands of questions do not learn them by heart: the choice judged is the same's."""
    learn = [each for each in questions if each.of.answerable and any(each.right)]
    models = {"sentence": _fit_sentence(learn), "evidence": _model(0.0, [], []), "confidence": _model(0.0, [], [])}
    models["evidence"] = _fit_evidence(learn, models["sentence"])
    outcomes = [each for each in (outcome(one, models) for one in questions) if each.features]
    rows = np.array([[each.features.get(name, 0.0) for name in SURE] for each in outcomes])
    right = np.array([float(each.right if each.known else each.answerable) for each in outcomes])
    weights = np.array([_counts(each.set, each.answerable) for each in outcomes])
    models["confidence"] = _fit_confidence(rows, right, weights)
    middle = dict(zip(SURE, np.average(rows, axis=0, weights=weights), strict=True))
    models["confidence"]["middle"] = {name: round(float(middle[name]), 4) for name in models["confidence"]["weights"]}
    return models


def scored(each: Prepared, sentence: Model) -> list[float]:
    """The first scores of its sentences."""
    weights = sentence["weights"]
    return [float(x) for x in each.rows @ np.array([weights.get(name, 0.0) for name in SENTENCE_FEATURES])]


def closely(each: Prepared, scores: Sequence[float]) -> dict[int, Mapping[str, float]]:
    """What the writer would look at closely, measured once."""
    worth = sorted((at for at, one in enumerate(each.found) if worth_quoting(one)), key=lambda at: -scores[at])[:CLOSELY]
    for at in worth:
        if at not in each.seen:
            task, best = each.of.task, each.found[at]
            asked = each.asked[task.passages[best.place].passage.language]
            each.seen[at] = evidence(task, asked, best)
    return {at: each.seen[at] for at in worth}


def outcome(each: Prepared, models: Mapping[str, Any]) -> Outcome:
    """What the writer says with these models."""
    of = each.of
    known = of.set not in NO_WORDS
    if not each.found:
        return Outcome(of.set, of.fold, 0.0, False, False, of.answerable, known, {})
    first_scores = scored(each, models["sentence"])
    near = closely(each, first_scores)
    scores = rescored(models["evidence"], first_scores, near)
    chosen = choose(of.task, each.asked, each.found, scores)
    if not chosen:
        return Outcome(of.set, of.fold, 0.0, False, False, of.answerable, known, {})
    features = sure_of(of.task, each.asked, each.found, scores, near, chosen[0])
    confidence = probability(score(models["confidence"], features))
    right = of.answerable and any(each.right[at] for at in chosen)
    first = of.answerable and each.right[chosen[0]]
    return Outcome(of.set, of.fold, confidence, right, first, of.answerable, known, features)


def cross_validated(questions: Sequence[Prepared]) -> list[Outcome]:
    """The outcome of every question with models that have seen no question of its article."""
    found: list[Outcome] = []
    for number in range(FOLDS):
        models = fit([each for each in questions if each.of.fold != number])
        found.extend(outcome(each, models) for each in questions if each.of.fold == number)
    return found


def calibration_error(sure: Rows, right: Rows) -> float:
    """Mean distance of confidence from the share of right ones, over ten bins, weighed by their size."""
    bins = np.minimum(9, (sure * 10).astype(int))
    return float(
        sum(
            abs(sure[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean()
            for at in range(10)
            if (bins == at).any()
        )
    )


def main() -> None:
    """Print the weights fitted on everything; with --write, keep them. How good they are, `answers.py` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    questions = prepared(chosen.data, chosen.every)
    print(f"{len(questions)} questions")
    models: dict[str, Any] = fit(questions)
    print(json.dumps(models, indent=1))
    if chosen.write:
        models["about"] = {
            "fitted": date.today().isoformat(),  # noqa: DTZ011 (a day is enough)
            "by": "benchmarks/fit_quote.py",
            "on": sorted({each.of.set for each in questions}),
            "questions": sum(each.of.set not in NO_WORDS for each in questions),
        }
        WEIGHTS_FILE.write_text(json.dumps(models, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS_FILE.name}")


def _prepare(of: Labelled) -> Prepared:
    task = of.task
    asked = {language: asked_in(task, language) for language in {hit.passage.language for hit in task.passages}}
    found = candidates(task, asked)
    rows = np.array([[each.features[name] for name in SENTENCE_FEATURES] for each in found])
    right = [
        task.passages[each.place].passage_id in of.gold
        and holds(task.passages[each.place].passage.text[each.start : each.end], of.answers)
        for each in found
    ]
    return Prepared(of, asked, found, rows, right, {})


def _fit_sentence(questions: Sequence[Prepared]) -> Model:
    """Which of one question's sentences, by what is cheaply measured of them."""
    names = list(SENTENCE_FEATURES)
    rows = [(each, [at for at, one in enumerate(each.found) if worth_quoting(one)], each.rows) for each in questions]
    return _model(0.0, names, _fit_choice(names, rows, PENALTY["sentence"], []))


def _fit_evidence(questions: Sequence[Prepared], sentence: Model) -> Model:
    """Which of the best few, by a closer look; their first scores stay as they are."""
    names = list(EVIDENCE_FEATURES)
    rows, fixed = [], []
    for each in questions:
        scores = scored(each, sentence)
        near = closely(each, scores)
        table = np.zeros((len(each.found), len(names)))
        for at, measured in near.items():
            table[at] = [measured[name] for name in names]
        rows.append((each, list(near), table))
        fixed.append(np.array(scores))
    return _model(0.0, names, _fit_choice(names, rows, PENALTY["evidence"], fixed))


def _fit_choice(
    names: Sequence[str], rows: Sequence[tuple[Prepared, list[int], Rows]], penalty: float, fixed: Sequence[Rows]
) -> list[float]:
    """A conditional logit. Of several right ones the one that covers most is learnt; `fixed` scores are added to the odds."""
    blocks, starts, targets, weights, offsets, size = [], [], [], [], [], 0
    for number, (each, quotable, table) in enumerate(rows):
        right = [at for at in quotable if each.right[at]]
        if not right:
            continue
        best = max(right, key=lambda at: each.found[at].features["coverage"])
        kept = [at for at in quotable if at == best or not each.right[at]]
        starts.append(size)
        targets.append(size + kept.index(best))
        blocks.append(table[kept])
        offsets.append(fixed[number][kept] if fixed else np.zeros(len(kept)))
        weights.append(_counts(each.of.set, True))
        size += len(kept)
    design, given, goal, weigh = np.vstack(blocks), np.concatenate(offsets), np.array(targets), np.array(weights)
    return _signed(names, lambda kept: _conditional(design[:, kept], given, np.array([*starts, size]), goal, weigh, penalty))


def _conditional(design: Rows, given: Rows, ends: Any, goal: Any, weigh: Rows, penalty: float) -> Rows:
    """Newton's method for the conditional logit of questions whose rows begin at `ends`."""
    begin, sizes = ends[:-1], np.diff(ends)
    beta = np.zeros(design.shape[1])

    def chances(beta: Rows) -> tuple[Rows, float]:
        odds = given + design @ beta
        odds = odds - np.repeat(np.maximum.reduceat(odds, begin), sizes)
        chance = np.exp(odds) / np.repeat(np.add.reduceat(np.exp(odds), begin), sizes)
        return chance, float((weigh * np.log(np.maximum(chance[goal], 1e-300))).sum() - penalty / 2 * beta @ beta)

    chance, gain = chances(beta)
    for _ in range(30):
        middle = np.add.reduceat(design * chance[:, None], begin)
        gradient = ((design[goal] - middle) * weigh[:, None]).sum(0) - penalty * beta
        spread = (design * (chance * np.repeat(weigh, sizes))[:, None]).T @ design - (middle * weigh[:, None]).T @ middle
        step = np.linalg.solve(spread + penalty * np.eye(len(beta)), gradient)
        while np.abs(step).max() >= 1e-4:
            new_chance, new_gain = chances(beta + step)
            if new_gain > gain:
                beta, chance, gain = beta + step, new_chance, new_gain
                break
            step = step / 2  # too far: the likelihood must rise
        else:
            break
    return beta


def _fit_confidence(rows: Rows, labels: Rows, weights: Rows) -> Model:
    names = list(SURE)
    intercepts: list[float] = []

    def solve(kept: list[int]) -> Rows:
        design = np.hstack([np.ones((len(rows), 1)), rows[:, kept]])
        ridge = np.full(design.shape[1], PENALTY["confidence"])
        ridge[0] = 1e-6
        beta = np.zeros(design.shape[1])
        for _ in range(25):
            chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
            gradient = design.T @ (weights * (labels - chance)) - ridge * beta
            spread = weights * chance * (1 - chance)
            step = np.linalg.solve((design * spread[:, None]).T @ design + np.diag(ridge), gradient)
            beta += step
            if np.abs(step).max() < 1e-6:
                break
        intercepts.append(float(beta[0]))
        return beta[1:]

    fitted = _signed(names, solve)
    return _model(intercepts[-1], names, fitted)


def _signed(names: Sequence[str], solve: Any) -> list[float]:
    """Weights from `solve(columns)`, those of a forbidden sign left out one after the other, the worst first."""
    kept = list(range(len(names)))
    while True:
        beta = solve(kept)
        wrong = [-b if names[at] in HELPS else b if names[at] in HARMS else 0.0 for at, b in zip(kept, beta, strict=True)]
        worst = int(np.argmax(wrong))
        if wrong[worst] <= 0:
            found = dict(zip(kept, beta, strict=True))
            return [float(found.get(at, 0.0)) for at in range(len(names))]
        del kept[worst]


def _model(intercept: float, names: Sequence[str], weights: Sequence[float]) -> Model:
    return {
        "intercept": round(intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in zip(names, weights, strict=True) if weight},
    }


def _counts(name: str, answerable: bool) -> float:
    if name in NO_WORDS:
        return ANSWERABLE_WEIGHT
    made = WEIGHTS.get(name.rsplit("_", 1)[-1], 1.0)
    return made * (TRAP_WEIGHT if name in ("squad2_en", "squad2_en_small") and not answerable else 1.0)


def _squeezed(text: str) -> str:
    return f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in fold(text)).split())} "


if __name__ == "__main__":
    main()
