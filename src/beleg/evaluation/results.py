"""A run over a data set as it was recorded, whole.

In: the state, and a run's id, its first characters, its name, `last`, or a file that `--json` wrote. Out: records with each
case's answer. Knows no measure and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beleg.errors import NotFound, UserError
from beleg.evaluation.recorded import answer_of
from beleg.records import Answer, Verdict
from beleg.stores.state import State


@dataclass(frozen=True, slots=True)
class AskedCase:
    """One case as it was asked: the case, the run's answer, what the checks said, and the documents found, best first."""

    ordinal: int
    case: Mapping[str, Any]
    outcome: str
    confidence: float | None
    elapsed_ms: float
    would_be_right: bool | None
    run_id: str | None
    verdicts: tuple[Verdict, ...]
    found: tuple[Mapping[str, Any], ...]
    problem: str = ""
    answer: Answer | None = None

    def score(self, metric: str) -> float | None:
        """The score of a metric, None where it had nothing to judge."""
        return next((each.score for each in self.verdicts if each.check == metric), None)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run over a data set. `ended` is `done` or `running`; a run that was cut off stays `running` until it is taken up."""

    id: str
    kind: str
    name: str
    started_at: str
    ended_at: str | None
    ended: str
    data_set: str
    data_set_sha256: str
    total: int
    plan: Mapping[str, Any]
    versions: Mapping[str, str]
    cases: tuple[AskedCase, ...]
    summary: Mapping[str, Any] = field(default_factory=dict)


async def read_evaluation(state: State, given: str) -> Evaluation:
    """The run that is meant. Raises NotFound, or UserError where several begin so."""
    row = _chosen(await state.evaluations(), given)
    return _evaluation(row, [_case(each) for each in await state.evaluation_cases(row["id"])])


def from_file(path: Path) -> Evaluation:
    """A run as `--json` wrote it, for comparing with one of another workspace. Raises UserError where it is none."""
    try:
        row = json.loads(path.read_text("utf-8"))
        cases = [_case({**each, "expected_case": each["case"]}) for each in row["cases"]]
        return _evaluation({**row, "cases": row["total"]}, cases)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path.name} is no run that `beleg evaluate … --json` wrote ({type(error).__name__}).") from error


def _chosen(rows: list[dict[str, Any]], given: str) -> dict[str, Any]:
    if given == "last" and (done := [row for row in rows if row["ended"] == "done"]):
        return done[0]
    exact = [row for row in rows if row["id"] == given]
    named = [row for row in rows if row["name"] == given and row["ended"] == "done"]
    begun = [row for row in rows if len(given) >= 4 and row["id"].startswith(given)]
    if exact or named:
        return (exact or named)[0]
    if len(begun) > 1:
        raise UserError(f"Several runs begin with {given!r}. Give more of the id; `beleg evaluate list` shows them.")
    if not begun:
        raise no_such_run(given)
    return begun[0]


def no_such_run(given: str) -> NotFound:
    """The error for a run that is not there, or not this reader's."""
    return NotFound(f"There is no run {given!r} over a data set. `beleg evaluate list` shows those there are.")


def _evaluation(row: Mapping[str, Any], cases: list[AskedCase]) -> Evaluation:
    return Evaluation(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        ended=row["ended"],
        data_set=row["data_set"],
        data_set_sha256=row["data_set_sha256"],
        total=row["cases"],
        plan=row["plan"],
        versions=row["versions"],
        cases=tuple(cases),
        summary=row["summary"] or {},
    )


def _case(row: Mapping[str, Any]) -> AskedCase:
    return AskedCase(
        ordinal=row["ordinal"],
        case=row["expected_case"],
        outcome=row["outcome"],
        confidence=row["confidence"],
        elapsed_ms=row["elapsed_ms"],
        would_be_right=row["would_be_right"],
        run_id=row["run_id"],
        verdicts=tuple(Verdict(**each) for each in row["verdicts"]),
        found=tuple(row["found"]),
        problem=row["problem"],
        answer=answer_of(row["answer"]),
    )
