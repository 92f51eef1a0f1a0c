"""Fit the weights of the quoting writer on labelled questions.

    python benchmarks/fit_quote.py DATA_FOLDER [--write]

In: XQuAD (German, English), SQuAD 2.0 and NoMIRACL as in the data folder. Out: figures by cross-validation over paragraphs,
and with `--write` the weights fitted on everything in `src/beleg/providers/quote_weights.json`. Both models are logistic
regressions with an L2 penalty, fitted by Newton's method. NoMIRACL has no gold words: there an answer counts as right
where the question is answerable, which is kinder than true; it takes part in the confidence alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from question_sets import FOLDS, Labelled, read_all

from beleg.language.normalise import fold
from beleg.providers import quote
from beleg.providers.quote import WEIGHTS_FILE, QuoteWriter
from beleg.providers.quote_features import CONFIDENCE_FEATURES, SENTENCE_FEATURES, asked_in, candidates

PENALTY = 1.0
Model = dict[str, Any]
Rows = NDArray[np.float64]


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the gold answers stands in the text, whole words, spelling folded."""
    plain = f" {' '.join(fold(text).split())} "
    spaced = "".join(letter if letter.isalnum() else " " for letter in plain)
    squeezed = f" {' '.join(spaced.split())} "
    return any(
        f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(answer)).split())} " in squeezed
        for answer in answers
        if answer
    )


def fit(features: Rows, labels: Rows, weights: Rows, names: Sequence[str]) -> Model:
    """Logistic regression with an L2 penalty on all but the intercept."""
    design = np.hstack([np.ones((len(features), 1)), features])
    beta = np.zeros(design.shape[1])
    ridge = np.full(design.shape[1], PENALTY)
    ridge[0] = 0.0
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weights * (labels - chance)) - ridge * beta
        spread = weights * chance * (1 - chance)
        step = np.linalg.solve((design * spread[:, None]).T @ design + np.diag(ridge + 1e-9), gradient)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return {
        "intercept": round(float(beta[0]), 4),
        "weights": {n: round(float(b), 4) for n, b in zip(names, beta[1:], strict=True)},
    }


def sentence_rows(questions: Sequence[Labelled]) -> tuple[Rows, Rows, Rows]:
    """Features, labels and weights of every sentence of answerable questions with gold words; each question weighs the same."""
    rows, labels, weights = [], [], []
    for each in questions:
        if not each.answers or not each.answerable:
            continue
        task = each.task
        found = candidates(task, {hit.passage.language: asked_in(task, hit.passage.language) for hit in task.passages})
        right = [
            task.passages[one.place].passage_id in each.gold
            and holds(task.passages[one.place].passage.text[one.start : one.end], each.answers)
            for one in found
        ]
        if not any(right):
            continue
        # one of several gold sentences is enough: the one with most of the question in it is the example
        best = max((at for at in range(len(found)) if right[at]), key=lambda at: found[at].features["coverage"])
        for at, one in enumerate(found):
            if right[at] and at != best:
                continue
            rows.append([one.features[name] for name in SENTENCE_FEATURES])
            labels.append(float(at == best))
            weights.append(1.0)
    return np.array(rows), np.array(labels), np.array(weights)


def drafts(questions: Sequence[Labelled], models: Mapping[str, Any]) -> list[tuple[Rows, float, bool, bool, bool]]:
    """For each question: confidence features, confidence, whether all / the first of its quotes hold the answer, answerable."""
    quote.fitted = lambda: models  # type: ignore[assignment]  # the writer reads its weights there; here they are being made
    writer = QuoteWriter()
    found = []
    for each in questions:
        draft = asyncio.run(writer.write(each.task))
        if each.answers or not each.answerable:
            right = each.answerable and any(holds(claim.text, each.answers) for claim in draft.claims)
            first = each.answerable and bool(draft.claims) and holds(draft.claims[0].text, each.answers)
        else:
            right = first = each.answerable
        features = np.array([draft.features.get(name, 0.0) for name in CONFIDENCE_FEATURES])
        found.append((features, draft.confidence if draft.claims else 0.0, right, first, each.answerable))
    return found


def fit_both(questions: Sequence[Labelled]) -> dict[str, Model]:
    """Both models from these questions. The confidence is fitted on choices made by a model that has not seen them."""
    names = list(SENTENCE_FEATURES)
    blank = {"intercept": 0.0, "weights": {}}
    rows: list[Rows] = []
    labels: list[float] = []
    for part in (0, 1):
        seen = [each for each in questions if each.fold % 2 != part]
        other = [each for each in questions if each.fold % 2 == part]
        sentence = fit(*sentence_rows(seen), names)
        for features, _, right, _, _ in drafts(other, {"sentence": sentence, "confidence": blank}):
            rows.append(features)
            labels.append(float(right))
    confidence = fit(np.array(rows), np.array(labels), np.ones(len(rows)), list(CONFIDENCE_FEATURES))
    return {"sentence": fit(*sentence_rows(questions), names), "confidence": confidence}


def main() -> None:
    """Print what cross-validation gives; with --write, keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    questions = read_all(chosen.data)
    print(f"{len(questions)} questions")
    results: dict[str, list[tuple[float, bool, bool, bool]]] = {}
    for fold_number in range(FOLDS):
        models = fit_both([each for each in questions if each.fold != fold_number])
        held_out = [each for each in questions if each.fold == fold_number]
        for each, (_, sure, right, first, answerable) in zip(held_out, drafts(held_out, models), strict=True):
            results.setdefault(each.set, []).append((sure, right, first, answerable))
    report(results)
    if chosen.write:
        models = fit_both(questions)
        models["about"] = {
            "fitted": date.today().isoformat(),  # noqa: DTZ011 (a day is enough)
            "by": "benchmarks/fit_quote.py",
            "on": sorted({each.set for each in questions}),
            "questions": len(questions),
        }  # type: ignore[assignment]  # a note beside the models
        WEIGHTS_FILE.write_text(json.dumps(models, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS_FILE.name}")


def report(
    results: Mapping[str, Sequence[tuple[float, bool, bool, bool]]], thresholds: Sequence[float] = (0.0, 0.3, 0.4, 0.5, 0.6)
) -> None:
    """For each set and threshold: coverage, right among the given, answerable refused, unanswerable answered."""
    for name, rows in results.items():
        sure = np.array([row[0] for row in rows])
        right = np.array([row[1] for row in rows])
        first = np.array([row[2] for row in rows])
        able = np.array([row[3] for row in rows])
        bins = np.minimum(9, (sure * 10).astype(int))
        gaps = [
            abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any()
        ]
        print(f"\n{name}: {len(rows)} questions, calibration error {sum(gaps):.3f}")
        print("threshold  coverage  right(any)  right(first)  refused  answered anyway")
        for least in thresholds:
            given = sure >= least
            share = right[given].mean() if given.any() else float("nan")
            one = first[given].mean() if given.any() else float("nan")
            refused = (~given)[able].mean() if able.any() else float("nan")
            anyway = given[~able].mean() if (~able).any() else float("nan")
            print(f"{least:9.2f} {given.mean():9.3f} {share:11.3f} {one:13.3f} {refused:8.3f} {anyway:16.3f}")


if __name__ == "__main__":
    main()
