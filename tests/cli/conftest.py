"""The command line as a user has it, in folders of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from beleg.cli.main import main

Ended = subprocess.CompletedProcess[str]
COMMAND = [sys.executable, "-m", "beleg.cli.main"]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What every process gets: no foreign settings, no colours asked for, compiled modules in a folder of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELEG_", "NO_COLOR", "FORCE_COLOR"))}
    cache = str(tmp_path_factory.mktemp("compiled"))
    own = {"BELEG_INDEX__LINGER_S": "3", "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": cache, "PYTHONUTF8": "1"}
    return {**kept, **own, "TERM": "xterm-256color"}


@pytest.fixture(scope="session")
def process(environment: dict[str, str]) -> Callable[..., Ended]:
    """Runs `beleg` with arguments in a folder, as a process of its own."""

    def run(*arguments: str, at: Path, stdin: str = "", **more: str) -> Ended:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=at,
            input=stdin,
            env={**environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def beleg(environment: dict[str, str]) -> Callable[..., Ended]:
    """Runs the same `main` in this process: many commands take a second each to start, and nothing else differs."""

    def run(*arguments: str, at: Path, stdin: str = "", **more: str) -> Ended:
        streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for name in ("stdout", "stderr")}
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(at)
            for name in [name for name in os.environ if name.startswith("BELEG_")]:
                patch.delenv(name)
            for name, value in {"BELEG_INDEX__LINGER_S": environment["BELEG_INDEX__LINGER_S"], **more}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            code = main(arguments)
        for stream in streams.values():
            stream.seek(0)
        return Ended(list(arguments), code, streams["stdout"].read(), streams["stderr"].read())

    return run


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents in two languages, odd names, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("documents") / "handbook"
    folder.mkdir()
    (folder / "leave.txt").write_text("Every employee has thirty days of paid leave per year.\n", "utf-8")
    (folder / "Urlaub und Übergröße.txt").write_text("Jeder Mitarbeiter hat im Jahr dreißig Tage Urlaub.\n", "utf-8")
    (folder / "line\nbreak \x1b[31m.txt").write_text("The zebra enclosure opens at nine in the morning.\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    return folder


@pytest.fixture(scope="module")
def filled(beleg: Callable[..., Ended], texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with these documents in it, shared by the tests of a file: they only read it."""
    root = tmp_path_factory.mktemp("filled")
    assert beleg("init", at=root).returncode == 0
    assert beleg("add", str(texts), at=root).returncode == 0
    return root


@pytest.fixture
def empty(beleg: Callable[..., Ended], tmp_path: Path) -> Path:
    """A workspace of this test's own, with nothing in it."""
    root = tmp_path / "workspace"
    root.mkdir()
    assert beleg("init", at=root).returncode == 0
    return root
