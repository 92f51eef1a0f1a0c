"""`beleg sources`: what the workspace reads, and what could not be read.

In: nothing. Out: a table, and a line for each document that was set aside. Knows no path.
"""

from __future__ import annotations

from beleg.cli.options import Json
from beleg.cli.terminal import print_json, print_table, safe, say, styled

ALWAYS = ("documents", "passages")
"""Counts that are shown even where they are zero."""


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
    columns: dict[str, list[int]] = {
        "documents": [each.documents for each in statuses],
        "duplicates": [each.duplicates for each in statuses],
        "failed": [each.quarantined for each in statuses],
        "passages": [each.passages for each in statuses],
    }
    counts = {name: values for name, values in columns.items() if any(values) or name in ALWAYS}
    rows = [
        (
            each.source.name,
            *(f"{values[at]:,}" for values in counts.values()),
            ", ".join(sorted(each.source.readers)),
            short_time(each.last_complete_sync) or "never",
            each.source.location,
        )
        for at, each in enumerate(statuses)
    ]
    print_table(("source", *counts, "readers", "complete sync", "folder"), rows, right=range(1, len(counts) + 1))
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
