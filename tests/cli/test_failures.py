"""What the command line says, and with which exit code, when it cannot do what is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Beleg = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-m", "beleg.cli.main"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", ""], 2, "The question is empty"),
        (["ask", "   \n "], 2, "The question is empty"),
        (["ask", "Who\udcff?"], 2, "not UTF-8"),
        (["similar", "\udcff"], 2, "not UTF-8"),
        (["search", "x", "--limit", "0"], 2, "1 or more"),
        (["search", "x", "--groups", " , "], 2, "at least one group"),
        (["add", "not there"], 2, "There is no folder"),
        (["add", "beleg.toml"], 2, "is a file"),
        (["add", ""], 2, "empty"),
        (["add", ".", "--readers", ","], 2, "at least one group"),
        (["init", "beleg.toml"], 2, "is a file"),
        (["remove", "nobody"], 5, "There is no source 'nobody'"),
        (["sync", "nobody"], 5, "There is no source 'nobody'"),
        (["ask", "Who?", "--source", "nobody"], 5, "There is no source 'nobody'"),
        (["show", "1234"], 5, "There is no run '1234'"),
        (["serve", "--host", "0.0.0.0", "--port", "0"], 6, "beleg key add"),  # noqa: S104  # it shall refuse
        (["frobnicate"], 2, "No such command 'frobnicate'"),
        (["ask"], 2, "beleg ask --help"),
        (["ask", "Who?", "--frobnicate"], 2, "--frobnicate"),
    ],
)
def test_a_failure_is_told_in_a_sentence_or_as_an_object(
    beleg: Beleg, filled: Path, arguments: list[str], code: int, says: str
) -> None:
    ended = beleg(*arguments, at=filled)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    told = beleg(*arguments, "--json", at=filled)
    assert told.returncode == code
    error = json.loads(told.stdout)["error"]
    assert (error["exit_code"], says in error["says"]) == (code, True)
    assert told.stderr == ""


def test_numbers_without_end_are_no_crash(beleg: Beleg, filled: Path) -> None:
    huge = "9" * 30
    for command in (
        ["search", "x", "--like", huge, "--limit", huge],
        ["documents", "--after", huge],
        ["documents", "-n", huge],
    ):
        assert (beleg(*command, at=filled).returncode, command) == (0, command)


def test_outside_a_workspace_it_says_how_to_make_one(beleg: Beleg, tmp_path: Path) -> None:
    for command in (["ask", "Who?"], ["search", "x"], ["sources"], ["doctor"], ["serve"], ["add", "."], ["reindex"]):
        ended = beleg(*command, at=tmp_path)
        assert (ended.returncode, ended.stdout) == (3, "")
        assert "beleg init" in ended.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_setting_is_named_and_doctor_lists_the_known_ones(beleg: Beleg, empty: Path) -> None:
    (empty / "beleg.toml").write_text("[answers]\ntreshold = 0.3\n", "utf-8")
    ended = beleg("ask", "Who?", at=empty)
    assert ended.returncode == 4
    assert "'answers.treshold'" in ended.stderr
    listed = beleg("doctor", "--settings", at=empty)
    assert listed.returncode == 0
    assert "answers.threshold = 0.4" in listed.stdout
    assert "treshold" in listed.stderr


def test_a_setting_of_the_environment_is_shown_as_it_is(beleg: Beleg, empty: Path) -> None:
    listed = json.loads(beleg("doctor", "--settings", "--json", at=empty, BELEG_SERVER__PORT="9000").stdout)
    (port,) = [each for each in listed if each["setting"] == "server.port"]
    assert (port["value"], port["default"], port["environment"]) == (9000, 8765, "BELEG_SERVER__PORT")


def test_an_enormous_question_is_refused(process: Beleg, filled: Path) -> None:
    ended = process("ask", "-", at=filled, stdin="word " * 20_000)
    assert ended.returncode == 2
    assert "99,999 characters" in ended.stderr


def test_an_empty_folder_is_no_failure_but_is_said(beleg: Beleg, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    ended = beleg("add", str(tmp_path / "nothing"), at=empty)
    assert ended.returncode == 0
    assert ended.stdout.startswith("nothing: 0 documents.")
    assert "holds no documents" in ended.stderr


def test_a_reader_who_leaves_is_no_failure_to_talk_about(environment: dict[str, str], filled: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "documents", "--json"], cwd=filled, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert (child.wait(30), child.stderr.read()) == (141, b"")


def test_a_terminal_without_unicode_gets_escapes(process: Beleg, filled: Path) -> None:
    ended = process("ask", "Wie viele Tage Urlaub hat jeder Mitarbeiter?", at=filled, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == 0
    assert "drei\\xdfig Tage Urlaub" in ended.stdout
    as_json = process("search", "Urlaub", "--json", at=filled, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "dreißig Tage" in json.loads(as_json.stdout)[0]["passage"]["text"]


def test_the_unexpected_is_told_in_a_sentence_and_shown_whole_on_demand(beleg: Beleg, empty: Path) -> None:
    (empty / ".beleg").rename(empty / "gone")
    (empty / ".beleg").mkdir()
    (empty / ".beleg" / "state.db").mkdir()
    ended = beleg("sources", at=empty)
    assert ended.returncode in (1, 9)
    assert "Traceback" not in ended.stderr
    assert "Traceback" in beleg("sources", at=empty, BELEG_DEBUG="1").stderr


def test_a_process_of_its_own_says_the_same(process: Beleg, filled: Path) -> None:
    ended = process("add", "not there", at=filled)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("There is no folder")
    error = json.loads(process("sync", "nobody", "--json", at=filled).stdout)["error"]
    assert (error["kind"], error["exit_code"]) == ("NotFound", 5)
