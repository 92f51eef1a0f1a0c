"""`beleg key`: keys for people and programs that come over HTTP.

In: who holds it and their groups. Out: the key, once. Knows no server.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Command, Group, Json, split_names
from beleg.cli.terminal import note, print_json, safe, say

key = typer.Typer(
    name="key",
    cls=Group,
    rich_markup_mode=None,
)


@key.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Keys for people and programs that come over HTTP.

    Examples:

        beleg key add anna --groups staff,hr
        beleg key remove anna
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@key.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who holds the key.")],
    groups: Annotated[list[str], typer.Option("--groups", metavar="A,B", help="Groups of the holder.")],
    json: Json = False,
) -> None:
    """Make a key. It is shown once: only its hash is kept.

    Examples:

        beleg key add anna --groups staff,hr
        beleg key add website --groups public --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    given = split_names(groups, "--groups") or []
    with Workspace() as workspace:
        made = workspace.add_key(name, given)
    if json:
        print_json({"name": name, "groups": given, "key": made})
        return
    say(made)
    note(f"This key of {safe(name)} is shown once. Send it as `Authorization: Bearer KEY`.", "dim")


@key.command(cls=Command)
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who holds the key.")],
    json: Json = False,
) -> None:
    """Take a key back: it is refused from now on.

    Examples:

        beleg key remove anna
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        workspace.remove_key(name)
    if json:
        print_json({"name": name, "removed": True})
        return
    say(f"The key of {safe(name)} is taken back.")
