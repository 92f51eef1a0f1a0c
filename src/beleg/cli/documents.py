"""`beleg documents`: the documents one by one.

In: a source's name, or none for all. Out: a table. Knows no path.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Json
from beleg.cli.terminal import note, print_json, print_table, say

STATES = {"indexed": "read", "quarantined": "could not be read"}


def documents(
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only those of this source.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Documents to show at most.")] = 50,
    after: Annotated[int, typer.Option("--after", metavar="ID", help="Begin behind the document with this id.")] = 0,
    json: Json = False,
) -> None:
    """The documents that you may read, one by one.

    `beleg sources` says why one could not be read.

    Examples:

        beleg documents
        beleg documents --source handbook --limit 200
        beleg documents --after 50 --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        found = workspace.documents(source, limit=limit, after=after)
    if json:
        print_json(found)
        return
    if not found:
        say("There are no documents here that you may read.")
        return
    rows = [
        (
            str(each.document.id),
            f"{each.document.source}/{each.document.path}",
            each.document.title,
            STATES[each.state],
            each.language,
            "" if each.pages is None else f"{each.pages:,}",
            f"{each.passages:,}",
        )
        for each in found
    ]
    print_table(("id", "document", "title", "state", "language", "pages", "passages"), rows, right=(0, 5, 6))
    if len(found) == limit:
        note(f"There may be more: `beleg documents --after {found[-1].document.id}` goes on.", "dim")
