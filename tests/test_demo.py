"""The demo as a newcomer runs it, and how well beleg answers questions about its documents."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beleg.library import Workspace
from beleg.records import Answer

EXAMPLES = Path(__file__).parents[1] / "examples"
LEAST_ANSWERED = 0.8
LEAST_SILENT = 0.75


def run_demo(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BELEG_")}
    return subprocess.run(
        [sys.executable, str(EXAMPLES / "demo.py"), str(folder)],
        env={**environment, "BELEG_INDEX__LINGER_S": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The demo, run once: its folder, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = run_demo(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder, done.stdout
    shutil.rmtree(folder, ignore_errors=True)


def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]


def is_right(case: dict[str, Any], answer: Answer) -> bool:
    """One claim holds every expected word ("a|b": either) and cites an expected document."""
    documents = case["document"].split("|")
    return any(
        all(any(word in claim.text for word in words.split("|")) for words in case["expect"])
        and any(citation.path in documents for citation in claim.citations)
        for claim in answer.claims
    )


def test_the_demo_answers_in_both_languages_with_receipts(demo: tuple[Path, str]) -> None:
    _, printed = demo
    german, english = printed.split("$ beleg ask")[1:3]
    assert "[1] " in german
    assert "93 °C" in german
    assert "documents/products/handbuch-kapitaen.pdf · Seite 1" in german
    assert "[1] " in english
    assert "30 days" in english
    assert "documents/service/returns.md" in english


def test_the_demo_names_what_was_set_aside_and_hides_the_salaries(demo: tuple[Path, str]) -> None:
    _, printed = demo
    assert "sales/preisliste-2019.pdf" in printed
    as_owner, as_hr = printed.split("$ beleg ask")[3:5]
    assert "2,8" not in as_owner
    assert "confidential/" not in as_owner
    assert "2,8 Prozent" in as_hr
    assert "confidential/gehaelter-2026.md" in as_hr


def test_the_demo_runs_again_over_its_own_folder(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    (folder / "documents" / "of-an-older-run.md").write_text("# Old\n\nThis is gone in the next run.\n", "utf-8")
    done = run_demo(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (folder / "documents" / "of-an-older-run.md").exists()


def test_the_example_pdfs_are_what_their_originals_make() -> None:
    spec = importlib.util.spec_from_file_location("make_documents", EXAMPLES / "make_documents.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for name in (each for each in maker.PLACES if each.endswith(".pdf")):
        text = (EXAMPLES / "originals" / f"{name}.md").read_text("utf-8")
        made = maker.pdf_of(maker.blocks_of(text), text.splitlines()[0].removeprefix("# "))
        assert made == (maker.DOCUMENTS / maker.PLACES[name] / name).read_bytes(), f"{name}: run examples/make_documents.py"


def test_most_questions_are_answered_from_the_right_document_and_unanswerable_ones_are_not(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    answerable = [case for case in cases() if case["expect"] is not None]
    unanswerable = [case for case in cases() if case["expect"] is None]
    with Workspace(folder) as workspace:
        missed = [case["question"] for case in answerable if not is_right(case, workspace.ask(case["question"]))]
        invented = [case["question"] for case in unanswerable if workspace.ask(case["question"]).outcome != "no_evidence"]
    assert len(missed) <= (1 - LEAST_ANSWERED) * len(answerable), missed
    assert len(invented) <= (1 - LEAST_SILENT) * len(unanswerable), invented


def test_the_example_data_set_asks_the_same_questions_and_its_gates_are_passed(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    with Workspace(folder) as workspace:
        evaluation = workspace.evaluate("hafenkante")
        assert [each.says for each in workspace.gate(evaluation.id, "hafenkante") if not each.passed] == []
    assert len(evaluation.cases) == len(cases())
    assert [each.case["question"] for each in evaluation.cases] == [each["question"] for each in cases()]
    for each in evaluation.cases:
        for document in each.case["documents"]:
            assert (EXAMPLES / "workspace" / document["name"]).is_file()
