"""`beleg show`: the record of a run.

In: a run's id, as `beleg ask` prints it. Out: the question, how it went step by step, and the answer as it was given.
Knows no path.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from beleg.cli.options import Json
from beleg.cli.sources import short_time
from beleg.cli.terminal import print_json, print_table, safe, say, styled

STEP_FIGURES = ("language", "passages", "documents", "claims", "removed", "index", "outcome")


def show(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run's id, as `beleg ask` prints it.")],
    json: Json = False,
) -> None:
    """How an answer came about, step by step.

    Examples:

        beleg show 4f1c0e9a7b3d4c55a0d2b8f6e1c39a70
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        record = workspace.run(run)
    if json:
        print_json(record)
        return
    say(styled(safe(record["question"]), "bold"))
    say(f"{short_time(record['started_at'])} · asked by {safe(record['asker'])} · {safe(_ended(record))}")
    say(" · ".join(f"{safe(name)} {safe(value)}" for name, value in record["versions"].items()))
    say()
    print_table(("step", "at ms", ""), [_row(step) for step in record["steps"]], right=(1,))
    _say_why(record)
    answer: dict[str, Any] | None = record["answer"]
    for claim in (answer or {}).get("claims", ()):
        say()
        say(safe(claim["text"], keep="\n"))
        for citation in claim["citations"]:
            page = f", page {citation['page']}" if citation["page"] is not None else ""
            place = safe(f"{citation['source']}/{citation['path']}{page}, characters {citation['start']} to {citation['end']}")
            say(styled(f"  {place}", "dim"))


def _say_why(record: dict[str, Any]) -> None:
    """What speaks for and against the answer, as its writer told it."""
    from beleg.providers.quote_reasons import in_words  # loaded when it is used: help does not wait for it

    reasons = [each for step in record["steps"] for each in step["data"].get("reasons", ())]
    if reasons:
        say()
        say("Why it is that sure, beside a question of the middle:")
    for reason, added in reasons:
        say(f"  {added:+.1f}  {safe(in_words(reason, added, 'en'))}")


def _ended(record: dict[str, Any]) -> str:
    if record["ended"] != "done":
        return str(record["ended"])
    return f"{record['outcome']}, confidence {record['confidence']:.2f}, {record['total_ms']:.0f} ms"


def _row(step: dict[str, Any]) -> tuple[str, str, str]:
    told = [f"{name} {step['data'][name]}" for name in STEP_FIGURES if name in step["data"]]
    return step["name"], f"{step['at_ms']:.1f}", ", ".join(told)
