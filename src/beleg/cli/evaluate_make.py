"""`beleg evaluate make`: a data set from documents, from what was asked, from corrections.

In: a name and where the cases come from. Out: a file in evaluations/, and how many cases of which kind it holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from beleg.cli.options import Json
from beleg.cli.terminal import note, print_json, safe, say


def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The data set's name: the file is evaluations/NAME.jsonl.")],
    documents: Annotated[
        int, typer.Option("--from-documents", metavar="N", help="So many questions by rule from the documents.", min=0)
    ] = 0,
    runs: Annotated[bool, typer.Option("--from-runs", help="The questions that were asked here, with their answers.")] = False,
    feedback: Annotated[
        Path | None, typer.Option("--from-feedback", metavar="FILE", help="A JSONL file of corrections.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another number draws other questions from the documents.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
    json: Json = False,
) -> None:
    """Make a data set from documents, from what was asked, or from corrections.

    Questions from documents are made by rules and marked `synthetic`: they compare settings, they do not say how good
    beleg is for people. Questions that were asked carry the given answer as a proposal, marked `unreviewed`: read them
    before you measure by them. A correction is a line with `question` and `answer`, or `answerable: false`.

    Examples:

        beleg evaluate make first --from-documents 50
        beleg evaluate make asked --from-runs
        beleg evaluate make corrected --from-feedback corrections.jsonl
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        path, counts = workspace.make_data_set(
            name, documents=documents, from_runs=runs, feedback=feedback, seed=seed, force=force
        )
    if json:
        print_json({"path": str(path), "cases": counts})
        return
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    say(f"{safe(str(path))}: {sum(counts.values()):,} cases ({told}).")
    if "unreviewed" in " ".join(counts):
        note("Answers that were given are proposals. Correct them and take `unreviewed` away.", "yellow")
