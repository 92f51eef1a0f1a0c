"""`beleg compare`: two runs over a data set side by side.

In: two runs. Out: each metric of both with the difference, its interval and test, and the cases that changed. Knows no
measure: the library compares.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.evaluating import Report, write_report
from beleg.cli.evaluation_figures import print_comparison
from beleg.cli.options import Json
from beleg.cli.terminal import print_json

HELP = "Id, its first characters, name, `last`, or a file that --json wrote."


def compare(
    first: Annotated[str, typer.Argument(metavar="RUN_A", help=HELP)],
    second: Annotated[str, typer.Argument(metavar="RUN_B", help=HELP)],
    report: Report = None,
    json: Json = False,
) -> None:
    """Two runs over a data set side by side: what is better, what is worse, and what may be chance.

    Cases are paired by their question. Metrics of 0 and 1 are tested by McNemar's exact test, others by permutation;
    intervals are 95 %.

    Examples:

        beleg compare before after
        beleg compare baseline.json last --report change.html
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        comparison = workspace.compare(first, second)
        language = workspace.settings.evaluation.report_language
    if json:
        print_json(comparison)
    else:
        print_comparison(comparison)
    if report is not None:
        from beleg.evaluation.report.pages import comparison_page

        write_report(report, comparison_page(comparison, language))
