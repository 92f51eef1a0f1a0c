"""Data sets as files: what is read, what is refused in which words, and what is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beleg.errors import NotFound, UserError
from beleg.evaluation.cases import Relevant, find_data_set, read_data_set
from beleg.library import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"

LEAVE = """# Leave

## How do I ask for leave?

Ask for leave in the portal. The portal TX-200 answers within three working days.

## Days

Every employee of Hafenkante has 30 days of leave in the year 2025. A sabbatical is a leave of several months.
"""
URLAUB = """# Urlaub

Die Urlaubsregelung gibt jedem Beschäftigten nach 12 Monaten einen weiteren Tag. Der Antrag wird am 3. März 2026 geprüft.
"""
SHIPS = """# Ships

The ferry to Priwall leaves every 15 minutes. A ticket for the Passat costs 4 euros.
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two sources, two languages; the tests of this file share it and each writes data sets of its own name."""
    root = tmp_path_factory.mktemp("made")
    (root / "beleg.toml").write_text("[index]\nlinger_s = 1\n", "utf-8")
    for folder, name, text in (("rules", "leave.md", LEAVE), ("rules", "urlaub.md", URLAUB), ("port", "ships.md", SHIPS)):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).write_text(text, "utf-8")
    with Workspace.init(root) as workspace:
        workspace.add(root / "rules")
        workspace.add(root / "port")
        yield workspace


def test_every_field_is_read_from_jsonl_and_from_yaml_alike(tmp_path: Path) -> None:
    case = {
        "id": "a",
        "question": "Wie viele  Tage?",
        "language": "de",
        "answers": ["30 Tage"],
        "documents": [{"document": "x/a.md", "grade": 2, "quote": "30 Tage Urlaub"}, "b.md"],
        "answerable": True,
        "tags": ["leave"],
        "origin": "feedback",
        "sources": ["x"],
    }
    (tmp_path / "one.jsonl").write_text('{"gates": ["wrong <= .05"]}\n\n' + json.dumps(case) + "\n", "utf-8")
    yaml = "gates:\n  - wrong <= .05\ncases:\n- " + json.dumps(case) + "\n"
    (tmp_path / "two.yaml").write_text(yaml, "utf-8")
    one, two = read_data_set(tmp_path / "one.jsonl"), read_data_set(tmp_path / "two.yaml")
    (read,) = one.cases
    assert read.question == "Wie viele Tage?"
    assert read.documents == (Relevant("x/a.md", 2, "30 Tage Urlaub"), Relevant("b.md"))
    assert (one.cases, one.gates, one.sha256) == (two.cases, two.gates, two.sha256)


def test_the_example_questions_are_read_with_their_own_names_for_the_fields() -> None:
    cases = {each.question: each for each in read_data_set(EXAMPLES / "questions.jsonl").cases}
    assert cases["Bekomme ich frei, wenn ich heirate?"].says == (("Hochzeit",), ("2",))
    descale = cases["How often should I descale my Lotse?"]
    assert descale.answers == ("3 months", "three months")
    assert [each.name for each in descale.documents] == ["products/lotse-manual.pdf", "products/water.md"]
    assert cases["Wie hoch ist das Weihnachtsgeld?"].answerable is False


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"question": "a"}\n{"question": "b"', "set.jsonl line 2: this is not JSON"),
        ('{"question": "a"}\n\n{"questoin": "b"}', "set.jsonl line 3: there is no field 'questoin'"),
        ('{"id": "x"}', "line 1: it has no `question`"),
        ('{"question": "a", "id": "x"}\n{"question": "b", "id": "x"}', "line 2: the id 'x' is taken by set.jsonl line 1"),
        ('{"question": "a", "answerable": "yes"}', "line 1: `answerable` must be true or false"),
        ('{"question": "a", "answerable": false, "answers": ["b"]}', "it is not answerable, yet it names answers"),
        ('{"question": "a", "origin": "dreamt"}', "`origin` is 'dreamt'"),
        ('{"question": "a", "documents": [3]}', "`documents` are paths"),
        ("[1]", "a case is an object"),
        ("", "holds no questions"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError) as told:
        read_data_set(path)
    assert says in str(told.value)


def test_a_faulty_line_of_yaml_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- question: a\n- question: b\n  tags: {}\n", "utf-8")
    with pytest.raises(UserError, match=r"set\.yaml line 2: `tags`"):
        read_data_set(path)
    path.write_text("- question: 'a\n", "utf-8")
    with pytest.raises(UserError, match="this is not YAML"):
        read_data_set(path)


def test_the_hash_names_the_cases_and_not_the_layout(tmp_path: Path) -> None:
    texts = (
        '{"question": "a", "language": "en"}',
        '{"language":"en",  "question":"a"}\n',
        '{"question": "b", "language": "en"}',
    )
    hashes = []
    for at, text in enumerate(texts):
        (tmp_path / f"{at}.jsonl").write_text(text, "utf-8")
        hashes.append(read_data_set(tmp_path / f"{at}.jsonl").sha256)
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_data_set_is_found_by_name_and_a_wrong_name_gets_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "evaluations" / "first.yaml").write_text("- question: a\n", "utf-8")
    assert find_data_set("first", tmp_path).name == "first.yaml"
    with pytest.raises(NotFound, match="Did you mean 'first'"):
        find_data_set("frist", tmp_path)


def test_questions_are_made_from_documents_and_their_answers_stand_there(filled: Workspace) -> None:
    path, counts = filled.make_data_set("made", documents=16)
    cases = read_data_set(path).cases
    assert {each.origin for each in cases} == {"synthetic"}
    asked = {each.question: each for each in cases if each.answerable}
    assert asked["How do I ask for leave?"].answers == ("Ask for leave in the portal.",)
    assert asked["Der Antrag wird wann geprüft?"].answers == ("3. März 2026",)
    assert asked["The ferry to Priwall leaves every how many minutes?"].documents[0].name == "port/ships.md"
    texts = {"rules/leave.md": LEAVE, "rules/urlaub.md": URLAUB, "port/ships.md": SHIPS}
    for each in cases:
        if each.answers:
            assert each.answers[0] in texts[each.documents[0].name]
    assert counts["synthetic, unanswerable"] == len([each for each in cases if each.answerable is False]) >= 1
    for each in cases:
        if each.sources:
            assert each.answerable is False
            assert "other source" in each.tags
    again, _ = filled.make_data_set("again", documents=16)
    assert again.read_text("utf-8") == path.read_text("utf-8")


def test_a_data_set_is_not_overwritten_by_accident(filled: Workspace) -> None:
    filled.make_data_set("once", documents=2)
    with pytest.raises(UserError, match="--force"):
        filled.make_data_set("once", documents=2)
    filled.make_data_set("once", documents=3, force=True)
    with pytest.raises(UserError, match="is no name"):
        filled.make_data_set("../made", documents=2)
    with pytest.raises(UserError, match="Say where"):
        filled.make_data_set("other")


def test_what_was_asked_becomes_proposals_once_each_and_no_evaluation_feeds_itself(filled: Workspace) -> None:
    question = "How many days of leave does every employee have in 2025?"
    assert filled.ask(question).outcome == "answered"
    filled.ask(question.upper())
    filled.ask("Who won the football match?")
    path, counts = filled.make_data_set("asked", from_runs=True)
    assert counts == {"traffic, unreviewed": 2}
    first, second = read_data_set(path).cases
    assert first.unreviewed
    assert "30 days" in first.answers[0]
    assert [each.name for each in first.documents] == ["rules/leave.md"]
    assert second.answerable is None
    filled.evaluate("asked")
    assert filled.make_data_set("more", from_runs=True)[1] == counts


def test_runs_that_saw_more_than_the_maker_may_are_left_out(make_workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    workspace = make_workspace()
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / "pay.md").write_text(LEAVE, "utf-8")
    workspace.add(tmp_path / "board", readers=["board"])
    assert workspace.ask("How many days of leave does every employee have?", groups=["board"]).outcome == "answered"
    with pytest.raises(UserError, match="No case"):
        workspace.make_data_set("asked", from_runs=True)


def test_corrections_become_cases_and_one_that_says_nothing_is_refused(filled: Workspace, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.jsonl"
    corrections.write_text(
        '{"question": "How long is leave?", "answer": "30 days"}\n{"question": "And pay?", "answerable": false}\n', "utf-8"
    )
    path, counts = filled.make_data_set("corrected", feedback=corrections)
    assert counts == {"feedback": 1, "feedback, unanswerable": 1}
    assert read_data_set(path).cases[0].answers == ("30 days",)
    corrections.write_text('{"question": "How long is leave?"}\n', "utf-8")
    with pytest.raises(UserError, match="line 1: a correction says what is right"):
        filled.make_data_set("empty", feedback=corrections)
