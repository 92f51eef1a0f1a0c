"""Fit the weights of the quoting writer on labelled questions.

    python benchmarks/fit_quote.py DATA_FOLDER [--every N] [--write]

In: XQuAD (German, English) and SQuAD 2.0 as in the data folder, and questions made of them (`question_variants.py`).
Out: figures by cross-validation over whole articles, and with `--write` the weights fitted on everything in
`src/beleg/providers/quote_weights.json`. The choice among the sentences of a question is a conditional logit, the
confidence a logistic regression, both with an L2 penalty and by Newton's method. Where the sense of a feature is plain
(a missing word never helps) a weight of the other sign is not allowed: such a feature is left out and the rest fitted
again. NoMIRACL tells which questions are answerable but not the words that answer: it is measured, never fitted on.
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
from beleg.providers import quote_features
from beleg.providers.quote import WEIGHTS_FILE, choose, probability, score, sure_of, worth_quoting
from beleg.providers.quote_features import CONFIDENCE_FEATURES, SENTENCE_FEATURES, Asked, Candidate, asked_in, candidates
from question_sets import FOLDS, Labelled, read_all
from question_variants import variants

PENALTY = {"sentence": 2.0, "confidence": 4.0}
WEIGHTS = {"small": 0.5, "swapped": 1.0, "faq": 0.25, "absent": 0.5}
"""What a made question counts beside a real one."""
TRAP_WEIGHT = 0.25
"""What a question of SQuAD without an answer counts: a trap in the paragraph's own words, as people rarely ask."""
HELPS = frozenset(
    "coverage coverage_squared soft beside asked_above passage things pairs density rank relative offers "
    "offers_covered best margin complete offers_complete things_here".split()
)
HARMS = frozenset(
    "misses question_mark missing partly mostly_missing missing_near rarest_missing thing_missing thing_missing_near "
    "name_missing identifier_missing negation".split()
)
MEASURED_ONLY = frozenset({"nomiracl_de"})
Model = dict[str, Any]
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question with its sentences measured once. `right[i]`: the i-th sentence holds the answer, in its own paragraph."""

    of: Labelled
    asked: Mapping[str, Asked]
    found: Sequence[Candidate]
    rows: Rows
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the writer made of a question; `right` and `first`: one of its quotes, the first one, holds the answer."""

    set: str
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
    quote_features.read = lru_cache(maxsize=None)(quote_features.read)  # the same paragraphs are read for many questions
    questions: list[Labelled] = []
    for each in read_all(data):
        questions.extend(each.questions)
        questions.extend(variants(each, holds))
    return [_prepare(each) for each in questions[::every]]


def fit(questions: Sequence[Prepared]) -> dict[str, Model]:
    """Both models. Twenty weights on thousands of questions do not learn them by heart: the choice judged is the same's."""
    learn = [each for each in questions if each.of.set not in MEASURED_ONLY]
    sentence = _fit_sentence([each for each in learn if each.of.answerable and any(each.right)])
    outcomes = [outcome(each, {"sentence": sentence, "confidence": _model(0.0, [], [])}) for each in learn]
    rows = np.array([[each.features.get(name, 0.0) for name in CONFIDENCE_FEATURES] for each in outcomes if each.features])
    right = np.array([float(each.right) for each in outcomes if each.features])
    weights = np.array([_counts(each.set, each.answerable) for each in outcomes if each.features])
    return {"sentence": sentence, "confidence": _fit_confidence(rows, right, weights)}


def outcome(each: Prepared, models: Mapping[str, Any]) -> Outcome:
    """What the writer says with these models."""
    of = each.of
    known = of.set not in MEASURED_ONLY
    if not each.found:
        return Outcome(of.set, 0.0, False, False, of.answerable, known, {})
    weights = models["sentence"]["weights"]
    scores = [float(x) for x in each.rows @ np.array([weights.get(name, 0.0) for name in SENTENCE_FEATURES])]
    chosen = choose(of.task, each.asked, each.found, scores)
    if not chosen:
        return Outcome(of.set, 0.0, False, False, of.answerable, known, {})
    features = sure_of(of.task, each.asked, each.found, scores, chosen[0])
    confidence = probability(score(models["confidence"], features))
    right = of.answerable and any(each.right[at] for at in chosen)
    return Outcome(of.set, confidence, right, of.answerable and each.right[chosen[0]], of.answerable, known, features)


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


def report(outcomes: Sequence[Outcome], thresholds: Sequence[float] = (0.3, 0.4, 0.5, 0.6)) -> None:
    """For each set and threshold: coverage, right among the given, answerable refused, unanswerable answered anyway."""
    for name in sorted({each.set for each in outcomes}):
        rows = [each for each in outcomes if each.set == name]
        sure, right, first, able = (
            np.array([float(getattr(each, field)) for each in rows]) for field in ("confidence", "right", "first", "answerable")
        )
        known = rows[0].known
        error = f"{calibration_error(sure, right):.3f}" if known else "unknown (no gold words)"
        print(f"\n{name}: {len(rows)} questions, {able.mean():.0%} answerable, calibration error {error}")
        print("threshold  coverage  right(any)  right(first)  refused  answered anyway")
        for least in thresholds:
            given = sure >= least
            share = right[given].mean() if given.any() and known else float("nan")
            one = first[given].mean() if given.any() and known else float("nan")
            refused = (~given)[able > 0].mean() if (able > 0).any() else float("nan")
            anyway = given[able == 0].mean() if (able == 0).any() else float("nan")
            print(f"{least:9.2f} {given.mean():9.3f} {share:11.3f} {one:13.3f} {refused:8.3f} {anyway:16.3f}")


def main() -> None:
    """Print what cross-validation gives; with --write, keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    questions = prepared(chosen.data, chosen.every)
    print(f"{len(questions)} questions")
    report(cross_validated(questions))
    models: dict[str, Any] = fit(questions)
    print(json.dumps(models, indent=1))
    if chosen.write:
        models["about"] = {
            "fitted": date.today().isoformat(),  # noqa: DTZ011 (a day is enough)
            "by": "benchmarks/fit_quote.py",
            "on": sorted({each.of.set for each in questions} - MEASURED_ONLY),
            "questions": sum(each.of.set not in MEASURED_ONLY for each in questions),
        }
        WEIGHTS_FILE.write_text(json.dumps(models, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS_FILE.name}")


def _prepare(of: Labelled) -> Prepared:
    task = of.task
    asked = {hit.passage.language: asked_in(task, hit.passage.language) for hit in task.passages}
    found = candidates(task, asked)
    rows = np.array([[each.features[name] for name in SENTENCE_FEATURES] for each in found])
    right = [
        task.passages[each.place].passage_id in of.gold
        and holds(task.passages[each.place].passage.text[each.start : each.end], of.answers)
        for each in found
    ]
    return Prepared(of, asked, found, rows, right)


def _fit_sentence(questions: Sequence[Prepared]) -> Model:
    """A conditional logit: of one question's sentences, which. Of several right ones the one that covers most is learnt."""
    names = list(SENTENCE_FEATURES)
    blocks, starts, targets, weights, size = [], [], [], [], 0
    for each in questions:
        quotable = [at for at, one in enumerate(each.found) if worth_quoting(one)]
        right = [at for at in quotable if each.right[at]]
        if not right:
            continue
        best = max(right, key=lambda at: each.found[at].features["coverage"])
        kept = [at for at in quotable if at == best or not each.right[at]]
        starts.append(size)
        targets.append(size + kept.index(best))
        blocks.append(each.rows[kept])
        weights.append(_counts(each.of.set, True))
        size += len(kept)
    design, begin, goal, weigh = np.vstack(blocks), np.array(starts), np.array(targets), np.array(weights)
    sizes = np.diff([*starts, size])

    def chances(part: Rows, beta: Rows) -> tuple[Rows, float]:
        odds = part @ beta
        odds = odds - np.repeat(np.maximum.reduceat(odds, begin), sizes)
        chance = np.exp(odds) / np.repeat(np.add.reduceat(np.exp(odds), begin), sizes)
        gain = float((weigh * np.log(np.maximum(chance[goal], 1e-300))).sum() - PENALTY["sentence"] / 2 * beta @ beta)
        return chance, gain

    def solve(kept: list[int]) -> Rows:
        part = design[:, kept]
        beta = np.zeros(len(kept))
        chance, gain = chances(part, beta)
        for _ in range(30):
            middle = np.add.reduceat(part * chance[:, None], begin)
            gradient = ((part[goal] - middle) * weigh[:, None]).sum(0) - PENALTY["sentence"] * beta
            spread = (part * (chance * np.repeat(weigh, sizes))[:, None]).T @ part - (middle * weigh[:, None]).T @ middle
            step = np.linalg.solve(spread + PENALTY["sentence"] * np.eye(len(kept)), gradient)
            while np.abs(step).max() >= 1e-4:
                new_chance, new_gain = chances(part, beta + step)
                if new_gain > gain:
                    beta, chance, gain = beta + step, new_chance, new_gain
                    break
                step = step / 2  # too far: the likelihood must rise
            else:
                break
        return beta

    return _model(0.0, names, _signed(names, solve))


def _fit_confidence(rows: Rows, labels: Rows, weights: Rows) -> Model:
    names = list(CONFIDENCE_FEATURES)
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
    made = WEIGHTS.get(name.rsplit("_", 1)[-1], 1.0)
    return made * (TRAP_WEIGHT if name in ("squad2_en", "squad2_en_small") and not answerable else 1.0)


def _squeezed(text: str) -> str:
    return f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in fold(text)).split())} "


if __name__ == "__main__":
    main()
