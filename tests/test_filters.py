"""Filters through the front door: documents with days and labels, questions that name them, rights that hold."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from beleg.errors import NotFound, UserError
from beleg.language.dates import day_number
from beleg.library import Workspace
from beleg.stores.state.database import MIGRATIONS

OLD = "---\ndate: 2022-05-03\nauthor: Petra Möller\n---\n\n# Hotels\n\nEin Hotel darf höchstens 90 Euro kosten.\n"
NEW = (
    "---\ndate: 2026-02-01\nauthors: [Jane Doe, Kurt Weber, Petra Möller]\n---\n\n"
    "# Hotels\n\nEin Hotel darf höchstens 110 Euro kosten.\n"
)
SALES = "# Rabatte\n\nHändler bekommen ab zehn Maschinen vier Prozent Rabatt.\n"
QUESTION = "Was darf ein Hotel höchstens kosten?"


def stamp(path: Path, day: str) -> None:
    """Let the file have been changed on this day."""
    when = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    os.utime(path, (when, when))


def write(made: Path) -> Path:
    """Travel rules of two years and a folder of the sales team."""
    (made / "Reisen").mkdir(parents=True)
    (made / "Verkauf" / "Händler").mkdir(parents=True)
    (made / "Reisen" / "hotels-alt.md").write_text(OLD, "utf-8")
    (made / "Reisen" / "hotels.md").write_text(NEW, "utf-8")
    (made / "Verkauf" / "Händler" / "rabatte.txt").write_text(SALES, "utf-8")
    stamp(made / "Verkauf" / "Händler" / "rabatte.txt", "2025-06-15")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """These documents, for a test that changes them."""
    return write(tmp_path / "documents")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with these documents, which the tests only read."""
    root = tmp_path_factory.mktemp("filters")
    with Workspace.init(root / "workspace") as workspace:
        workspace.add(write(root / "documents"))
        yield workspace


def paths(workspace: Workspace, text: str, *, filters: Sequence[str] = (), groups: list[str] | None = None) -> set[str]:
    return {Path(hit.document.path).name for hit in workspace.search(text, filters=filters, groups=groups)}


def days(workspace: Workspace) -> dict[str, str | None]:
    found = {Path(each.document.path).name: each.document.modified_day for each in workspace.documents()}
    return {name: None if day is None else date.fromordinal(day + 719163).isoformat() for name, day in found.items()}


def test_a_document_has_the_day_it_states_before_that_of_its_file(filled: Workspace) -> None:
    assert days(filled) == {"hotels-alt.md": "2022-05-03", "hotels.md": "2026-02-01", "rabatte.txt": "2025-06-15"}
    assert {hit.document.modified_day for hit in filled.search("Rabatt")} == {day_number(date(2025, 6, 15))}


def test_files_state_their_day_in_their_name_and_their_properties(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "protokoll-2026-03-12.md").write_text("# Protokoll\n\nDas Sommerfest ist im Juni.\n", "utf-8")
    written = docx.Document()
    written.add_paragraph("Der Parkplatz wird gesperrt.")
    written.core_properties.author, written.core_properties.modified = "Einkauf", datetime(2024, 7, 1, tzinfo=UTC)
    written.save(str(folder / "parkplatz.docx"))
    bare = docx.Document()
    bare.add_paragraph("Der Hof bleibt offen.")
    bare.save(str(folder / "hof.docx"))
    canvas = Canvas(str(folder / "hafen.pdf"), pagesize=A4, invariant=1)
    canvas.drawString(72, 760, "Der Hafen hat zwei Becken.")
    canvas.save()
    (folder / "seite.html").write_text(
        '<html><head><meta name="author" content="Jane Doe"><meta property="article:modified_time" content="2023-04-05T10:00">'
        "</head><body><p>Die Werft baut Boote.</p></body></html>",
        "utf-8",
    )
    for path in folder.iterdir():
        stamp(path, "2025-01-01")
    workspace.add(folder)
    assert days(workspace) == {
        "protokoll-2026-03-12.md": "2026-03-12",
        "parkplatz.docx": "2024-07-01",
        "hof.docx": "2025-01-01",  # its own stamp is the one that the library writes into every file
        "hafen.pdf": "2025-01-01",  # its own stamp is the first of January 2000, which nobody set
        "seite.html": "2023-04-05",
    }
    assert paths(workspace, "Parkplatz Hof Hafen Werft", filters=["author:einkauf"]) == {"parkplatz.docx"}
    assert paths(workspace, "Parkplatz Hof Hafen Werft", filters=["type:docx"]) == {"parkplatz.docx", "hof.docx"}
    assert paths(workspace, "Parkplatz Hof Hafen Werft", filters=["type:pdf", "author:jane doe"]) == set()


def test_filters_limit_a_search(filled: Workspace) -> None:
    both = {"hotels-alt.md", "hotels.md"}
    assert paths(filled, QUESTION) == both
    assert paths(filled, QUESTION, filters=["since:2025"]) == {"hotels.md"}
    assert paths(filled, QUESTION, filters=["until:2022-05-03"]) == {"hotels-alt.md"}
    assert paths(filled, QUESTION, filters=["author:jane doe"]) == {"hotels.md"}
    assert paths(filled, QUESTION, filters=["author:Petra  MÖLLER"]) == both
    assert paths(filled, "Rabatt Hotel", filters=["folder:verkauf"]) == {"rabatte.txt"}
    assert paths(filled, "Rabatt Hotel", filters=["folder:händler", "since:2024"]) == {"rabatte.txt"}
    assert paths(filled, "Rabatt Hotel", filters=["folder:händler", "folder:reisen"]) == {*both, "rabatte.txt"}
    assert paths(filled, "Rabatt Hotel", filters=["folder:nirgends"]) == set()


def test_words_of_a_question_limit_its_answer_and_are_told(filled: Workspace) -> None:
    answer = filled.ask("Was darf ein Hotel in den Dokumenten vor 2023 höchstens kosten?")
    assert "90 Euro" in answer.claims[0].text
    (read,) = answer.filters
    assert (read.name, read.words, read.implicit, read.dropped) == ("day:../2022-12-31", "vor 2023", True, False)
    free = filled.ask("Was darf ein Hotel in den Dokumenten vor 2023 höchstens kosten?", without=[read.name])
    assert free.filters == ()


def test_a_filter_read_from_words_that_leaves_nothing_is_dropped_and_told(filled: Workspace) -> None:
    ranked = filled.rank("Dokumente zu Hotels vor 2010")
    assert {Path(hit.document.path).name for hit in ranked.found} == {"hotels-alt.md", "hotels.md"}
    assert [(each.name, each.dropped) for each in ranked.filters] == [("day:../2009-12-31", True)]
    assert ranked.stages[0].name == "terms"


def test_an_answer_outside_such_a_filter_is_found_all_the_same(filled: Workspace) -> None:
    answer = filled.ask("Was darf ein Hotel im Ordner Verkauf höchstens kosten?")
    assert "Euro" in answer.claims[0].text
    assert [(each.name, each.dropped) for each in answer.filters] == [("folder:verkauf", True)]
    answer = filled.ask("Was darf ein Hotel für einen Händler im Ordner Verkauf höchstens kosten?")
    steps = [step["name"] for step in filled.run(answer.run)["steps"]]
    assert steps.count("searched") == 2  # the folder has something about dealers, but no answer
    assert [(each.name, each.dropped) for each in answer.filters] == [("folder:verkauf", True)]


def test_a_given_filter_is_never_dropped(filled: Workspace) -> None:
    answer = filled.ask(QUESTION, filters=["folder:verkauf"])
    assert answer.outcome == "no_evidence"
    assert [(each.name, each.dropped) for each in answer.filters] == [("folder:verkauf", False)]
    assert all("rabatte" in place.path for place in answer.nearest)


def test_stages_say_what_was_limited(filled: Workspace) -> None:
    stage = filled.rank(filled.question("Dokumente zu Hotels seit 2025", filters=["folder:reisen"])).stages[0]
    assert stage.name == "filters"
    assert "folder:reisen" in stage.says
    assert "seit 2025" in stage.says


def test_reading_filters_can_be_switched_off(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELEG_RETRIEVAL__READ_FILTERS", "false")
    with Workspace(filled.root) as workspace:
        assert workspace.rank("Dokumente zu Hotels seit 2025").filters == ()


def test_the_newest_is_preferred_where_it_is_asked_for(filled: Workspace) -> None:
    question = "Was darf ein Hotel laut aktueller Regel höchstens kosten?"
    assert Path(filled.search(question)[0].document.path).name == "hotels.md"
    old_first = filled.rank("Hotel 90 Euro kosten")
    assert Path(old_first.found[0].document.path).name == "hotels-alt.md"
    assert old_first.filters == ()
    newest = filled.rank(filled.question("Hotel Euro kosten", filters=["newest"]))
    assert Path(newest.found[0].document.path).name == "hotels.md"
    assert newest.stages[-1].name == "freshness"


def test_names_that_the_asker_may_not_see_are_no_filters(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "board" / "Geheim"
    secret.mkdir(parents=True)
    (secret / "hotels.md").write_text(
        "---\nauthor: Vera Vogel\n---\n\n# Hotels\n\nDas Hotel der Geschäftsführung kostet 400 Euro.\n", "utf-8"
    )
    workspace.add(folder, readers=["staff", "board"])
    workspace.add(tmp_path / "board", readers=["board"])
    for text in ("Was kostet ein Hotel im Ordner Geheim?", "Dokumente von Vera Vogel", "Was kostet ein Hotel in board?"):
        assert workspace.rank(workspace.question(text, groups=["staff"])).filters == (), text
        assert workspace.rank(workspace.question(text, groups=["board"])).filters != (), text
    assert workspace.search("Hotel", groups=["staff"], filters=["folder:geheim"]) == []
    with pytest.raises(NotFound):
        workspace.search("Hotel", groups=["staff"], filters=["source:board"])


def test_labels_of_a_duplicate_elsewhere_open_nothing(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("open", "closed"):
        (tmp_path / name / f"Ordner {name}").mkdir(parents=True)
        (tmp_path / name / f"Ordner {name}" / "same.md").write_text("# Zebra\n\nDas Zebra wohnt im Gehege.\n", "utf-8")
    workspace.add(tmp_path / "open", readers=["staff"])
    workspace.add(tmp_path / "closed", readers=["board"])
    assert paths(workspace, "Zebra", groups=["staff"], filters=["folder:ordner open"]) == {"same.md"}
    assert paths(workspace, "Zebra", groups=["staff"], filters=["folder:ordner closed"]) == set()
    assert paths(workspace, "Zebra", groups=["board"], filters=["folder:ordner closed"]) == {"same.md"}


def test_an_index_written_anew_knows_labels_and_days(filled: Workspace) -> None:
    filled.reindex()
    assert paths(filled, "Rabatt Hotel", filters=["folder:verkauf", "since:2025-06-15", "until:2025-06-15"]) == {"rabatte.txt"}


def test_a_workspace_of_the_first_tables_is_brought_up_to_date_and_new_dates_are_noticed(
    tmp_path: Path, folder: Path, make_workspace: Callable[..., Workspace]
) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    data = tmp_path / "workspace" / ".beleg"
    data.mkdir(parents=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{data / 'state.db'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(data / "state.db") as state:
        values = ("folder", "documents", str(folder), '["owner"]', "[]", "[]", "2026-01-01")
        state.execute(
            "INSERT INTO sources (kind, name, location, readers, include, exclude, added_at) VALUES (?,?,?,?,?,?,?)", values
        )
    state.close()
    workspace = make_workspace()
    workspace.sync()
    assert paths(workspace, QUESTION, filters=["since:2025"]) == {"hotels.md"}
    # a new date of a file is noticed without reading it again
    stamp(folder / "Verkauf" / "Händler" / "rabatte.txt", "2020-01-01")
    (report,) = workspace.sync()
    assert (report.indexed, report.quarantined) == (0, 0)
    assert days(workspace)["rabatte.txt"] == "2020-01-01"
    assert paths(workspace, "Rabatt", filters=["until:2020"]) == {"rabatte.txt"}
    assert paths(workspace, "Rabatt", filters=["since:2021"]) == set()


def test_a_filter_that_says_nothing_is_refused(filled: Workspace) -> None:
    with pytest.raises(UserError, match="no date"):
        filled.ask(QUESTION, filters=["since:soon"])
