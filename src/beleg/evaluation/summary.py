"""The figures of a run: each metric with its interval, risk against coverage, calibration, times, groups of cases.

In: an evaluation. Out: records of figures. Reads what was recorded and asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from beleg.checks import CHECKS
from beleg.checks.contract import Check, Expected, ModelCheck, RankingCheck, Subject
from beleg.evaluation.results import AskedCase, Evaluation
from beleg.evaluation.statistics import mean_interval

BINS = 10
FEW = 5
"""A group with fewer cases is not shown by itself: its figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric over the cases it could judge: mean with a 95 % interval; `whole` over the data set where that is another."""

    metric: str
    mean: float
    low: float
    high: float
    cases: int
    higher_is_better: bool
    binary: bool
    unit: str
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Answering from this confidence on: the share of questions answered, and the share of wrong ones among the answers."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Drafted answers with a confidence in one tenth: how sure beleg was on average, and how many were right."""

    low: float
    high: float
    confidence: float
    right: float
    cases: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. `aurc` is the area under risk against coverage, `calibration_error` the expected one."""

    figures: tuple[Figure, ...]
    outcomes: Mapping[str, int]
    failed: int
    aurc: float | None
    calibration_error: float | None
    times_ms: Mapping[str, float]

    def figure(self, metric: str) -> Figure | None:
        """The figure of a metric, None where it judged nothing."""
        return next((each for each in self.figures if each.metric == metric), None)


def summed_up(evaluation: Evaluation) -> Summary:
    """The figures of the cases that are done."""
    cases = evaluation.cases
    outcomes = {name: sum(each.outcome == name for each in cases) for name in sorted({each.outcome for each in cases})}
    curve, bins = risk_coverage(cases), reliability(cases)
    drafted = sum(each.cases for each in bins)
    return Summary(
        figures=tuple(figures(cases, evaluation.plan["metrics"])),
        outcomes=outcomes,
        failed=outcomes.get("failed", 0),
        aurc=sum(each.risk for each in curve) / len(curve) if curve else None,
        calibration_error=sum(abs(each.confidence - each.right) * each.cases for each in bins) / drafted if bins else None,
        times_ms=times([each.elapsed_ms for each in cases if each.outcome != "failed"]),
    )


def figures(cases: Sequence[AskedCase], metrics: Iterable[str]) -> list[Figure]:
    """Each metric over these cases, in the order given; metrics that judged nothing are left out."""
    found = []
    for metric in metrics:
        kind: type[Check] = CHECKS.load(metric.partition("@")[0])
        scores = [score for each in cases if (score := each.score(metric)) is not None]
        if scores:
            interval = mean_interval(scores, kind.binary, bounded=not kind.unit)
            told = (interval.mean, interval.low, interval.high, interval.cases)
            whole = None if issubclass(kind, RankingCheck | ModelCheck) else _over_all(kind, cases)
            found.append(Figure(metric, *told, kind.higher_is_better, kind.binary, kind.unit, whole))
    return found


def risk_coverage(cases: Sequence[AskedCase]) -> list[Point]:
    """The most certain drafts first: one point a draft. Questions without a draft are never answered."""
    judged = [each for each in cases if each.would_be_right is not None and each.confidence is not None]
    judged.sort(key=lambda each: -(each.confidence or 0.0))
    total = sum(each.confidence is not None for each in cases)
    points, wrong = [], 0
    for count, each in enumerate(judged, 1):
        wrong += not each.would_be_right
        points.append(Point(each.confidence or 0.0, count / total, wrong / count))
    return points


def today(cases: Sequence[AskedCase]) -> Point | None:
    """Where the run itself stands on that curve: what was answered, and what of it was wrong."""
    asked = [each for each in cases if each.confidence is not None]
    given = [each for each in asked if each.outcome == "answered" and each.would_be_right is not None]
    if not given:
        return None
    least = min(each.confidence or 0.0 for each in given)
    return Point(least, len(given) / len(asked), sum(not each.would_be_right for each in given) / len(given))


def reliability(cases: Sequence[AskedCase]) -> list[Bin]:
    """Drafts by tenths of their confidence; empty tenths are left out."""
    found = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [
            (each.confidence, each.would_be_right)
            for each in cases
            if each.would_be_right is not None
            and each.confidence is not None
            and (low <= each.confidence < high or (high == 1 and each.confidence == 1))
        ]
        if inside:
            sure = sum(confidence for confidence, _ in inside) / len(inside)
            found.append(Bin(low, high, sure, sum(right for _, right in inside) / len(inside), len(inside)))
    return found


def times(elapsed: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile (nearest rank) and the longest, in milliseconds."""
    if not elapsed:
        return {}
    ordered = sorted(elapsed)
    at: Callable[[float], float] = lambda share: ordered[min(len(ordered) - 1, int(share * len(ordered)))]  # noqa: E731
    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": ordered[-1]}


def groups(cases: Sequence[AskedCase]) -> dict[str, list[AskedCase]]:
    """The cases by language, tag, origin and answerable or not; groups of fewer than five, or of all, are left out."""
    found: dict[str, list[AskedCase]] = {}
    for each in cases:
        names = [f"language:{each.case.get('language') or '?'}", f"origin:{each.case.get('origin')}"]
        names += [f"tag:{tag}" for tag in each.case.get("tags", ())]
        names += [f"answerable:{str(each.case['answerable']).lower()}"] if each.case.get("answerable") is not None else []
        for name in names:
            found.setdefault(name, []).append(each)
    return {name: found[name] for name in sorted(found) if FEW <= len(found[name]) < len(cases)}


def _over_all(kind: type[Check], cases: Sequence[AskedCase]) -> float | None:
    if kind.over_all is Check.over_all:
        return None
    subjects = [
        Subject(each.case["question"], "", each.answer, expected=Expected(answers=tuple(each.case["answers"])))
        for each in cases
    ]
    return kind().over_all(subjects)
