"""`beleg calibrate` as a user has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ended

Beleg = Callable[..., Ended]


@pytest.fixture
def asked(beleg: Beleg, empty: Path) -> Path:
    """A workspace of five documents with a file of labels beside it."""
    (empty / "texts").mkdir()
    rows: list[dict[str, object]] = []
    for number, thing in enumerate(("kettle", "ladder", "mirror", "carpet", "window")):
        (empty / "texts" / f"{thing}.txt").write_text(f"The {thing} in the hall costs {300 + number} euros.\n", "utf-8")
        rows.append({"question": f"What does the {thing} in the hall cost?", "expect": [str(300 + number)]})
    rows.append({"question": "What does the zeppelin weigh?", "expect": None})
    (empty / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert beleg("add", "texts", at=empty).returncode == 0
    return empty


def test_it_tells_what_it_found_and_what_a_guarantee_would_take(beleg: Beleg, asked: Path) -> None:
    done = beleg("calibrate", "labels.jsonl", "--dry-run", at=asked)
    assert done.returncode == 0
    assert "labels.jsonl: 6 labels" in done.stdout
    assert "Set answers.acceptable_error in beleg.toml" in done.stdout
    assert "Nothing was changed." in done.stdout
    assert "of 6 questions" in done.stderr
    done = beleg("calibrate", "labels.jsonl", at=asked, BELEG_ANSWERS__ACCEPTABLE_ERROR="0.05")
    assert "Nothing can be certified: the guarantee is vacuous." in done.stdout
    assert "It takes 90 given answers without one wrong" in done.stdout
    assert "Kept." in done.stdout
    told = beleg("ask", "What does the kettle in the hall cost?", at=asked, BELEG_ANSWERS__ACCEPTABLE_ERROR="0.05")
    assert "The guarantee is vacuous: 6 labelled questions are too few" in told.stdout
    assert beleg("doctor", at=asked, BELEG_ANSWERS__ACCEPTABLE_ERROR="0.05").returncode == 1


def test_everything_it_says_comes_as_json_too(beleg: Beleg, asked: Path) -> None:
    report = json.loads(beleg("calibrate", "labels.jsonl", "--json", at=asked).stdout)
    assert (report["labels"], report["answerable"], report["kept"], report["certificate"]) == (6, 5, True, None)
    assert json.loads(beleg("calibrate", "--undo", "--json", at=asked).stdout) == {"counts": None}
    assert beleg("ask", "What does the kettle in the hall cost?", at=asked).returncode == 0
    (row,) = json.loads(beleg("calibrate", "--review", "5", "--json", at=asked).stdout)
    assert (row["question"], row["right"]) == ("What does the kettle in the hall cost?", None)
    lines = beleg("calibrate", "--review", "5", at=asked).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [row]


def test_an_undo_says_which_calibration_counts_now(beleg: Beleg, asked: Path) -> None:
    for _ in range(2):
        assert beleg("calibrate", "labels.jsonl", at=asked).returncode == 0
    assert "The calibration on labels.jsonl of" in beleg("calibrate", "--undo", at=asked).stdout
    assert "No calibration counts now" in beleg("calibrate", "--undo", at=asked).stdout
    done = beleg("calibrate", "--undo", at=asked)
    assert (done.returncode, done.stdout) == (5, "")
    assert "There is no calibration to undo." in done.stderr


def test_a_command_without_labels_says_what_it_needs(beleg: Beleg, asked: Path) -> None:
    for arguments in ((), ("labels.jsonl", "--undo"), ("--undo", "--review", "3")):
        done = beleg("calibrate", *arguments, at=asked)
        assert done.returncode == 2
        assert "Name a file of labelled questions" in done.stderr
    (asked / "bad.jsonl").write_text('{"question": "a"}\n', "utf-8")
    assert "Line 1 does not say what is right" in beleg("calibrate", "bad.jsonl", at=asked).stderr
    assert "no answers to review" in beleg("calibrate", "--review", "3", at=asked).stderr
