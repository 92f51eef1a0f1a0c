"""`beleg explain`: why the passages of a question stand where they stand.

In: a question. Out: a table with the last place, the place in every stage and the main reasons. Knows no path: the library
explains.
"""

from __future__ import annotations

from typing import Annotated

import typer

from beleg.cli.options import Groups, Json, Sources, split_names
from beleg.cli.terminal import print_json, print_table, safe, say, styled
from beleg.records import Explained, Explanation

REASONS = 3
LEFT_OUT = "out"


def explain(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question to explain.")],
    limit: Annotated[int, typer.Option("--limit", "-n", help="Passages to show at most.")] = 10,
    source: Sources = None,
    groups: Groups = None,
    json: Json = False,
) -> None:
    """Show what each stage of a search ranked where, and why.

    A passage that a stage ranked high and a later one left out is shown with the place `out`. A figure behind a word is its
    share of the score by words.

    Examples:

        beleg explain "How many days of leave do I have?"
        beleg explain Urlaubsanspruch --limit 5
        beleg explain "Wer genehmigt Dienstreisen?" --json
    """
    text = " ".join(question)
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        told = workspace.explain(text, limit=limit, sources=tuple(source or ()), groups=split_names(groups, "--groups"))
    if json:
        print_json(told)
    elif not told.passages:
        say("Nothing found.")
    else:
        _print(told)


def _print(told: Explanation) -> None:
    for stage in told.stages:
        says = f": {safe(stage.says)}" if stage.says else ""
        say(f"{styled(safe(stage.name), 'bold')}, {stage.passages} passages{says}")
    say()
    names = [each.name for each in told.stages if each.passages]
    rows = [
        [
            str(each.rank or LEFT_OUT),
            *(_place(each, name) for name in names),
            _where(each),
            ", ".join(f"{reason.word} {reason.total:.1f}" for reason in each.reasons[:REASONS]),
        ]
        for each in told.passages
    ]
    print_table(["rank", *names, "passage", "words"], rows, right=range(len(names) + 1))


def _place(each: Explained, name: str) -> str:
    standing = next(one for one in each.standings if one.stage == name)
    return "–" if standing.rank is None or standing.score is None else f"{standing.rank} ({standing.score:.2f})"


def _where(each: Explained) -> str:
    heading = " > ".join(each.hit.passage.heading)
    also = f" (also in {', '.join(f'{one.source}/{one.path}' for one in each.hit.also)})" if each.hit.also else ""
    return f"{each.hit.document.source}/{each.hit.document.path}{f' · {heading}' if heading else ''}{also}"
