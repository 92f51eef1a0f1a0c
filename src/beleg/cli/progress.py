"""How bringing documents in is shown: a bar in a terminal, sparse lines elsewhere, a summary at the end.

In: progress and reports. Out: lines on stderr, and a summary on stdout. Knows no path.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from beleg.cli.terminal import is_terminal, note, safe, say, styled
from beleg.records import Progress, SyncReport

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

EVERY_S = 5.0
INTERRUPTED = 130
"""The exit code after Ctrl-C."""
STYLE = {"quarantined": "yellow", "indexed": "green"}
TOLD = {"quarantined": "could not be read", "indexed": "read", "duplicates": "an exact duplicate", "unchanged": "unchanged"}


class Watch(ABC):
    """Takes each progress as it comes, and remembers what could not be read. Subclasses show it."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.failures: list[tuple[str, str]] = []
        self.stopping = False

    def __call__(self, progress: Progress) -> None:
        """One document ended, or the number of documents became known. Raises KeyboardInterrupt after a Ctrl-C."""
        failed = progress.state == "quarantined"
        if failed:
            self.failures.append((progress.path, progress.reason))
        if progress.path and (failed or self.verbose):
            told = TOLD.get(progress.state, progress.state)
            self.line(f"{safe(progress.path)}: {told}{f'. {safe(progress.reason)}' if progress.reason else ''}", progress.state)
        self.show(progress)
        if self.stopping:
            raise KeyboardInterrupt

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Ctrl-C: end between two documents. A second one ends at once, which is as safe as a power cut: nothing is lost."""
        # os.write, because the signal may have come in the middle of a print.
        clear = b"\r\x1b[2K" if is_terminal(sys.stderr) else b""
        if self.stopping:
            os.write(2, clear + b"Stopped at once. Nothing is lost: give the same command again.\n")
            os._exit(INTERRUPTED)
        self.stopping = True
        os.write(2, clear + b"Stopping after what is at hand; Ctrl-C again stops at once.\n")

    def line(self, text: str, state: str) -> None:
        """A line about one document."""
        note(text)

    @abstractmethod
    def show(self, progress: Progress) -> None:
        """How far it is."""


class Lines(Watch):
    """Without a terminal: a line now and then."""

    last = 0.0

    def show(self, progress: Progress) -> None:
        """A line every few seconds."""
        if self.last and time.monotonic() - self.last < EVERY_S:
            return
        self.last = time.monotonic()
        if progress.total:
            passages = f", {progress.passages:,} passages" if progress.unit == "documents" else ""
            note(f"{progress.done:,} of {progress.total:,} {progress.unit}{passages}{_left(progress)}")


class Shown(Watch):
    """In a terminal: a bar that moves."""

    def __init__(self, verbose: bool, bar: Bar, task: TaskID) -> None:
        super().__init__(verbose)
        self.bar, self.task = bar, task

    def line(self, text: str, state: str) -> None:
        """A line above the bar."""
        self.bar.console.print(text, style=STYLE.get(state), markup=False, highlight=False, overflow="fold")

    def show(self, progress: Progress) -> None:
        """Move the bar."""
        ended = progress.done == progress.total
        passages = f"{progress.passages:,} passages" if progress.unit == "documents" else progress.unit
        told = f"{passages}{', finishing' if ended else _left(progress)}"
        self.bar.update(self.task, total=max(progress.total, 1), completed=progress.done if progress.total else 1, told=told)


@contextmanager
def watching(what: str, verbose: bool = False) -> Iterator[Watch]:
    """What to give as `on_progress`, shown while the block runs. Ctrl-C ends the block between two steps."""
    if not is_terminal(sys.stderr):
        with _stoppable(Lines(verbose)) as lines:
            yield lines
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    told = TextColumn("{task.fields[told]}", markup=False)
    columns: list[Any] = [
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        told,
    ]
    bar = Bar(*columns, console=Console(stderr=True, highlight=False), transient=True)
    task = bar.add_task(safe(what), total=None, told="looking what is there")
    with bar, _stoppable(Shown(verbose, bar, task)) as shown:
        yield shown


@contextmanager
def _stoppable(watch: Watch) -> Iterator[Watch]:
    before = signal.signal(signal.SIGINT, watch.stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


def print_report(report: SyncReport, notes: Sequence[str] = ()) -> None:
    """What a sync did, in a line, then what it found wrong."""
    counts = [
        (report.indexed, f"{report.indexed:,} read ({report.passages:,} passages)"),
        (report.duplicates, f"{report.duplicates:,} exact {'duplicate' if report.duplicates == 1 else 'duplicates'}"),
        (report.unchanged, f"{report.unchanged:,} unchanged"),
        (report.regrouped, f"{report.regrouped:,} with new readers"),
        (report.relabelled, f"{report.relabelled:,} with new labels or dates"),
        (report.forgotten, f"{report.forgotten:,} forgotten"),
        (report.quarantined, styled(f"{report.quarantined:,} could not be read", "yellow")),
    ]
    told = ", ".join(text for count, text in counts if count)
    documents = "document" if report.found == 1 else "documents"
    name = styled(safe(report.source), "bold")
    say(f"{name}: {report.found:,} {documents}{f': {told}' if told else ''}. {report.seconds:.1f} s.")
    for problem in (*report.problems, *notes):
        note(safe(problem), "yellow")
    if not report.found and not report.problems:
        note("The folder holds no documents. Put some there and run `beleg sync`.", "yellow")


def _left(progress: Progress) -> str:
    if progress.left_s is None or progress.done == progress.total:
        return ""
    seconds = int(progress.left_s)
    return f", {seconds // 60}:{seconds % 60:02} left" if seconds >= 60 else f", {seconds} s left"
