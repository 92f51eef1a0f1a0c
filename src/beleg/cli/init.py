"""`beleg init`: a folder becomes a workspace.

In: a folder. Out: a beleg.toml with every setting explained, and a data folder. Safe to repeat. Knows no path.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from beleg.cli.add import bring_in
from beleg.cli.options import Json
from beleg.cli.terminal import is_terminal, print_json, safe, say, styled


def init(
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="The folder; made where it is not there.")] = ".",
    json: Json = False,
) -> None:
    """Make a workspace: a folder with a beleg.toml. One that is there already is left as it is.

    In a terminal it offers to add a folder with documents; Enter skips that. Elsewhere it asks nothing.

    Examples:

        beleg init
        beleg init ~/knowledge
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it
    from beleg.settings import FILE_NAME

    new = not (Path(folder).expanduser() / FILE_NAME).exists()
    with Workspace.init(folder) as workspace:
        if json:
            print_json({"root": workspace.root, "new": new})
            return
        say(f"{'A new workspace' if new else 'There is a workspace already'} in {styled(safe(str(workspace.root)), 'bold')}.")
        documents = _offer() if new and sys.stdin.isatty() and is_terminal(sys.stdout) else ""
        if documents:
            bring_in(workspace, documents)
    if not documents:
        here = workspace.root == Path.cwd()
        say(f'Next: {"" if here else f"cd {safe(str(workspace.root))} and "}`beleg add FOLDER`, then `beleg ask "…"`.')


def _offer() -> str:
    try:
        return input("A folder with documents to add now (Enter skips): ").strip()
    except EOFError:
        say()
        return ""
