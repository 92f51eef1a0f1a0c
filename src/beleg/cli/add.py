"""`beleg add`: a folder becomes a source, and its documents can be asked.

In: a folder, who may read it. Out: progress, each document that could not be read with its reason, a summary. Safe to
stop and to repeat. Knows no path: the library brings the documents in.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beleg.cli.options import Json, Verbose, split_names
from beleg.cli.progress import print_report, watching
from beleg.cli.terminal import print_json
from beleg.errors import UserError
from beleg.records import OWNER, as_json

if TYPE_CHECKING:
    from beleg.library import Workspace


def add(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The folder with the documents.")],
    readers: Annotated[
        list[str] | None,
        typer.Option(
            "--readers", metavar="GROUP", help="Groups that may read it: several times or A,B. Without it, the owner."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call the source; the folder's name without it.")] = None,
    include: Annotated[
        list[str] | None, typer.Option("--include", metavar="PATTERN", help="Only files like this, for example '*.md'.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="No files or folders like this.")
    ] = None,
    verbose: Verbose = False,
    json: Json = False,
) -> None:
    """Bring the documents of a folder in.

    Reads text, Markdown, HTML, PDF and DOCX. Safe to stop with Ctrl-C and to repeat: the same folder again reads only what
    changed. A document that cannot be read is set aside with its reason and stops no other.

    Examples:

        beleg add ~/handbook
        beleg add ./contracts --readers legal --readers board
        beleg add ./wiki --name wiki --include '*.md' --exclude 'drafts/*'
    """
    if not folder.strip():
        raise UserError("The folder's name is empty. Name the folder with the documents.")
    given = split_names(readers, "--readers")
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        bring_in(workspace, folder, given or [OWNER], name, include or (), exclude or (), verbose, json)


def bring_in(
    workspace: Workspace,
    folder: str,
    readers: Sequence[str] = (OWNER,),
    name: str | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    verbose: bool = False,
    json: bool = False,
) -> None:
    """Add a folder to an open workspace, showing how it goes."""
    with watching(name or Path(folder).resolve().name, verbose) as watch:
        report = workspace.add(folder, name=name, readers=readers, include=include, exclude=exclude, on_progress=watch)
    notes = _unseen(workspace, readers)
    if json:
        print_json({**as_json(report), "failures": failures_of(watch.failures), "notes": notes})
    else:
        print_report(report, notes)


def failures_of(failures: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Documents that could not be read, for JSON."""
    return [{"path": path, "reason": reason} for path, reason in failures]


def _unseen(workspace: Workspace, readers: Sequence[str]) -> list[str]:
    """That the owner will not find what they have just added, where that is so."""
    if not workspace.owner.groups.isdisjoint(readers):
        return []
    named = ", ".join(readers)
    says = f"You will not find these documents yourself: only {named} may read them, and you are in none of these groups."
    return [f"{says} Ask with --groups {','.join(readers)}, or add the group to owner.groups in beleg.toml."]
