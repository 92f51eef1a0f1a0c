"""The Python library where it is not a path: interruption, and a loop that runs already."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from beleg import Workspace

PROGRAM = """
import sys
from beleg import Workspace
with Workspace(sys.argv[1]) as workspace:
    workspace.add(sys.argv[2], on_progress=lambda progress: print(progress.done, flush=True))
"""


def test_ctrl_c_in_the_middle_lets_go_of_everything_and_loses_nothing(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(400):
        (folder / f"{at:03}.txt").write_text(f"Document {at} speaks of item{at}.", "utf-8")
    command = [sys.executable, "-c", PROGRAM, str(workspace.root), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= 100:
                child.send_signal(signal.SIGINT)
                break
        _, said = child.communicate(timeout=60)
    assert said.rstrip().endswith("KeyboardInterrupt")
    for sign in ("was destroyed", "never awaited", "already running", "Exception ignored"):
        assert sign not in said
    (report,) = workspace.sync()
    assert report.found == 400
    assert report.unchanged >= 100
    assert workspace.search("item399")[0].document.path == "399.txt"


async def test_it_works_where_a_loop_is_running_already(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("The notebook lies on the table.", "utf-8")
    assert asyncio.get_running_loop().is_running()
    assert workspace.add(tmp_path / "docs").indexed == 1
    assert workspace.ask("Where does the notebook lie?").outcome == "answered"
