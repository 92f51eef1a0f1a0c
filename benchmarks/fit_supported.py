"""Fit the weights of the check `supported` on planted faults and harmless changes.

    python benchmarks/fit_supported.py DATA_FOLDER [--sentences N] [--write]

In: sentences of documents that `benchmarks/support.py` does not measure. Out: figures by cross-validation over documents, and
with `--write` the weights in `src/beleg/grounding/support_weights.json`. A logistic regression with an L2 penalty by Newton's
method. A difference never speaks for a sentence: a weight of the other sign is left out and the rest fitted again. Every kind
of fault counts the same, whatever its number; so does every kind of harmless change, and untouched sentences as much as all
those together. So the score is a probability where faults and sound sentences are equally many.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beleg.grounding.support import COUNTED, SHARES, WEIGHTS_FILE, measure, score_of
from changed import Changed
from real_sentences import FOLDS, TEST_FOLD
from support import cases, evidence_of

NAMES = (*COUNTED, *SHARES)
PENALTY = 3.0
ENOUGH = 200
"""A kind with fewer cases counts by their number: one odd sentence must not speak for a kind."""
SOFT = frozenset("elsewhere unit_open date_more_exact amount_dropped certain_added how_often_added limit_dropped".split())
PRIOR = {name: -1.0 if name in SOFT else -4.0 for name in COUNTED} | {"price_changed": -6.0} | dict.fromkeys(SHARES, 0.0)
"""What a weight is drawn to, and stays at where no case tells: a clash that is rare here is no smaller one."""
Rows = NDArray[np.float64]


def features_of(each: Changed) -> dict[str, float]:
    """What the model sees of a case."""
    return measure(each.text, evidence_of(each), each.real.place.language)[2]


def balanced(of: Sequence[Changed]) -> Rows:
    """Weights that make faults and sound sentences count the same, and each kind within them."""
    kinds = Counter((each.fault, each.kind) for each in of)
    faults = sum(fault for fault, _ in kinds)
    changes = max(1, len(kinds) - faults - 1)
    share = {
        (fault, kind): (1 / faults if fault else 0.5 if kind == "untouched" else 0.5 / changes) / max(count, ENOUGH)
        for (fault, kind), count in kinds.items()
    }
    return np.array([share[each.fault, each.kind] for each in of]) * len(of) / 2


def fit(rows: Rows, carried: Rows, weights: Rows) -> dict[str, Any]:
    """Intercept and weights; no difference helps."""
    active = list(range(len(NAMES)))
    while True:
        design = np.column_stack([np.ones(len(rows)), rows[:, active]])
        prior = np.array([0.0, *(PRIOR[NAMES[at]] for at in active)])
        beta = _newton(design, carried, weights, prior)
        wrong = [at for at, value in zip(active, beta[1:], strict=True) if value > 0]
        if not wrong:
            break
        active = [at for at in active if at not in wrong]
    found = {NAMES[at]: round(float(value), 4) for at, value in zip(active, beta[1:], strict=True)}
    return {"intercept": round(float(beta[0]), 4), "weights": found}


def _newton(design: Rows, carried: Rows, weights: Rows, prior: Rows) -> Rows:
    beta = prior.copy()
    penalty = np.diag([1e-6, *[PENALTY] * (design.shape[1] - 1)])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (weights * (carried - chance)) - penalty @ (beta - prior)
        bend = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(bend, slope)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-7:
            break
    return beta


def summary(of: Sequence[Changed], scores: Rows, threshold: float) -> str:
    """Faults found, by the mean of their kinds, and false alarms."""
    alarms: dict[tuple[bool, str], list[bool]] = {}
    for each, score in zip(of, scores, strict=True):
        alarms.setdefault((each.fault, each.kind), []).append(bool(score < threshold))
    shares = {kind: float(np.mean(found)) for kind, found in alarms.items()}
    found = np.mean([share for (fault, _), share in shares.items() if fault])
    harmless = np.mean([share for (fault, kind), share in shares.items() if not fault and kind != "untouched"])
    return f"faults {found:.3f}, untouched {shares[False, 'untouched']:.3f}, harmless {harmless:.3f}"


def main() -> None:
    """Fit, say how well, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=250, help="sentences a set")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    of = list(cases(given.data, given.sentences, False))
    found = [features_of(each) for each in of]
    rows = np.array([[each.get(name, 0.0) for name in NAMES] for each in found])
    carried = np.array([float(not each.fault) for each in of])
    folds = np.array([each.real.place.fold for each in of])
    scores = np.zeros(len(of))
    for fold in sorted(set(folds)):
        train = np.flatnonzero(folds != fold)
        model = fit(rows[train], carried[train], balanced([of[at] for at in train]))
        for at in np.flatnonzero(folds == fold):
            scores[at] = score_of(model, found[at])
    print(f"{len(of)} cases, cross-validated over {FOLDS - 1} folds of documents (fold {TEST_FOLD} is held back)")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        print(f"  threshold {threshold}: {summary(of, scores, threshold)}")
    model = fit(rows, carried, balanced(of))
    for name, weight in sorted(model["weights"].items(), key=lambda each: each[1]):
        print(f"  {name:20} {weight:7.2f}  seen {np.count_nonzero(rows[:, NAMES.index(name)])}")
    print("  intercept", model["intercept"])
    documents = len({(each.real.place.set, each.real.place.document) for each in of})
    if given.write:
        told = {
            "fitted_on": f"{len(of)} changed sentences of {documents} documents",
            "by": "benchmarks/fit_supported.py",
            "threshold": given.threshold,
            **model,
        }
        WEIGHTS_FILE.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
