"""Stopping in the middle loses nothing: Ctrl-C, Ctrl-C twice, and kill -9."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Beleg = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-m", "beleg.cli.main"]
DOCUMENTS = 350


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with more documents than one batch."""
    folder = tmp_path_factory.mktemp("texts") / "many"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number:03}.txt").write_text(f"Document {number} speaks of item{number}x and of nothing else.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(beleg: Beleg, many: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a workspace holds when nobody interrupts."""
    root = tmp_path_factory.mktemp("whole")
    beleg("init", at=root)
    assert beleg("add", str(many), at=root).returncode == 0
    return content(beleg, root)


def content(beleg: Beleg, root: Path) -> Any:
    """Every document with its state, and what some searches find."""
    documents = json.loads(beleg("documents", "--limit", "1000", "--json", at=root).stdout)
    listed = sorted((each["document"]["path"], each["state"], each["version"], each["passages"]) for each in documents)
    hits = [json.loads(beleg("search", f"item{number}x", "--json", at=root).stdout) for number in (7, 349)]
    return listed, [[(hit["document"]["path"], hit["passage"]["text"]) for hit in each] for each in hits]


def stopped(environment: dict[str, str], root: Path, many: Path, *signals: signal.Signals) -> tuple[int, str]:
    """Start adding, and send the signals once the first documents are in. The exit code, and what it said after that."""
    command = [*COMMAND, "add", str(many), "-v"]
    with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        for line in child.stderr:
            if line.endswith(": read\n"):
                break
        for each in signals:
            child.send_signal(each)
        return child.wait(60), child.stderr.read()


def test_ctrl_c_ends_between_two_documents_and_the_same_command_goes_on(
    beleg: Beleg, environment: dict[str, str], empty: Path, many: Path, whole: Any
) -> None:
    code, said = stopped(environment, empty, many, signal.SIGINT)
    assert code == 130
    assert "Nothing is lost" in said
    assert "Traceback" not in said
    (status,) = json.loads(beleg("sources", "--json", at=empty).stdout)
    assert 0 < status["indexed"] < DOCUMENTS
    again = beleg("add", str(many), at=empty)
    assert again.stdout.startswith("many: 350 documents:")
    assert "unchanged" in again.stdout
    assert content(beleg, empty) == whole


def test_a_killed_add_runs_again_to_the_same_end(
    beleg: Beleg, environment: dict[str, str], empty: Path, many: Path, whole: Any
) -> None:
    code, _ = stopped(environment, empty, many, signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert beleg("add", str(many), at=empty).returncode == 0
    assert content(beleg, empty) == whole
