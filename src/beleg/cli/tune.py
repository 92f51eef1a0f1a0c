"""`beleg tune`: how much vectors count beside words, learnt for this workspace.

In: a file of labelled questions, or nothing. Out: by language the weight, and what it brings. Knows no path: the library
learns.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from beleg.cli.options import Json
from beleg.cli.progress import EVERY_S
from beleg.cli.terminal import note, print_json, print_table, safe, say
from beleg.records import LearntRanking, Progress

WORD = {True: "kept, too few questions", False: "learnt"}


def tune(
    questions: Annotated[
        Path | None, typer.Option("--questions", metavar="FILE", help="Labelled questions, one JSON object a line.")
    ] = None,
    json: Json = False,
) -> None:
    """Learn how much the vectors count beside the words.

    Without a file, questions are made of the documents: a sentence asks for the passage it was taken out of, a heading for
    what stands below it. A language with fewer than 40 questions keeps the cautious weight. The result stands in
    .beleg/ranking.json; remove the file to forget it.

    Examples:

        beleg tune
        beleg tune --questions questions.jsonl
        beleg tune --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        learnt = workspace.tune(questions, _Told())
    if json:
        print_json(learnt)
    else:
        _print(learnt)


class _Told:
    """A line on stderr now and then."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """So many questions are asked."""
        if time.monotonic() - self.last >= EVERY_S:
            self.last = time.monotonic()
            left = f", {progress.left_s:.0f} s left" if progress.left_s else ""
            note(f"{progress.done:,} of {progress.total:,} questions{left}")


def _print(learnt: LearntRanking) -> None:
    rows = [
        [
            each.language,
            str(each.questions),
            f"{each.weight:g}",
            WORD[each.kept],
            f"{each.before:.3f}",
            f"{each.after:.3f}",
            f"{each.after - each.before:+.3f}",
            f"{each.low:+.3f} to {each.high:+.3f}",
        ]
        for each in learnt.weights
    ]
    headings = ("language", "questions", "weight", "", "nDCG@10 words", "with vectors", "gain", "95 %")
    print_table(headings, rows, right=(1, 2, 4, 5, 6, 7))
    what = "questions made of the documents: good to compare with, not to boast with" if learnt.source == "synthetic" else ""
    say(f"Learnt from {safe(what or learnt.source)}.")
