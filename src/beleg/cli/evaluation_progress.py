"""How a run over a data set is shown while it goes: a bar in a terminal, sparse lines elsewhere.

In: progress. Out: lines on stderr. Ctrl-C ends the run; what is done is kept. Knows no path.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from beleg.cli.terminal import is_terminal, note, safe

if TYPE_CHECKING:
    from beleg.evaluation.runs import Asked

EVERY_S = 5.0


class _Lines:
    """Without a terminal: where it goes on, then a line now and then."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, asked: Asked) -> None:
        """A line, where there is something to say."""
        if asked.before and not asked.question:
            note(f"Going on: {asked.before:,} of {asked.total:,} cases are done already.")
        if time.monotonic() - self.last >= EVERY_S:
            self.last = time.monotonic()
            note(f"{asked.done:,} of {asked.total:,} cases{time_left(asked)}")


@contextmanager
def asking(what: str) -> Iterator[Callable[[Asked], None]]:
    """What to give as `on_progress`, shown while the block runs."""
    if not is_terminal(sys.stderr):
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    told = TextColumn("{task.fields[told]}", markup=False)
    columns: list[Any] = [
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        told,
    ]
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        task = bar.add_task(safe(what), total=None, told="")

        def show(asked: Asked) -> None:
            bar.update(task, total=max(asked.total, 1), completed=asked.done, told=time_left(asked).lstrip(", "))

        yield show


def time_left(asked: Asked) -> str:
    """How long it still takes, as a word to put behind a count."""
    if asked.left_s is None or asked.done == asked.total:
        return ""
    seconds = int(asked.left_s)
    return f", {seconds // 60}:{seconds % 60:02} left" if seconds >= 60 else f", {seconds} s left"
