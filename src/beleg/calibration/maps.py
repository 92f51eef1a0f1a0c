"""From the writer's confidence to a probability: a curve that never falls, fitted on labelled cases.

In: cases with the writer's confidence and whether the answer was right. Out: a curve as plain values, and what it makes of a
confidence. Four kinds: `identity` (as it is), `platt` (two numbers), `beta` (three), `isotonic` (steps, smoothed). The
kind is chosen by cross-validated log loss; of kinds that do equally well, the one with the fewest numbers. Knows no store.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beleg.records import Case

Curve = Mapping[str, Any]
IDENTITY: Curve = {"kind": "identity"}
FOLDS = 10
FEWEST = 20
"""With fewer drafted answers nothing is fitted."""
FEWEST_ISOTONIC = 200
EDGE = 1e-4
RIDGE = 1.0
"""Pull of the fitted numbers towards the identity, as in one labelled case of average weight."""


def applied(curve: Curve, raw: float) -> float:
    """The probability that an answer of this confidence is right. 0 stays 0: nothing was drafted."""
    if raw <= 0:
        return 0.0
    kind = curve["kind"]
    if kind == "isotonic":
        return _between(curve["at"], curve["values"], raw)
    if kind in ("platt", "beta"):
        odds = curve["c"] + sum(weight * value for weight, value in zip(curve["weights"], _features(kind, raw), strict=True))
        return _probability(odds)
    return raw


def fit(cases: Sequence[Case]) -> Curve:
    """The curve that predicts best, judged by cross-validation. The same cases give the same curve."""
    drafted = [case for case in cases if case.raw > 0]
    right = sum(case.right for case in drafted)
    if len(drafted) < FEWEST or not 0 < right < len(drafted):
        return IDENTITY
    kinds = ["identity", "platt", "beta", *(["isotonic"] if len(drafted) >= FEWEST_ISOTONIC else [])]
    losses = {kind: _losses(cross_fitted(drafted, FITTERS[kind]), drafted) for kind in kinds}
    means = {kind: sum(losses[kind]) / len(drafted) for kind in kinds}
    best = min(kinds, key=lambda kind: means[kind])
    for kind in kinds:
        gaps = [a - b for a, b in zip(losses[kind], losses[best], strict=True)]
        mean = sum(gaps) / len(gaps)
        error = math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1) / len(gaps))
        if mean <= error:
            return FITTERS[kind](drafted)
    return FITTERS[best](drafted)


def cross_fitted(drafted: Sequence[Case], fitter: Callable[[Sequence[Case]], Curve]) -> list[float]:
    """For each case the probability by a curve that has not seen it. Folds are every tenth case."""
    found = [0.0] * len(drafted)
    for fold in range(FOLDS):
        curve = fitter([case for at, case in enumerate(drafted) if at % FOLDS != fold])
        for at in range(fold, len(drafted), FOLDS):
            found[at] = applied(curve, drafted[at].raw)
    return found


def _losses(probabilities: Sequence[float], cases: Sequence[Case]) -> list[float]:
    return [
        -math.log(min(1 - EDGE, max(EDGE, chance if case.right else 1 - chance)))
        for chance, case in zip(probabilities, cases, strict=True)
    ]


def _features(kind: str, raw: float) -> tuple[float, ...]:
    inside = min(1 - EDGE, max(EDGE, raw))
    if kind == "platt":
        return (math.log(inside / (1 - inside)),)
    return (math.log(inside), -math.log(1 - inside))


def _logistic(kind: str) -> Callable[[Sequence[Case]], Curve]:
    """Newton's method with a pull towards the identity. A number below nought, which would let the curve fall, becomes 0."""

    def fitted(cases: Sequence[Case]) -> Curve:
        rows = [_features(kind, case.raw) for case in cases]
        kept = list(range(len(rows[0])))
        right = sum(case.right for case in cases)
        yes, no = (right + 1) / (right + 2), 1 / (len(cases) - right + 2)  # a few labels never make anything certain
        labels = [yes if case.right else no for case in cases]
        while True:
            weights = _newton([(1.0, *(row[at] for at in kept)) for row in rows], labels)
            falling = [at for at, weight in zip(kept, weights[1:], strict=True) if weight < 0]
            if not falling:
                found = dict(zip(kept, weights[1:], strict=True))
                return {"kind": kind, "c": weights[0], "weights": [found.get(at, 0.0) for at in range(len(rows[0]))]}
            kept = [at for at in kept if at not in falling]

    return fitted


def _newton(rows: Sequence[tuple[float, ...]], labels: Sequence[float]) -> list[float]:
    size = len(rows[0])
    start = [0.0, *([1.0] * (size - 1))]
    weights = list(start)
    for _ in range(40):
        gradient = [-RIDGE * 0.25 * (weight - begin) for weight, begin in zip(weights, start, strict=True)]
        spread = [[RIDGE * 0.25 if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, label in zip(rows, labels, strict=True):
            chance = _probability(sum(weight * value for weight, value in zip(weights, row, strict=True)))
            for i in range(size):
                gradient[i] += (label - chance) * row[i]
                for j in range(size):
                    spread[i][j] += chance * (1 - chance) * row[i] * row[j]
        step = _solved(spread, gradient)
        shrink = min(1.0, 4.0 / max(1e-9, *(abs(each) for each in step)))
        weights = [weight + shrink * each for weight, each in zip(weights, step, strict=True)]
        if max(abs(each) for each in step) < 1e-8:
            break
    return weights


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss with pivots, for two or three unknowns."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            rows[below] = [a - factor * b for a, b in zip(rows[below], rows[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(rows[at][other] * found[other] for other in range(at + 1, size))
        found[at] = (rows[at][size] - rest) / rows[at][at]
    return found


def _isotonic(cases: Sequence[Case]) -> Curve:
    """Pooled neighbours; each block pulled towards the whole by two cases; straight lines between the blocks' middles."""
    ordered = sorted(cases, key=lambda case: case.raw)
    share = sum(case.right for case in ordered) / len(ordered)
    blocks: list[list[float]] = []  # right, count, sum of confidences
    for case in ordered:
        blocks.append([float(case.right), 1.0, case.raw])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    at = [block[2] / block[1] for block in blocks]
    values = [(block[0] + 2 * share) / (block[1] + 2) for block in blocks]
    for place in range(1, len(values)):
        values[place] = max(values[place], values[place - 1])
    return {"kind": "isotonic", "at": at, "values": values}


FITTERS: Mapping[str, Callable[[Sequence[Case]], Curve]] = {
    "identity": lambda _cases: IDENTITY,
    "platt": _logistic("platt"),
    "beta": _logistic("beta"),
    "isotonic": _isotonic,
}


def _between(places: Sequence[float], values: Sequence[float], raw: float) -> float:
    after = bisect_right(places, raw)
    if after == 0:
        return float(values[0])
    if after == len(places):
        return float(values[-1])
    left, right = places[after - 1], places[after]
    share = (raw - left) / (right - left)
    return float(values[after - 1] + share * (values[after] - values[after - 1]))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
