"""`beleg similar`: documents like a document.

In: a document's id or path. Out: a table. Knows no path: the library compares.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Groups, Json, split_names
from beleg.cli.terminal import print_json, print_table, say


def similar(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id, path, or source/path.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Documents to show at most.")] = 10,
    groups: Groups = None,
    json: Json = False,
) -> None:
    """Find documents that are like a document.

    Alike are documents that share the words that mark this one. 1.00 is as like as the document is to itself.

    Examples:

        beleg similar handbook/returns.md
        beleg similar 12 --limit 3 --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        found = workspace.similar(document, limit=limit, groups=split_names(groups, "--groups"))
    if json:
        print_json(found)
        return
    if not found:
        say("No document that may be read here is like it.")
        return
    rows = [
        (
            f"{each.score:.2f}",
            str(each.document.id),
            f"{each.document.source}/{each.document.path}",
            each.document.title,
            ", ".join(each.words),
        )
        for each in found
    ]
    print_table(("alike", "id", "document", "title", "words in common"), rows, right=(0, 1))
