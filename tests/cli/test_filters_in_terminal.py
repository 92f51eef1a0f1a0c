"""Filters as a person meets them in the terminal."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Beleg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def dated(beleg: Beleg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a rule of 2022 and one of 2026."""
    root = tmp_path_factory.mktemp("dated")
    (root / "docs" / "Reisen").mkdir(parents=True)
    (root / "docs" / "Reisen" / "rule-2022-05-03.md").write_text("A hotel may cost at most 90 euros per night.\n", "utf-8")
    (root / "docs" / "rule-2026-02-01.md").write_text("A hotel may cost at most 110 euros per night.\n", "utf-8")
    for path in (root / "docs").rglob("*.md"):
        os.utime(path, (0, 0))
    assert beleg("init", at=root).returncode == 0
    assert beleg("add", "docs", at=root).returncode == 0
    return root


def test_an_answer_tells_what_it_was_limited_to(beleg: Beleg, dated: Path) -> None:
    shown = beleg("ask", "What may a hotel cost at most in documents before 2023?", at=dated).stdout
    assert shown.startswith("Only: until 2022-12-31")
    assert "90 euros" in shown
    german = beleg("search", "Dokumente zu hotel vor 2023", at=dated).stdout
    assert german.startswith("Nur: bis 31.12.2022")


def test_options_limit_and_no_filters_reads_none(beleg: Beleg, dated: Path) -> None:
    question = "What may a hotel cost at most in documents before 2023?"
    free = json.loads(beleg("ask", question, "--no-filters", "--json", at=dated).stdout)
    assert free["filters"] == []
    late = json.loads(beleg("search", "hotel", "--since", "2025", "--json", at=dated).stdout)
    assert [hit["document"]["path"] for hit in late] == ["rule-2026-02-01.md"]
    early = beleg("search", "hotel", "--until", "2025", "--label", "folder:reisen", at=dated).stdout
    assert early.startswith("Only: until 2025-12-31 · folder reisen")
    assert "rule-2026" not in early


def test_a_filter_that_left_no_answer_is_told(beleg: Beleg, dated: Path) -> None:
    shown = beleg("search", "documents about hotel before 2010", at=dated).stdout
    assert "so the search was made without it" in shown
    assert "rule-2026" in shown


def test_a_date_that_is_none_is_refused(beleg: Beleg, dated: Path) -> None:
    ended = beleg("ask", "hotel", "--since", "soon", at=dated)
    assert ended.returncode == 2
    assert "is no date" in ended.stderr
