"""How deep a question goes: our frames between the command and the writer."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import FrameType

import pytest

from beleg.cli.main import main
from beleg.library import Workspace
from beleg.providers.quote import QuoteWriter
from beleg.records import Draft

SOURCE = str(Path(__file__).parents[2] / "src" / "beleg")


def ours_outwards(frame: FrameType | None) -> list[str]:
    """Our functions on a thread's stack, the innermost first. Coroutines that await each other stand on it one by one."""
    names = []
    while frame is not None:
        if frame.f_code.co_filename.startswith(SOURCE):
            names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def test_the_writer_is_at_most_eight_of_our_frames_below_the_command(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leave.txt").write_text("Every employee has thirty days of paid leave per year.", "utf-8")
    workspace.add(tmp_path, include=["leave.txt"])
    seen: list[list[str]] = []

    async def write(_writer: QuoteWriter, _task: object) -> Draft:
        # The event loop has a thread of its own: the other half of the way stands on the thread that waits for it.
        command = sys._current_frames()[threading.main_thread().ident or 0]
        seen.append([*reversed(ours_outwards(command)), *reversed(ours_outwards(sys._getframe(1)))])
        return Draft((), 0.0)

    monkeypatch.setattr(QuoteWriter, "write", write)
    monkeypatch.chdir(workspace.root)
    assert main(["ask", "How many days?", "--json"]) == 0
    (way,) = seen
    below = [*way[way.index("ask") :], "write"]
    assert {"answer_to", "_steps"} <= set(below), "the way through the path was not seen"
    assert len(below) <= 8, " > ".join(below)
