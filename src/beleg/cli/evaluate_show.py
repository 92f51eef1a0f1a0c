"""`beleg evaluate show`: a run over a data set once more, its worst cases, its report.

In: a run. Out: figures, and the cases that went wrong. Knows no measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from beleg.cli.evaluating import Report, tell
from beleg.cli.options import Json
from beleg.cli.terminal import safe, say, styled

if TYPE_CHECKING:
    from beleg.evaluation.results import Evaluation

Run = Annotated[str, typer.Argument(metavar="RUN", help="Id, its first characters, name, `last`, or a file of --json.")]
WORST = 10


def show(
    run: Run = "last",
    report: Report = None,
    json: Json = False,
) -> None:
    """The figures of a run and the cases that went wrong.

    Examples:

        beleg evaluate show
        beleg evaluate show 4f1c0e9a --report first.html
        beleg evaluate show last --json > baseline.json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        evaluation = workspace.evaluation(run)
        language = workspace.settings.evaluation.report_language
    tell(evaluation, None, report, language, json)
    if not json:
        print_worst(evaluation)


def print_worst(evaluation: Evaluation) -> None:
    """The cases that went wrong, the worst first."""
    from beleg.evaluation.worst import worst_cases

    for each in worst_cases(evaluation)[:WORST]:
        say()
        say(styled(safe(each.case["question"]), "bold"))
        if each.problem:
            say(f"  {safe(each.problem)}")
            continue
        expected = "; ".join(each.case["answers"]) or "; ".join("|".join(wordings) for wordings in each.case["says"])
        say(f"  expected: {safe(expected or ('an answer' if each.case['answerable'] else 'no answer'))}")
        said = " ".join(claim.text for claim in each.answer.claims) if each.answer else ""
        if evaluation.kind == "answers":
            say(f"  said: {safe(' '.join(said.split()) or each.outcome)}")
        names = ", ".join(safe(document["document"]) for document in each.found[:3])
        say(styled(f"  found: {names or 'nothing'}", "dim"))
