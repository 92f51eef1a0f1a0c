"""`beleg evaluate list`: the runs over data sets.

In: nothing. Out: a line for each, newest first. Knows no path.
"""

from __future__ import annotations

from beleg.cli.evaluation_figures import print_runs
from beleg.cli.options import Json
from beleg.cli.terminal import print_json, say


def list_runs(json: Json = False) -> None:
    """The runs over data sets, newest first. One that was stopped shows how far it came.

    Examples:

        beleg evaluate list
        beleg evaluate list --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        rows = workspace.evaluations()
    if json:
        print_json(rows)
    elif rows:
        print_runs(rows)
    else:
        say("There are no runs yet. Run `beleg evaluate DATASET`.")
