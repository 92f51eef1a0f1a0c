"""Two runs side by side: what changed, by how much, how surely, and in which cases.

In: two evaluations. Out: a comparison. Only cases that both asked in the same words are paired. Asks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from beleg.checks import CHECKS
from beleg.errors import UserError
from beleg.evaluation.results import AskedCase, Evaluation
from beleg.evaluation.statistics import Paired, holm, paired

CONVINCING = 0.05
"""An adjusted p-value below this is called a difference."""

MAIN = ("right", "exact_match", "ndcg@10", "recall@10")
"""By the first of these that both runs have, a case is called better or worse."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric, its mean in each run over the cases it judged there. `better` is None where the difference may be chance."""

    metric: str
    first: float
    second: float
    paired: Paired
    higher_is_better: bool
    unit: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose main metric differs."""

    case: Mapping[str, Any]
    first: AskedCase
    second: AskedCase
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second run against the first. `left_out` cases stand in one of them only; `differs` are versions and settings."""

    first: Evaluation
    second: Evaluation
    pairs: int
    left_out: int
    metrics: tuple[Compared, ...]
    main: str
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    differs: Mapping[str, tuple[str, str]]


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """The comparison. Raises UserError where no case is in both, or their kinds differ."""
    if first.kind != second.kind:
        raise UserError("One run asked and the other only searched. Compare two of a kind; name them by id if names are alike.")
    pairs = _paired(first, second)
    if not pairs:
        raise UserError("The two runs have no question in common. Compare runs over the same data set.")
    shared = [each for each in first.plan["metrics"] if each in second.plan["metrics"]]
    compared = [found for each in shared if (found := _compared(each, pairs)) is not None]
    adjusted = holm([each.paired.p for each in compared])
    compared = [_judged(each, p) for each, p in zip(compared, adjusted, strict=True)]
    names = {each.metric for each in compared}
    main = next((each for each in (*MAIN, *(each.metric for each in compared)) if each in names), "")
    changes = _changes(main, pairs) if main else []
    sign = 1 if not main or _kind(main).higher_is_better else -1
    changes.sort(key=lambda each: -abs(each.after - each.before))
    return Comparison(
        first=first,
        second=second,
        pairs=len(pairs),
        left_out=len(first.cases) + len(second.cases) - 2 * len(pairs),
        metrics=tuple(compared),
        main=main,
        better=tuple(each for each in changes if sign * (each.after - each.before) > 0),
        worse=tuple(each for each in changes if sign * (each.after - each.before) < 0),
        differs=_differs(first, second),
    )


def _paired(first: Evaluation, second: Evaluation) -> list[tuple[AskedCase, AskedCase]]:
    """Cases with the same question in the same sources; ids may have moved. Of equal ones the first goes with the first."""
    there = _by_question(first)
    return [(there[key], each) for key, each in _by_question(second).items() if key in there]


def _by_question(evaluation: Evaluation) -> dict[tuple[str, str, int], AskedCase]:
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for each in evaluation.cases:
        key = each.case["question"], " ".join(each.case.get("sources", ()))
        found[*key, seen[key]] = each
        seen[key] += 1
    return found


def _compared(metric: str, pairs: list[tuple[AskedCase, AskedCase]]) -> Compared | None:
    before, after = [one.score(metric) for one, _ in pairs], [other.score(metric) for _, other in pairs]
    firsts, seconds = [each for each in before if each is not None], [each for each in after if each is not None]
    if not firsts or not seconds:
        return None
    kind = _kind(metric)
    means = sum(firsts) / len(firsts), sum(seconds) / len(seconds)
    return Compared(metric, *means, paired(before, after, kind.binary), kind.higher_is_better, kind.unit, None)


def _judged(each: Compared, adjusted: float) -> Compared:
    told = replace(each.paired, adjusted=adjusted)
    rises = (told.difference > 0) == each.higher_is_better
    return replace(each, paired=told, better=rises if adjusted < CONVINCING and told.difference else None)


def _changes(metric: str, pairs: list[tuple[AskedCase, AskedCase]]) -> list[Change]:
    found = []
    for one, other in pairs:
        before, after = one.score(metric), other.score(metric)
        if before is not None and after is not None and before != after:
            found.append(Change(other.case, one, other, before, after))
    return found


def _differs(first: Evaluation, second: Evaluation) -> dict[str, tuple[str, str]]:
    """What names the two runs and is not the same: versions, the data set, groups, settings."""
    told = []
    for each in (first, second):
        plan = each.plan
        told.append(
            {
                "data_set_sha256": each.data_set_sha256[:12],
                "groups": ", ".join(plan.get("groups", ())),
                "parallel": str(plan.get("parallel", "")),
                **{name: str(value) for name, value in each.versions.items()},
                **{name: str(value) for name, value in plan.get("settings", {}).items()},
            }
        )
    one, other = told
    names = [*one, *(name for name in other if name not in one)]
    return {name: (one.get(name, ""), other.get(name, "")) for name in names if one.get(name) != other.get(name)}


def _kind(metric: str) -> Any:
    return CHECKS.load(metric.partition("@")[0])
