"""`beleg evaluate` and `beleg compare` as a user and a CI have them."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Beleg = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-m", "beleg.cli.main"]
CASES: list[dict[str, Any]] = [
    {"id": "leave", "question": "How many days of paid leave does every employee have per year?", "language": "en"},
    {"id": "urlaub", "question": "Wie viele Tage Urlaub hat jeder Mitarbeiter im Jahr?", "language": "de"},
    {"id": "zebra", "question": "When does the zebra enclosure open in the morning?", "language": "en"},
    {"id": "moon", "question": "Who was the first person on the moon?", "language": "en", "answerable": False},
]
EXPECTED = {
    "leave": ("thirty days", "leave.txt"),
    "urlaub": ("dreißig Tage", "Urlaub und Übergröße.txt"),
    "zebra": ("nine", ""),
}
MANY = 200


def write(root: Path, name: str, *, gates: list[str] | None = None, wrong: bool = False) -> Path:
    """The data set, with its gates; `wrong` expects another answer to the first question."""
    lines: list[dict[str, Any]] = [{"gates": gates}] if gates else []
    for case in CASES:
        wording, document = EXPECTED.get(case["id"], ("", ""))
        wording = "forty days" if wrong and case["id"] == "leave" else wording
        labels = {"answers": [wording]} | ({"documents": [document]} if document else {}) if wording else {}
        lines.append({**case, **labels, "tags": ["holiday"] if document else []})
    path = root / "evaluations" / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def figures(told: Any) -> dict[str, float]:
    return {each["metric"]: each["mean"] for each in told["summary"]["figures"]}


def test_a_data_set_is_asked_as_users_ask_and_its_figures_are_told(beleg: Beleg, filled: Path) -> None:
    write(filled, "leave")
    done = beleg("evaluate", "leave", "--json", at=filled)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["ended"], told["total"], len(told["cases"])) == ("done", 4, 4)
    found = figures(told)
    assert (found["right"], found["wrong"], found["ndcg@10"], found["answered_anyway"]) == (1, 0, 1, 0)
    assert found["cost"] == 0
    assert found["latency"] > 0
    assert told["versions"]["writer"] == "quote"
    assert all(len(told["versions"][name]) == 12 for name in ("writer_sha256", "settings_sha256", "documents_sha256"))
    first = told["cases"][0]
    run = json.loads(beleg("show", first["run_id"], "--json", at=filled).stdout)
    assert run["question"] == CASES[0]["question"]
    assert run["answer"]["claims"] == first["answer"]["claims"]
    shown = beleg("evaluate", "show", told["id"][:8], at=filled)
    assert "right" in shown.stdout
    assert told["id"] in shown.stdout
    assert told["id"][:8] in beleg("evaluate", "list", at=filled).stdout


def test_the_search_alone_is_measured_without_answers_and_without_runs(beleg: Beleg, filled: Path) -> None:
    path = write(filled, "leave")
    done = beleg("evaluate", "retrieval", str(path), "--metrics", "ndcg@3,recall@1,mrr,map@5", "--json", at=filled)
    told = json.loads(done.stdout)
    assert figures(told) == {"ndcg@3": 1, "recall@1": 1, "mrr@10": 1, "map@5": 1}
    assert all(each["run_id"] is None for each in told["cases"])
    refused = beleg("evaluate", "retrieval", "leave", "--metrics", "right", at=filled)
    assert refused.returncode == 2
    assert "only the search is measured" in refused.stderr


def test_asked_as_a_group_only_what_it_may_read_is_found(beleg: Beleg, filled: Path) -> None:
    write(filled, "leave")
    told = json.loads(beleg("evaluate", "leave", "--groups", "strangers", "--json", at=filled).stdout)
    assert figures(told)["refused_wrongly"] == 1
    assert not any(each["found"] for each in told["cases"])


def test_a_question_that_cannot_be_asked_is_a_failed_case_and_stops_nothing(beleg: Beleg, filled: Path) -> None:
    path = filled / "long.jsonl"
    long = {"question": "why " * 4000, "answerable": False}
    path.write_text(json.dumps(long) + "\n" + json.dumps({**CASES[0], "answers": ["thirty days"]}) + "\n", "utf-8")
    told = json.loads(beleg("evaluate", str(path), "--json", at=filled).stdout)
    assert [each["outcome"] for each in told["cases"]] == ["failed", "answered"]
    assert "characters" in told["cases"][0]["problem"]
    assert told["summary"]["failed"] == 1


def test_gates_end_with_exit_code_20_and_say_which_is_not_passed(beleg: Beleg, filled: Path) -> None:
    write(filled, "gated", gates=["ndcg@10 >= .9", "wrong <= .05"])
    good = beleg("evaluate", "gated", "--gate", at=filled)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "All 2 gates are passed." in good.stdout
    write(filled, "gated", gates=["ndcg@10 >= .9", "wrong <= .05"], wrong=True)
    bad = beleg("evaluate", "gated", "--gate", at=filled)
    assert bad.returncode == 20
    (line,) = [each for each in bad.stdout.splitlines() if "NOT PASSED" in each]
    assert line.startswith("wrong <= .05")
    assert "1 of 2 gates is not passed." in bad.stdout
    told = json.loads(beleg("evaluate", "gated", "--gate", "--json", at=filled).stdout)
    assert [each["passed"] for each in told["gates"]] == [True, False]
    assert beleg("evaluate", "gated", at=filled).returncode == 0


def test_gates_stand_in_a_file_too_and_compare_with_an_earlier_run(beleg: Beleg, filled: Path) -> None:
    write(filled, "watched")
    gates = filled / "evaluations" / "gates.toml"
    gates.write_text('all = ["failed <= 0"]\nwatched = ["right not worse than baseline.json by more than .02"]\n', "utf-8")
    baseline = beleg("evaluate", "watched", "--json", at=filled)
    (filled / "baseline.json").write_text(baseline.stdout, "utf-8")
    assert beleg("evaluate", "watched", "--gate", at=filled).returncode == 0
    write(filled, "watched", wrong=True)
    worse = beleg("evaluate", "watched", "--gate", at=filled)
    assert worse.returncode == 20
    assert "1 → 0.75" in worse.stdout
    gates.write_text('watched = ["right not worse than previous"]\n', "utf-8")
    assert beleg("evaluate", "watched", "--fresh", "--gate", at=filled).returncode == 0
    gates.write_text('all = ["rihgt >= 1"]\n', "utf-8")
    refused = beleg("evaluate", "watched", "--gate", at=filled)
    assert refused.returncode == 2
    assert "Did you mean 'right'" in refused.stderr
    gates.write_text("all = []\n", "utf-8")
    assert "There is no gate" in beleg("evaluate", "watched", "--gate", at=filled).stderr
    gates.unlink()


def test_two_runs_are_compared_case_by_case(beleg: Beleg, filled: Path) -> None:
    write(filled, "pair")
    for name, threshold in (("strict", "1"), ("usual", "0.45")):
        more = {"BELEG_ANSWERS__THRESHOLD": threshold}
        assert beleg("evaluate", "pair", "--name", name, at=filled, **more).returncode == 0
    told = json.loads(beleg("compare", "strict", "usual", "--json", at=filled).stdout)
    assert (told["pairs"], told["left_out"], told["main"]) == (4, 0, "right")
    assert told["differs"]["answers.threshold"] == ["1.0", "0.45"]
    assert [each["case"]["id"] for each in told["better"]] == ["leave", "urlaub", "zebra"]
    assert not told["worse"]
    (right,) = [each for each in told["metrics"] if each["metric"] == "right"]
    assert (right["first"], right["second"], right["paired"]["p"]) == (0.25, 1, 0.25)
    assert right["better"] is None, "three of four cases may be chance"
    shown = beleg("compare", "strict", "usual", "--report", str(filled / "change.html"), at=filled)
    assert "Better by right: 3" in shown.stdout
    assert "<svg" in (filled / "change.html").read_text("utf-8")
    lines = (filled / "evaluations" / "pair.jsonl").read_text("utf-8").splitlines()
    moved = [{**json.loads(line), "id": f"other{at}"} for at, line in enumerate(lines[1:])]
    (filled / "moved.jsonl").write_text("".join(json.dumps(each) + "\n" for each in moved), "utf-8")
    assert beleg("evaluate", "moved.jsonl", at=filled).returncode == 0
    part = json.loads(beleg("compare", "usual", "moved", "--json", at=filled).stdout)
    assert (part["pairs"], part["left_out"]) == (3, 1), "a case is known by its question, not by its place"
    missing = beleg("compare", "strict", "nothing", at=filled)
    assert missing.returncode == 5
    assert "beleg evaluate list" in missing.stderr


def recorded(root: Path, what: str) -> int:
    """How many rows a query counts in the workspace's database."""
    with sqlite3.connect(f"file:{root / '.beleg' / 'state.db'}?mode=ro", uri=True, timeout=10) as connection:
        return int(connection.execute(what).fetchone()[0])


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_was_stopped_goes_on_and_asks_nothing_twice(
    beleg: Beleg, environment: dict[str, str], empty: Path, texts: Path, sent: signal.Signals, code: int
) -> None:
    assert beleg("add", str(texts), at=empty).returncode == 0
    lines = [json.dumps({"question": f"Who is number {at}?", "answerable": False}) + "\n" for at in range(MANY)]
    (empty / "many.jsonl").write_text("".join(lines), "utf-8")
    with subprocess.Popen([*COMMAND, "evaluate", "many.jsonl"], cwd=empty, env=environment, stderr=subprocess.PIPE) as child:
        deadline = time.monotonic() + 60
        while recorded(empty, "SELECT count(*) FROM evaluation_cases") < 5:
            assert child.poll() is None, "it ended before it could be stopped"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child.send_signal(sent)
        assert child.wait(60) == code
    done = recorded(empty, "SELECT count(*) FROM evaluation_cases")
    assert 5 <= done < MANY
    asked = recorded(empty, "SELECT count(*) FROM runs WHERE ended = 'done'")
    again = beleg("evaluate", "many.jsonl", "--resume", "--json", at=empty)
    assert again.returncode == 0, again.stderr
    assert f"Going on: {done} of {MANY} cases are done already." in again.stderr
    told = json.loads(again.stdout)
    assert [each["ordinal"] for each in told["cases"]] == list(range(MANY))
    assert recorded(empty, "SELECT count(*) FROM runs WHERE ended = 'done'") == asked + MANY - done
    assert recorded(empty, "SELECT count(*) FROM evaluations") == 1
    assert not list((empty / ".beleg").glob("evaluation-*.lock"))
    refused = beleg("evaluate", "many.jsonl", "--resume", at=empty)
    assert refused.returncode == 5
    assert "no unfinished run" in refused.stderr


def test_a_run_whose_settings_have_changed_is_not_gone_on_with(
    beleg: Beleg, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from beleg.library import Workspace

    path = write(filled, "halfway")
    monkeypatch.setenv("BELEG_INDEX__LINGER_S", "3")

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with Workspace(filled) as workspace, pytest.raises(KeyboardInterrupt):
        workspace.evaluate(path, on_progress=stop)
    unfinished = "SELECT count(*) FROM evaluations WHERE ended = 'running'"
    before = recorded(filled, unfinished)
    assert beleg("evaluate", "halfway", at=filled, BELEG_ANSWERS__THRESHOLD="0.6").returncode == 0
    assert recorded(filled, unfinished) == before
    assert beleg("evaluate", "halfway", at=filled).returncode == 0
    assert recorded(filled, unfinished) == before - 1


def test_a_data_set_is_made_on_the_command_line_and_measured(beleg: Beleg, filled: Path) -> None:
    made = beleg("evaluate", "make", "made", "--from-documents", "8", at=filled)
    assert made.returncode == 0, made.stderr
    assert "synthetic" in made.stdout
    told = json.loads(beleg("evaluate", "made", "--metrics", "right,bleu,chrf", "--json", at=filled).stdout)
    assert {each["metric"] for each in told["summary"]["figures"]} == {"right", "bleu", "chrf"}
    assert all(each["whole"] is not None for each in told["summary"]["figures"] if each["metric"] != "right")


def test_help_names_every_way_to_evaluate(beleg: Beleg, filled: Path) -> None:
    shown = beleg("evaluate", "--help", at=filled).stdout
    assert all(f"\n  {name}" in shown for name in ("answers", "retrieval", "make", "list", "show"))
    assert "beleg evaluate first --gate" in shown
    missing = beleg("evaluate", "nothing", at=filled)
    assert missing.returncode == 5
    assert "There is no data set 'nothing'" in missing.stderr
