"""`beleg sources`: what the workspace reads, and what could not be read.

In: nothing. Out: a table, and a line for each document that was set aside. Knows no path.
"""

from __future__ import annotations

from beleg.cli.options import Json
from beleg.cli.terminal import print_json, print_table, safe, say, styled


def sources(json: Json = False) -> None:
    """Every source, and what could not be read and why.

    Examples:

        beleg sources
        beleg sources --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        statuses = workspace.sources()
    if json:
        print_json(statuses)
        return
    if not statuses:
        say("There are no sources yet. Run `beleg add FOLDER`.")
        return
    headings = (
        "source",
        "documents",
        "read",
        "duplicates",
        "pending",
        "failed",
        "passages",
        "readers",
        "last complete sync",
        "folder",
    )
    rows = [
        (
            each.source.name,
            *(f"{n:,}" for n in (each.documents, each.indexed, each.duplicates, each.pending, each.quarantined, each.passages)),
            ", ".join(sorted(each.source.readers)),
            short_time(each.last_complete_sync) or "never",
            each.source.location,
        )
        for each in statuses
    ]
    print_table(headings, rows, right=range(1, 7))
    for each in statuses:
        if each.failures:
            say()
            say(styled(f"{safe(each.source.name)}: could not be read", "yellow"))
        for path, reason in each.failures:
            say(f"  {safe(path)}: {safe(reason)}")
        if each.quarantined > len(each.failures):
            say(f"  and {each.quarantined - len(each.failures):,} more")
    if any(each.quarantined for each in statuses):
        say()
        say("`beleg sync --retry` tries them again.")


def short_time(moment: str | None) -> str:
    """A moment to the minute, in this machine's time zone."""
    from datetime import datetime

    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M") if moment else ""
