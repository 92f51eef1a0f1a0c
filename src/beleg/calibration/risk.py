"""Risk control: the least confidence at which at most a stated share of the given answers is wrong, at a stated certainty.

In: labelled cases, the acceptable share, the certainty. Out: a certificate. Learn then Test (Angelopoulos and others, 2021)
with fixed-sequence testing: thresholds on a grid that no label has a say in are tested from the strictest on, each by the
exact binomial tail of the wrong among the given, until one fails; the last that passed is certified. Testing begins where
enough answers are given for the test to have power, and, with many labels, anew at two larger shares: the chance of error
is divided among the starts and handed on by whoever passes (Wiens and Dmitrienko's fallback). Where to start counts answers
and looks at no label.

The tests are stricter than the certainty (`level`): the labels have their luck, and so have the answers to come. What is
certified is to hold, at the stated certainty, for as many answers again as were given among the labels, and so all the more
in the long run; if the labels are a fair sample of the questions to come, and surer answers are not wrong more often. Knows
no store.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from beleg.records import Case, Certificate

LEAST_COVERAGE = 0.1
"""A guarantee on a smaller share of the questions is called vacuous."""
STARTS = (0.05, 0.15, 0.45)
"""Shares of the labelled questions answered at which a sequence of tests begins."""
STEP = 0.05
RANGE = 9.0
"""The grid of thresholds: log-odds from 9 down to -9 in steps of .05, then everything."""


@dataclass(frozen=True, slots=True)
class Point:
    """What happens at one threshold: answers given, wrong among them, the p-value of 'more are wrong than acceptable', and
    whether the sequence passed there."""

    threshold: float
    given: int
    wrong: int
    p_value: float
    passed: bool


@cache
def grid() -> tuple[float, ...]:
    """The thresholds that are tested, strictest first; the last lets every draft pass."""
    steps = round(2 * RANGE / STEP)
    return (*(1 / (1 + math.exp(-(RANGE - STEP * at))) for at in range(steps + 1)), 0.0)


def tail(count: int, wrong: int, share: float) -> float:
    """The probability of at most `wrong` of `count` when each is wrong with probability `share`."""
    if wrong >= count or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    if wrong > count * share:  # beyond the middle the other side is the short one: at least wrong + 1 wrong is as many right
        return max(0.0, 1 - tail(count, count - wrong - 1, 1 - share))
    term = total = math.exp(
        math.lgamma(count + 1)
        - math.lgamma(wrong + 1)
        - math.lgamma(count - wrong + 1)
        + wrong * math.log(share)
        + (count - wrong) * math.log1p(-share)
    )
    odds = (1 - share) / share
    for each in range(wrong, 0, -1):
        term *= odds * each / (count - each + 1)
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, total)


def upper_bound(count: int, wrong: int, certainty: float) -> float:
    """The largest share that `wrong` of `count` does not speak against: Clopper and Pearson's exact upper limit."""
    if wrong >= count:
        return 1.0
    low, high = wrong / count, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if tail(count, wrong, middle) > 1 - certainty:
            low = middle
        else:
            high = middle
    return high


@cache
def level(certainty: float) -> float:
    """The chance of error left to the tests. The difference of two samples varies by the square root of two more than one."""
    normal = NormalDist()
    return normal.cdf(-math.sqrt(2) * normal.inv_cdf(certainty))


@cache
def needed(acceptable: float, certainty: float) -> int:
    """The fewest given answers, none of them wrong, that certify anything."""
    return math.ceil(math.log(level(certainty)) / math.log1p(-acceptable) - 1e-9)


@cache
def advised(acceptable: float, certainty: float) -> int:
    """Given answers that certify the target when half the acceptable share of them is wrong."""
    count = needed(acceptable, certainty)
    while tail(count, math.floor(count * acceptable / 2), acceptable) > level(certainty):
        count += 1
    return count


@cache
def starts(labels: int, acceptable: float, certainty: float) -> tuple[int, ...]:
    """With how many given answers a sequence of tests begins. Depends on the size of the labelled set, not on what it says."""
    least = max(needed(acceptable, certainty), min(advised(acceptable, certainty), labels // 4))
    return tuple(sorted({max(least, round(share * labels)) for share in STARTS}))


def sequence(cases: Sequence[Case], acceptable: float, certainty: float) -> list[Point]:
    """Every threshold of the grid that is tested, in the order of the test, whether it passes or not."""
    surest = sorted((case for case in cases if case.raw > 0), key=lambda case: -case.raw)
    keys = [-case.raw for case in surest]
    wrongs = [0]
    for case in surest:
        wrongs.append(wrongs[-1] + (not case.right))
    begin = starts(len(cases), acceptable, certainty)
    share = level(certainty) / len(begin)
    points: list[Point] = []
    left, waiting = 0.0, list(begin)
    for threshold in grid():
        given = bisect_right(keys, -threshold) if threshold > 0 else len(surest)
        if points and points[-1].given == given:
            continue
        while waiting and given >= waiting[0]:
            left += share
            waiting.pop(0)
        if left > 0 or points:
            chance = tail(given, wrongs[given], acceptable)
            points.append(Point(threshold, given, wrongs[given], chance, passed=chance <= left))
            left = left if chance <= left else 0.0  # what fails loses its chance of error; what passes hands it on
    return points


def certify(cases: Sequence[Case], acceptable: float, certainty: float) -> Certificate:
    """The certificate for these cases. One that promises nothing says so in `vacuous`."""
    best = next((point for point in reversed(sequence(cases, acceptable, certainty)) if point.passed), None)
    drafted = [case for case in cases if case.raw > 0]
    base = sum(not case.right for case in drafted) / len(drafted) if drafted else 0.0
    labels = len(cases)
    least, enough = needed(acceptable, certainty), advised(acceptable, certainty)
    if best is None:
        why = "too_few" if len(drafted) < least else "nothing_certified"
        return Certificate(acceptable, certainty, labels, None, 0, 0, 1.0, 0.0, base, least, enough, why)
    bound = upper_bound(best.given, best.wrong, 1 - level(certainty))
    coverage = best.given / labels
    why = ""
    if coverage < LEAST_COVERAGE:
        why = "little_coverage"
    elif best.given < len(drafted) and bound >= base:
        why = "no_better_than_all"
    return Certificate(
        acceptable, certainty, labels, best.threshold, best.given, best.wrong, bound, coverage, base, least, enough, why
    )


def risk_coverage(cases: Sequence[Case]) -> list[tuple[float, float]]:
    """(share answered, share wrong among the answered), the surest first; answers of the same confidence come together."""
    surest = sorted((case for case in cases if case.raw > 0), key=lambda case: -case.raw)
    points, wrong = [], 0
    for at, case in enumerate(surest, 1):
        wrong += not case.right
        if at == len(surest) or surest[at].raw != case.raw:
            points.append((at / len(cases), wrong / at))
    return points
