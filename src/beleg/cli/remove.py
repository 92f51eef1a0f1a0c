"""`beleg remove`: a source and its documents are forgotten.

In: a source's name. Out: how many documents it had. The files in the folder stay untouched. Knows no path.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Json
from beleg.cli.terminal import print_json, safe, say


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The source, as `beleg sources` names it.")],
    json: Json = False,
) -> None:
    """Forget a source and all its documents. The files themselves are not touched.

    Examples:

        beleg remove handbook
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        documents = workspace.remove(name)
    if json:
        print_json({"source": name, "documents": documents})
    else:
        say(f"{safe(name)} and its {documents:,} {'document is' if documents == 1 else 'documents are'} forgotten.")
