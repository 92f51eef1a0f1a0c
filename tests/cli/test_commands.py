"""Every command as a person and as a program meets it."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beleg.providers.quote_reasons import in_words

Beleg = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-m", "beleg.cli.main"]


def value(ended: subprocess.CompletedProcess[str], code: int = 0) -> Any:
    """The one JSON value that a command printed."""
    assert ended.returncode == code, ended.stderr
    return json.loads(ended.stdout)


def in_terminal(environment: dict[str, str], at: Path, *arguments: str, typed: bytes = b"", **more: str) -> str:
    """Everything that a terminal shows of a command."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, *arguments], cwd=at, stdin=theirs, stdout=theirs, stderr=theirs, env={**environment, **more}
    )
    os.close(theirs)
    if typed:
        os.write(ours, typed)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait(30) == 0, shown
    return shown.decode("utf-8")


def test_init_makes_a_workspace_and_leaves_a_present_one_alone(beleg: Beleg, tmp_path: Path) -> None:
    assert value(beleg("init", "new", "--json", at=tmp_path)) == {"root": str(tmp_path / "new"), "new": True}
    (tmp_path / "new" / "beleg.toml").write_text("# mine\n", "utf-8")
    again = beleg("init", "new", at=tmp_path)
    assert again.returncode == 0
    assert "already" in again.stdout
    assert (tmp_path / "new" / "beleg.toml").read_text("utf-8") == "# mine\n"


def test_add_tells_what_was_read_and_what_could_not_be_read_and_why(process: Beleg, texts: Path, empty: Path) -> None:
    told = value(process("add", str(texts), "--json", at=empty))
    assert (told["source"], told["found"], told["indexed"], told["quarantined"]) == ("handbook", 4, 3, 1)
    (failure,) = told["failures"]
    assert failure["path"] == "broken.pdf"
    again = process("add", str(texts), "-v", at=empty)
    assert again.stdout.startswith("handbook: 4 documents: 4 unchanged.")


def test_patterns_and_a_name_are_taken(beleg: Beleg, texts: Path, empty: Path) -> None:
    told = value(beleg("add", str(texts), "--include", "*.txt", "--exclude", "line*", "--name", "few", "--json", at=empty))
    assert (told["source"], told["found"]) == ("few", 2)


def test_sync_follows_the_folder_and_remove_forgets_it(beleg: Beleg, empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("The walrus sleeps.", "utf-8")
    assert "no sources yet" in beleg("sync", at=empty).stdout
    beleg("add", str(folder), at=empty)
    (folder / "b.txt").write_text("The marmot whistles.", "utf-8")
    assert "1 read (1 passages), 1 unchanged" in beleg("sync", at=empty).stdout
    (folder / "a.txt").unlink()
    (report,) = value(beleg("sync", "notes", "--retry", "--json", at=empty))
    assert report["forgotten"] == 1
    assert value(beleg("remove", "notes", "--json", at=empty)) == {"source": "notes", "documents": 1}
    assert value(beleg("sources", "--json", at=empty)) == []
    assert (folder / "b.txt").is_file()


def test_ask_answers_with_a_receipt(process: Beleg, filled: Path) -> None:
    ended = process("ask", "How many days of paid leave does an employee have?", at=filled)
    assert ended.returncode == 0
    answer, receipt = ended.stdout.split("\n\n")[:2]
    assert answer == "Every employee has thirty days of paid leave per year. [1]"
    assert receipt.startswith("[1] leave · handbook/leave.txt")
    assert "“Every employee has thirty days of paid leave per year.”" in receipt
    assert re.search(r"Confidence: (high|medium|low) \(0\.\d\d\) · \d+ ms · run [0-9a-f]{32}\n$", ended.stdout)
    assert "\x1b" not in ended.stdout


def test_ask_speaks_the_language_of_the_question(beleg: Beleg, filled: Path) -> None:
    answered = beleg("ask", "Wie viele Tage Urlaub hat jeder Mitarbeiter?", at=filled).stdout
    assert "„Jeder Mitarbeiter hat im Jahr dreißig Tage Urlaub.“" in answered
    assert re.search(r"Sicherheit: (hoch|mittel|gering) \(0,\d\d\)", answered)


def test_an_answer_as_json_has_everything_a_program_needs(beleg: Beleg, filled: Path) -> None:
    answer = value(beleg("ask", "How many days of paid leave does an employee have?", "--json", at=filled))
    assert answer["outcome"] == "answered"
    assert 0 < answer["confidence"] <= 1
    (citation,) = answer["claims"][0]["citations"]
    assert {"document", "title", "version", "page", "heading", "quote", "start", "end"} <= citation.keys()
    assert citation["end"] - citation["start"] == len(citation["quote"])
    assert answer["timings_ms"]["total"] > 0
    record = value(beleg("show", answer["run"], "--json", at=filled))
    assert record["answer"]["claims"] == answer["claims"]
    assert "kept" not in json.dumps(record["steps"])
    shown = beleg("show", answer["run"], at=filled).stdout
    assert "searched" in shown
    assert "handbook/leave.txt" in shown
    (written,) = [step for step in record["steps"] if step["name"] == "written"]
    reason, added = written["data"]["reasons"][0]
    assert f"{added:+.1f}  {in_words(reason, added, 'en')}" in shown


def test_that_the_documents_do_not_say_is_a_result(beleg: Beleg, filled: Path) -> None:
    german = beleg("ask", "Wer war der erste Kaiser von Brasilien im Jahr 1822?", at=filled)
    assert german.returncode == 0
    assert german.stdout.startswith("Die Dokumente sagen dazu nichts.")
    assert value(beleg("ask", "Who was the first emperor of Brazil?", "--json", at=filled))["outcome"] == "no_evidence"


def test_ask_in_an_empty_workspace_says_how_to_begin(beleg: Beleg, empty: Path) -> None:
    ended = beleg("ask", "Who is it?", at=empty)
    assert ended.returncode == 0
    assert "beleg add FOLDER" in ended.stdout


def test_a_question_can_come_on_stdin(process: Beleg, filled: Path) -> None:
    asked = "How many days of paid leave\n does an employee have?\n"
    assert value(process("ask", "-", "--json", at=filled, stdin=asked))["outcome"] == "answered"


def test_search_shows_places_with_the_hit(beleg: Beleg, filled: Path) -> None:
    ended = beleg("search", "paid leave", at=filled)
    assert re.match(r" 1\. +\d+\.\d\d  leave · handbook/leave.txt #\d+\n", ended.stdout)
    assert "thirty days of paid leave" in ended.stdout
    (hit,) = value(beleg("search", "zebra", "--limit", "1", "--json", at=filled))
    assert hit["document"]["path"] == "line\nbreak \x1b[31m.txt"
    nothing = beleg("search", "qwertz", at=filled)
    assert (nothing.returncode, nothing.stdout) == (0, "Nothing found.\n")


def test_a_name_cannot_steer_the_terminal(beleg: Beleg, filled: Path) -> None:
    for command in (["search", "zebra"], ["documents"], ["ask", "When does the zebra enclosure open?"]):
        shown = beleg(*command, at=filled).stdout
        assert "line\\nbreak \\x1b[31m.txt" in shown
        assert "\x1b" not in shown


def test_sources_and_documents_tell_what_is_there(beleg: Beleg, filled: Path, texts: Path) -> None:
    shown = beleg("sources", at=filled).stdout
    assert str(texts) in shown
    assert "broken.pdf: " in shown
    (status,) = value(beleg("sources", "--json", at=filled))
    assert (status["documents"], status["indexed"], status["quarantined"]) == (4, 3, 1)
    paths = [each["document"]["path"] for each in value(beleg("documents", "--source", "handbook", "--json", at=filled))]
    assert "Urlaub und Übergröße.txt" in paths
    first = beleg("documents", "--limit", "1", at=filled)
    assert len(first.stdout.splitlines()) == 2
    assert "--after" in first.stderr


def test_doctor_finds_the_problem_and_says_what_to_do(beleg: Beleg, filled: Path, empty: Path) -> None:
    ended = beleg("doctor", at=filled)
    assert ended.returncode == 1
    assert "could not be read" in ended.stdout
    assert "beleg sync --retry" in ended.stdout
    findings = value(beleg("doctor", "--json", at=empty))
    assert "missing" in {each["state"] for each in findings}


def test_reindex_writes_the_index_anew(beleg: Beleg, filled: Path) -> None:
    assert value(beleg("reindex", "--json", at=filled)) == {"passages": 3}
    assert "leave.txt" in beleg("search", "paid leave", at=filled).stdout


def test_a_key_is_shown_once_and_is_all_that_stdout_has(beleg: Beleg, empty: Path) -> None:
    ended = beleg("key", "add", "anna", "--groups", "staff,hr", at=empty)
    assert re.fullmatch(r"[\w-]{43}\n", ended.stdout)
    told = value(beleg("key", "add", "bot", "--groups", "staff", "--groups", "hr", "--json", at=empty))
    assert told["groups"] == ["staff", "hr"]
    assert told["key"] != ended.stdout.strip()
    assert beleg("key", "add", "anna", "--groups", "staff", at=empty).returncode == 2
    assert beleg("key", "remove", "anna", at=empty).returncode == 0
    assert beleg("key", "remove", "anna", at=empty).returncode == 5
    assert beleg("key", "add", "anna", "--groups", "staff", at=empty).returncode == 0


def test_serve_tells_its_address_and_ends_with_ctrl_c(environment: dict[str, str], filled: Path) -> None:
    command = [*COMMAND, "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, cwd=filled, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        told = "".join(iter(lambda: server.stdout.readline().decode(), "}\n")) + "}"  # type: ignore[union-attr]  # it is a pipe
        assert re.match(r"http://127\.0\.0\.1:\d+/\?key=", json.loads(told)["link"])
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0


def test_what_others_may_read_is_not_found_by_the_owner(beleg: Beleg, texts: Path, empty: Path) -> None:
    added = beleg("add", str(texts), "--readers", "hr,board", "--readers", "legal", at=empty)
    assert "You will not find these documents yourself" in added.stderr
    (status,) = value(beleg("sources", "--json", at=empty))
    assert status["source"]["readers"] == ["board", "hr", "legal"]
    assert value(beleg("search", "paid leave", "--json", at=empty)) == []
    assert value(beleg("search", "paid leave", "--groups", "staff", "--json", at=empty)) == []
    assert (
        value(beleg("search", "paid leave", "--groups", "staff,hr", "--json", at=empty))[0]["document"]["path"] == "leave.txt"
    )
    asked = value(beleg("ask", "How many days of paid leave does an employee have?", "--json", at=empty))
    assert (asked["outcome"], asked["nearest"]) == ("no_evidence", [])


def test_a_source_can_be_named_to_ask_in(beleg: Beleg, filled: Path) -> None:
    assert value(beleg("search", "leave", "--source", "handbook", "--json", at=filled))
    assert value(beleg("search", "leave", "--source", "handbok", "--json", at=filled), code=5)["error"]["kind"] == "NotFound"


def test_a_workspace_is_found_from_below_and_by_its_name_in_the_environment(beleg: Beleg, filled: Path, tmp_path: Path) -> None:
    below = filled / "a" / "b"
    below.mkdir(parents=True)
    assert value(beleg("search", "paid leave", "--json", at=below))
    assert value(beleg("search", "paid leave", "--json", at=tmp_path, BELEG_WORKSPACE=str(filled)))
    shutil.rmtree(filled / "a")


def test_a_terminal_gets_colours_and_a_bar_unless_it_says_no(
    environment: dict[str, str], empty: Path, texts: Path, beleg: Beleg
) -> None:
    shown = in_terminal(environment, empty, "add", str(texts))
    assert "4/4" in shown
    assert "broken.pdf: could not be read" in shown
    assert "\x1b[36m[1]\x1b[0m" in in_terminal(environment, empty, "ask", "How many days of paid leave?")
    plain = in_terminal(environment, empty, "ask", "How many days of paid leave?", NO_COLOR="1")
    assert "\x1b" not in plain
    assert "leave. [1]" in plain or "year. [1]" in plain


@pytest.mark.parametrize("typed", ["", "documents"])
def test_init_in_a_terminal_offers_to_add_a_folder(environment: dict[str, str], tmp_path: Path, typed: str) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("The walrus sleeps.", "utf-8")
    shown = in_terminal(environment, tmp_path, "init", "new", typed=f"{typed}\n".encode())
    assert ("1 document: 1 read" in shown) == bool(typed)


@pytest.mark.parametrize("command", ["", "init", "add", "sync", "remove", "ask", "search", "sources", "documents", "show",
                                     "serve", "doctor", "reindex", "key"])  # fmt: skip
def test_every_command_has_help_with_an_example(beleg: Beleg, tmp_path: Path, command: str) -> None:
    shown = beleg(*([command] if command else []), "--help", at=tmp_path)
    assert shown.returncode == 0
    assert f"      beleg {command}" in shown.stdout


def test_no_arguments_show_the_help_and_the_version_is_told(beleg: Beleg, tmp_path: Path) -> None:
    assert beleg(at=tmp_path).stdout == beleg("--help", at=tmp_path).stdout
    assert re.fullmatch(r"beleg \d+\.\d+\.\d+\n", beleg("--version", at=tmp_path).stdout)


def test_help_loads_neither_the_library_nor_a_database(environment: dict[str, str], tmp_path: Path) -> None:
    code = "import sys; from beleg.cli.main import main; main(['--help']); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
    assert not {"beleg.library", "sqlalchemy", "rich", "fastapi", "numpy"} & set(told.split())


def test_explain_tells_the_places_in_every_stage_and_the_words(beleg: Beleg, filled: Path) -> None:
    told = value(beleg("explain", "days of leave", "--json", at=filled))
    assert told["passages"][0]["rank"] == 1
    assert {each["name"] for each in told["stages"]} >= {"terms"}
    shown = beleg("explain", "days of leave", at=filled).stdout
    assert re.search(r"1 +(?:1 \(\d+\.\d\d\) +)+handbook/leave\.txt +\w+ \d", shown), shown
    assert beleg("explain", "xylophon", at=filled).stdout == "Nothing found.\n"


def test_tune_says_in_a_sentence_that_words_alone_have_nothing_to_tune(beleg: Beleg, filled: Path) -> None:
    ended = beleg("tune", at=filled)
    assert ended.returncode == 2
    assert "nothing to tune" in ended.stderr
