"""What the two commands that measure share: options, the work with its progress, and how the result is told.

In: what was typed. Out: progress on stderr, figures on stdout, a report in a file, exit code 20 where a gate is not passed.
Knows no measure: the library measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from beleg.cli.evaluation_figures import print_evaluation, print_gates
from beleg.cli.evaluation_progress import asking
from beleg.cli.terminal import note, print_json
from beleg.errors import StorageFailure
from beleg.records import as_json

if TYPE_CHECKING:
    from beleg.evaluation.gates import Outcome
    from beleg.evaluation.results import Evaluation

GATE_NOT_PASSED = 20
"""The exit code when a gate is not passed. Everything was measured and recorded all the same."""

DataSet = Annotated[str, typer.Argument(metavar="DATASET", help="A JSONL or YAML file, or its name in evaluations/.")]
Metrics = Annotated[
    list[str] | None, typer.Option("--metrics", metavar="A,B", help="Which metrics; without it the usual ones.")
]
Name = Annotated[str, typer.Option("--name", help="A name for this run; without it the data set's.")]
Resume = Annotated[
    bool | None,
    typer.Option(
        "--resume/--fresh",
        help="Insist on going on with an unfinished run, or begin anew; without it what fits.",
        show_default=False,
    ),
]
Gate = Annotated[bool, typer.Option("--gate", help="End with exit code 20 when a gate is not passed.")]
Report = Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write a report as one HTML file.")]


@dataclass(frozen=True, slots=True)
class Measuring:
    """What was typed."""

    kind: Literal["answers", "retrieval"]
    data_set: str
    metrics: Sequence[str] | None
    name: str
    groups: Sequence[str] | None
    resume: bool | None
    gate: bool
    report: Path | None
    json: bool


def measure(wanted: Measuring) -> None:
    """Measure, tell, write the report, hold the gates."""
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        if wanted.gate:
            workspace.gates(wanted.data_set)  # a gate that is not there or not understood is told before, not after
        with asking(wanted.data_set) as watch:
            evaluation = workspace.evaluate(
                wanted.data_set,
                kind=wanted.kind,
                metrics=wanted.metrics or (),
                groups=wanted.groups,
                name=wanted.name,
                resume=wanted.resume,
                on_progress=watch,
            )
        gates = workspace.gate(evaluation.id, wanted.data_set) if wanted.gate else None
        language = workspace.settings.evaluation.report_language
    tell(evaluation, gates, wanted.report, language, wanted.json)


def tell(evaluation: Evaluation, gates: Sequence[Outcome] | None, report: Path | None, language: str, json: bool) -> None:
    """The figures, or one JSON value; the report in its file. Raises typer.Exit where a gate is not passed."""
    if json:
        print_json({**as_json(evaluation), **({} if gates is None else {"gates": as_json(list(gates))})})
    else:
        print_evaluation(evaluation)
    if report is not None:
        from beleg.evaluation.report.pages import evaluation_page

        write_report(report, evaluation_page(evaluation, language, gates or ()))
    if gates is None:
        return
    if not json:
        print_gates(gates)
    if not all(each.passed for each in gates):
        raise typer.Exit(GATE_NOT_PASSED)


def write_report(path: Path, page: str) -> None:
    """Write the page, and say where. Raises StorageFailure where it cannot be written."""
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise StorageFailure(f"The report {str(path)!r} cannot be written: {error.strerror}. Name another place.") from error
    note(f"The report is in {path}.", "dim")
