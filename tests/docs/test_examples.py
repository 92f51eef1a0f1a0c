"""The examples in README and docs run as they stand: each page from its top in an empty folder, with the real command.

A `text` block is what the example before it prints: every line of it must be there, in this order; `…` stands for anything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    *(ROOT / "docs" / "how-to" / name for name in ("python.md", "filters.md", "evaluate.md")),
]
BLOCK = re.compile(r"^```(sh|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIMEOUT_S = 120


def blocks_of(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in BLOCK.finditer(text)]


def run(block: tuple[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    kind, code = block
    command = ["bash", "-euo", "pipefail", "-c", code] if kind == "sh" else [sys.executable, "-c", code]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)


def missing_from(printed: str, shown: str) -> list[str]:
    """The shown lines that were not printed after the one before them."""
    at = 0
    missing = []
    for line in filter(None, (line.strip() for line in shown.splitlines())):
        found = re.compile(".*".join(map(re.escape, line.split("…")))).search(printed, at)
        if found is None:
            missing.append(line)
        else:
            at = found.end()
    return missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_runs_and_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    blocks = blocks_of(page.read_text("utf-8"))
    assert any(kind != "text" for kind, _ in blocks), "the page has examples"
    printed = ""
    for kind, code in blocks:
        if kind == "text":
            assert not missing_from(printed, code), printed
            continue
        done = run((kind, code), tmp_path)
        printed = done.stdout + done.stderr
        assert done.returncode == 0, f"{code}\n{printed}"


def test_an_example_that_fails_is_noticed(tmp_path: Path) -> None:
    shell, python, shown = blocks_of(
        "```sh\nfalse | true\n```\n\n```python\nraise SystemExit(3)\n```\n\n```text\na… b\nc\n```\n"
    )
    assert run(shell, tmp_path).returncode == 1
    assert run(python, tmp_path).returncode == 3
    assert missing_from("a, then b\nd", shown[1]) == ["c"]
    assert missing_from("c\na, then b", shown[1]) == ["c"]
