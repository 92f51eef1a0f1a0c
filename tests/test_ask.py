"""Question → answer through the front door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from beleg.checks import CHECKS
from beleg.checks.contract import Check, Subject
from beleg.errors import NotFound, UserError
from beleg.library import Workspace
from beleg.providers.contract import WritingTask
from beleg.providers.quote import QuoteWriter
from beleg.records import Draft, as_json

LEAVE_EN = """# Leave policy

Every employee has thirty days of paid leave per year. Unused leave expires on 31 March of the following year.

## Parental leave

Parental leave lasts up to three years per child. It must be requested seven weeks in advance.
"""
TRAVEL_DE = """# Reiserichtlinie

Ein Hotel darf höchstens 120 Euro pro Nacht kosten. Die Abrechnung wird bis zum zehnten des Folgemonats eingereicht.

## Bahn und Flug

Für Bahnfahrten über vier Stunden ist die erste Klasse erlaubt. Flüge genehmigt die Bereichsleitung.
"""
SALARIES = """# Salaries

The salary of the managing director is 187,000 euros per year.
"""


@pytest.fixture
def asked(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with a policy in English, one in German, and a document of the group hr."""
    for folder, name, text in (
        ("open", "leave.md", LEAVE_EN),
        ("open", "reise.md", TRAVEL_DE),
        ("hr", "salaries.md", SALARIES),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, "utf-8")
    workspace.add(tmp_path / "open")
    workspace.add(tmp_path / "hr", readers=["hr"])
    return workspace


@pytest.mark.parametrize(
    ("question", "words", "language"),
    [
        ("How many days of paid leave does an employee have?", "thirty days", "en"),
        ("Wie viel darf ein Hotel pro Nacht kosten?", "120 Euro", "de"),
        ("When does unused leave expire?", "31 March", "en"),
        ("Wer genehmigt Flüge?", "Bereichsleitung", "de"),
    ],
)
def test_answers_quote_the_document(asked: Workspace, question: str, words: str, language: str) -> None:
    answer = asked.ask(question)
    assert (answer.outcome, answer.language) == ("answered", language)
    assert words in answer.claims[0].text


def test_every_citation_is_the_text_at_its_span(asked: Workspace) -> None:
    answer = asked.ask("How long does parental leave last?")
    assert answer.claims
    for claim in answer.claims:
        for citation in claim.citations:
            _, document = asked._run(asked._parts.state.document(citation.document, asked.owner.groups))
            assert document.version == citation.version
            assert document.text[citation.start : citation.end] == citation.quote
            assert citation.heading == "Leave policy > Parental leave"
        assert [verdict.check for verdict in claim.verdicts if verdict.passed] == ["quoted", "supported"]


class _Rewording(QuoteWriter):
    """A writer that says other things than it cites."""

    async def write(self, task: WritingTask) -> Draft:
        """The quotes, in other words: the first true to its passage, the second not."""
        draft = await super().write(task)
        (claim, *_) = draft.claims
        true = replace(claim, text="Every employee has 30 days of paid leave per year.")
        return Draft((true, replace(claim, text="Every employee has forty days of paid leave per year.")), draft.confidence)


def test_a_claim_that_its_passage_does_not_carry_is_removed_and_told(asked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_parts", replace(asked._parts, writer=_Rewording()))
    steps = list(asked.ask_steps("How many days of paid leave does an employee have?"))
    told = next(step.data for step in steps if step.name == "verified")
    answer = steps[-1].answer
    assert (told["claims"], told["removed"]) == (1, 1)
    assert answer is not None
    assert [claim.text for claim in answer.claims] == ["Every employee has 30 days of paid leave per year."]
    assert [each.check for each in answer.claims[0].verdicts] == ["quoted", "supported"]


def test_the_check_supported_judges_a_whole_answer_by_its_least_sure_claim(asked: Workspace) -> None:
    question = "How many days of paid leave does an employee have?"
    answer, found = asked.ask(question), tuple(asked.search(question))
    check: Check = CHECKS.load("supported")()
    quoted = check.verdict(Subject(question, "en", answer, found))
    assert quoted is not None
    assert (quoted.passed, quoted.score) == (True, 1.0)
    wrong = replace(answer.claims[0], text="Every employee has forty days of paid leave per year.")
    changed = check.verdict(Subject(question, "en", replace(answer, claims=(answer.claims[0], wrong)), found))
    assert changed is not None
    assert not changed.passed
    assert "“forty days”, where “thirty days” stands" in changed.reason
    assert check.verdict(Subject(question, "en", replace(answer, claims=()), found)) is None


def test_without_evidence_it_says_so_and_where_to_look(asked: Workspace) -> None:
    answer = asked.ask("What is the boiling point of tungsten on leave day?")
    assert (answer.outcome, answer.claims) == ("no_evidence", ())
    assert answer.nearest[0].path == "leave.md"
    assert asked.ask("Xylophonquartett Zimbabwe?").outcome == "no_evidence"


def test_a_document_of_another_group_is_as_if_it_were_not_there(asked: Workspace) -> None:
    question = "What is the salary of the managing director?"
    assert "187,000" in asked.ask(question, groups=["hr"]).claims[0].text
    answer = asked.ask(question)
    told = str(as_json(answer)) + str(as_json(list(asked.ask_steps(question)))) + str(asked.run(answer.run))
    assert answer.outcome == "no_evidence"
    assert "187" not in told
    assert "salaries" not in told
    assert "managing director is" not in told
    assert asked.search(question) == [] or all(hit.document.path != "salaries.md" for hit in asked.search(question))
    with pytest.raises(NotFound) as no_source:
        asked.ask(question, sources=["hr"])
    assert str(no_source.value) == "There is no source 'hr'. Known: open."
    hidden = asked.search(question, groups=["hr"])[0].document.id
    with pytest.raises(NotFound) as not_mine:
        asked._run(asked._parts.state.document(hidden, asked.owner.groups))
    with pytest.raises(NotFound) as not_there:
        asked._run(asked._parts.state.document(4711, asked.owner.groups))
    assert str(not_mine.value).replace(str(hidden), "N") == str(not_there.value).replace("4711", "N")


def test_the_run_records_each_step_and_keeps_the_draft_in_the_house(asked: Workspace) -> None:
    steps = list(asked.ask_steps("How many days of paid leave does an employee have?"))
    names = [step.name for step in steps]
    assert names[:4] == ["searched", "packed", "written", "verified"]
    assert names[-1] == "answer"
    answer = steps[-1].answer
    assert answer is not None
    record = asked.run(answer.run)
    assert (record["ended"], record["outcome"]) == ("done", "answered")
    assert record["versions"]["writer"] == "quote"
    assert "draft" not in str(record["steps"])


def test_an_abandoned_run_is_a_record(asked: Workspace) -> None:
    steps = asked.ask_steps("How many days of paid leave does an employee have?")
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # ask_steps is a generator, typed as the iterator users need
    with asked._parts.state.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT ended FROM runs").scalars().all() == ["left"]


@pytest.mark.parametrize(("text", "said"), [("", "empty"), (" \n", "empty"), ("x" * 100_000, "100,000 characters")])
def test_a_question_that_cannot_be_asked_is_told_so(asked: Workspace, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        asked.ask(text)


def test_a_question_can_be_kept_to_one_source(asked: Workspace) -> None:
    assert asked.ask("Wer genehmigt Flüge?", sources=["open"]).outcome == "answered"
    with pytest.raises(NotFound, match="Did you mean 'open'"):
        asked.ask("Wer genehmigt Flüge?", sources=["opne"])


def test_german_compounds_are_found_both_ways(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(
        "# Regeln\n\nDer Anspruch auf Urlaub beträgt dreißig Tage. Jeder Urlaub braucht einen Antrag.\n", "utf-8"
    )
    (folder / "b.md").write_text("# Katze\n\nDie Katze schläft auf dem Sofa und der Anspruch der Katze ist hoch.\n", "utf-8")
    (folder / "c.md").write_text("# Gesetz\n\nDer Urlaubsanspruch verjährt nicht.\n", "utf-8")
    workspace.add(folder)
    assert {hit.document.path for hit in workspace.search("Urlaubsanspruch")[:2]} == {"a.md", "c.md"}
    assert {hit.document.path for hit in workspace.search("Anspruch auf Urlaub")[:2]} == {"a.md", "c.md"}
