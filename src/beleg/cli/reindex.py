"""`beleg reindex`: the index is written anew from the state.

In: nothing. Out: how many passages it holds. Safe to stop and to repeat. Knows no path.
"""

from __future__ import annotations

from beleg.cli.options import Json
from beleg.cli.progress import watching
from beleg.cli.terminal import print_json, say


def reindex(json: Json = False) -> None:
    """Write a new index from what is stored, and switch to it.

    Helps when `beleg doctor` finds the index wanting, and embeds every passage after a change of [embeddings]. Searches go on
    in the old index meanwhile. Safe to stop and to repeat: no text is embedded twice.

    Examples:

        beleg reindex
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace, watching("reindex") as watch:
        passages = workspace.reindex(watch)
    if json:
        print_json({"passages": passages})
    else:
        say(f"The index is written anew: {passages:,} passages.")
