"""`beleg overview`: what the documents are about, and which repeat each other.

In: nothing, or sources. Out: themes with their documents, groups of near duplicates. Knows no path: the library groups.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Groups, Json, Sources, split_names
from beleg.cli.terminal import note, print_json, safe, say, styled
from beleg.records import DocumentRef, Overview

SHOWN = 4
"""Documents of a theme that are named; --json names all."""


def overview(
    source: Sources = None,
    themes: Annotated[int | None, typer.Option("--themes", min=1, help="How many themes; without it beleg decides.")] = None,
    groups: Groups = None,
    json: Json = False,
) -> None:
    """What the documents are about, and which repeat each other.

    Examples:

        beleg overview
        beleg overview --source handbook --themes 5
        beleg overview --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        found = workspace.overview(sources=tuple(source or ()), themes=themes, groups=split_names(groups, "--groups"))
    if json:
        print_json(found)
        return
    if not found.documents:
        say("There are no documents here that you may read. Run `beleg add FOLDER`.")
        return
    _print_themes(found)
    _print_duplicates(found)
    if found.left:
        note(f"{found.left:,} more documents were not looked at.", "dim")


def _print_themes(found: Overview) -> None:
    largest = max((len(theme.documents) for theme in found.themes), default=1)
    for theme in found.themes:
        bar = "█" * max(1, round(20 * len(theme.documents) / largest))
        say(f"{len(theme.documents):>5} {styled(bar, 'cyan')} {styled(safe(', '.join(theme.words) or '…'), 'bold')}")
        for each in theme.documents[:SHOWN]:
            say(f"      {_named(each)}")
        if len(theme.documents) > SHOWN:
            say(styled(f"      and {len(theme.documents) - SHOWN:,} more", "dim"))


def _print_duplicates(found: Overview) -> None:
    if not found.duplicates:
        return
    say()
    say(styled("These repeat each other:", "yellow"))
    for group in found.duplicates:
        say(f"  {_named(group.documents[0])}")
        for each, share in zip(group.documents[1:], group.shares[1:], strict=True):
            say(f"    {share:>4.0%}  {_named(each)}")


def _named(document: DocumentRef) -> str:
    return f"{safe(document.title)} {styled(safe(f'{document.source}/{document.path}'), 'dim')}"
