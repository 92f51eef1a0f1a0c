"""`beleg sync`: the index follows the sources.

In: a source's name, or none for all. Out: a summary for each. Safe to stop and to repeat. Knows no path.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.add import failures_of
from beleg.cli.options import Json, Verbose
from beleg.cli.progress import print_report, watching
from beleg.cli.terminal import note, print_json, say
from beleg.records import as_json


def sync(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The source; all of them without it.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Also read again what could not be read.")] = False,
    verbose: Verbose = False,
    json: Json = False,
) -> None:
    """Bring every source, or one, up to date.

    Reads what changed and forgets what is gone. Safe to stop with Ctrl-C and to repeat.

    Examples:

        beleg sync
        beleg sync handbook --retry
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    told = []
    with Workspace() as workspace:
        names = [status.source.name for status in workspace.sources()] if name is None else [name]
        for each in names:
            with watching(each, verbose) as watch:
                (report,) = workspace.sync(each, retry=retry, on_progress=watch)
            told.append({**as_json(report), "failures": failures_of(watch.failures)})
            if not json:
                print_report(report)
        waiting = {status.source.name: status.quarantined for status in workspace.sources()}
    if json:
        print_json(told)
    elif not told:
        say("There are no sources yet. Run `beleg add FOLDER`.")
    elif failed := sum(waiting[each] for each in names):
        note(f"{failed:,} {'document' if failed == 1 else 'documents'} cannot be read. `beleg sources` says why.", "yellow")
