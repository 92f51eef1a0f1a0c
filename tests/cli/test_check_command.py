"""`beleg check` as a user has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

Beleg = Callable[..., CompletedProcess[str]]
TRUE = "Every employee has 30 days of paid leave per year."
FALSE = "Every employee has 28 days of paid leave per year."
UNKNOWN = "The parking garage belongs to the city of Bremen."


def test_every_sentence_gets_a_sign_its_reason_and_a_numbered_receipt(beleg: Beleg, filled: Path) -> None:
    ended = beleg("check", "-", at=filled, stdin=f"Dear all,\n\n{TRUE} {FALSE} {UNKNOWN} Is that so?")
    lines = ended.stdout.splitlines()
    assert ended.returncode == 0
    assert f"✔ {TRUE} [1]" in lines
    assert f"✘ {FALSE} [1]" in lines
    assert "    Another number: “28 days”, in the source “thirty days”" in lines
    assert f"? {UNKNOWN}" in lines
    assert "· Is that so?" in lines
    assert any(line.startswith("[1] ") and "leave.txt" in line for line in lines)
    assert "✔ 1 carried · ✘ 1 contradicted · ? 1 not found · · 2 nothing to check" in lines
    assert "\x1b" not in ended.stdout


def test_a_german_text_is_told_of_in_german(beleg: Beleg, filled: Path) -> None:
    ended = beleg(
        "check", "-", at=filled, stdin="Jeder Mitarbeiter hat im Jahr 30 Tage Urlaub. Niemand hat im Jahr dreißig Tage Urlaub."
    )
    assert "✔ 1 belegt · ✘ 1 widersprochen" in ended.stdout
    assert "Verneinung" in ended.stdout


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [(TRUE, "not_found", 0), (FALSE, "contradicted", 20), (UNKNOWN, "contradicted", 0), (UNKNOWN, "not_found", 20)],
)
def test_it_can_fail_a_build(beleg: Beleg, filled: Path, text: str, fail_on: str, code: int) -> None:
    assert beleg("check", "-", "--fail-on", fail_on, at=filled, stdin=text).returncode == code


def test_json_is_one_value_with_offsets_into_the_text(beleg: Beleg, filled: Path) -> None:
    text = f"Überschrift 😀\n\n{TRUE} {FALSE}"
    told = json.loads(beleg("check", "-", "--json", at=filled, stdin=text).stdout)
    assert told["counts"]["contradicted"] == 1
    for each in told["sentences"]:
        assert text[each["start"] : each["end"]] == each["text"]
    carried = next(each for each in told["sentences"] if each["verdict"] == "carried")
    assert "thirty days of paid leave" in carried["citations"][0]["quote"]


def test_files_are_read_by_the_parsers_and_headings_are_nothing_to_check(beleg: Beleg, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(f"# Every employee has 28 days of leave per year.\n\n{TRUE}\n", "utf-8")
    (tmp_path / "draft.html").write_text(f"<h1>Leave</h1><p>{TRUE}</p>", "utf-8")
    word = docx.Document()
    word.add_paragraph(TRUE)
    word.save(str(tmp_path / "draft.docx"))
    canvas = Canvas(str(tmp_path / "draft.pdf"))
    canvas.drawString(72, 720, TRUE)
    canvas.save()
    for name in ("draft.md", "draft.html", "draft.docx", "draft.pdf"):
        told = json.loads(beleg("check", str(tmp_path / name), "--json", at=filled).stdout)
        assert (told["counts"]["carried"], told["counts"]["contradicted"]) == (1, 0), name


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "says"),
    [
        (["missing.txt"], "", 2, "cannot be read"),
        (["-"], "  \n", 2, "is empty"),
        (["-"], "x " * 200_000, 2, "400,000 characters"),
        (["-", "--source", "handbok"], TRUE, 5, "Did you mean 'handbook'?"),
        (["broken.bin"], "", 7, "no parser"),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(
    beleg: Beleg, filled: Path, arguments: list[str], stdin: str, code: int, says: str
) -> None:
    (filled / "broken.bin").write_bytes(b"\x00\x01\x02")
    ended = beleg("check", *arguments, at=filled, stdin=stdin)
    assert ended.returncode == code
    assert says in ended.stderr


def test_what_the_groups_may_not_read_carries_nothing(beleg: Beleg, filled: Path) -> None:
    told = json.loads(beleg("check", "-", "--json", "--groups", "guests", at=filled, stdin=TRUE).stdout)
    assert [(each["verdict"], each["citations"]) for each in told["sentences"]] == [("not_found", [])]
