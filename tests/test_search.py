"""Question → passages through the front door: what is found, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from beleg.library import Workspace
from beleg.records import OWNER, Principal, Question
from beleg.search import Ranked, rank

TEXTS = {
    "quarantaene.md": "Die Quarantäne dauert zehn Tage. Das Gesundheitsamt ordnet sie an.",
    "kuendigung.md": "Die Kündigungsfrist beträgt vier Wochen zum Monatsende.",
    "termin.md": "Das Richtfest fand am 03.03.2024 in der Halle statt.",
    "zweiter_termin.md": "Das Richtfest fand am 4. April 2023 auf dem Hof statt.",
    "widerruf.md": "Das Widerrufsrecht regelt § 312g Abs. 2 des Bürgerlichen Gesetzbuchs.",
    "anderes.md": "Die Haftung regelt § 823 Abs. 1 des Bürgerlichen Gesetzbuchs.",
    "preis.md": "Die Anlage kostet 1.234,50 Euro ohne Montage.",
    "anderer_preis.md": "Die Anlage kostet 1.999,00 Euro mit Montage.",
    "invoice.md": "The final invoice came to 12,500 dollars for the whole plant.",
    "second_invoice.md": "The final invoice came to 13,700 dollars for the other plant.",
}


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace with these texts, each in a file of its own."""

    def fill(texts: Mapping[str, str], readers: tuple[str, ...] = (OWNER,)) -> Workspace:
        folder = tmp_path / "-".join(readers)
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        workspace.add(folder, readers=readers)
        return workspace

    return fill


def ranked(workspace: Workspace, text: str, groups: frozenset[str] | None = None) -> Ranked:
    """What `ask` itself would be given, with every stage."""
    asker = workspace.owner if groups is None else Principal("someone", groups)
    return workspace._run(rank(workspace._parts, Question(text, asker), 10))


def test_dates_numbers_paragraphs_and_slips_are_found_in_every_spelling(
    filled: Callable[..., Workspace],
) -> None:
    workspace = filled(TEXTS)
    wanted = {
        "Was war am 3. März 2024?": "termin.md",
        "Was war am 2024-03-03?": "termin.md",
        "What happened on March 3rd, 2024?": "termin.md",
        "Was geschah im März 2024?": "termin.md",
        "Was war am 04.04.2023?": "zweiter_termin.md",
        "Was sagt Paragraph 312g Absatz 2?": "widerruf.md",
        "Was sagt §312g?": "widerruf.md",
        "Was steht in § 823?": "anderes.md",
        "Was kostet 1234.50 Euro?": "preis.md",
        "Was kostet 1234,5 Euro?": "preis.md",
        "Which invoice was 12500 dollars?": "invoice.md",
        "Wie lange dauert die Quaratäne?": "quarantaene.md",
        "Wie lang ist die Kündigunsgfrist?": "kuendigung.md",
        "Qurantäne": "quarantaene.md",
    }
    found = {question: workspace.search(question)[0].document.path for question in wanted}
    assert found == wanted


def test_a_compound_that_no_document_holds_is_searched_by_its_parts(filled: Callable[..., Workspace]) -> None:
    workspace = filled(
        {
            "a.md": "Der Urlaub muss beantragt werden. Ein Antrag braucht eine Unterschrift.",
            "b.md": "Die Katze hat keine Zeit. Der Hund braucht Ruhe.",
        }
    )
    assert workspace.search("Urlaubsantrag")[0].document.path == "a.md"


def test_words_that_stand_together_beat_the_same_words_scattered(filled: Callable[..., Workspace]) -> None:
    filler = "The report goes on with many other matters of the company, its people and its yearly plans. " * 3
    workspace = filled(
        {
            "scattered.md": f"The emergency was long ago. {filler} A red exit stands there. {filler} We stop to look at it.",
            "together.md": f"{filler} The red emergency stop is at the exit. {filler} Nothing else is there.",
        }
    )
    result = ranked(workspace, "Where is the red emergency stop?")
    assert result.found[0].document.path == "together.md"
    assert [stage.name for stage in result.stages[:2]] == ["terms", "near"]
    assert result.found[0].signals["near"] > result.found[1].signals["near"]
    assert all(each.score > 0 for each in result.found)


def test_a_long_document_about_the_matter_beats_a_passing_mention(filled: Callable[..., Workspace]) -> None:
    about = "\n\n".join(
        f"## Teil {number}\n\nDie Berufung wegen Mietminderung ist zulässig. Zur Mietminderung trägt die Beklagte {why} vor. "
        + f"Das Gericht würdigt dazu das Gutachten {number} in allen Einzelheiten. " * 12
        for number, why in enumerate(("Lärm", "Schimmel", "Kälte", "Baustellen"), 1)
    )
    passing = (
        "# Vermerk\n\nDie Berufung wegen Mietminderung ist zulässig. Zur Mietminderung trägt die Beklagte Lärm vor. "
        + "Das Gericht würdigt dazu das Gutachten 1 in allen Einzelheiten. " * 12
    )
    workspace = filled({"urteil.md": f"# Urteil\n\n{about}", "vermerk.md": passing})
    result = ranked(workspace, "Mietminderung Berufung Beklagte")
    assert result.found[0].document.path == "urteil.md"
    assert result.found[0].signals["document"] > 0


def test_a_word_of_a_hidden_document_helps_to_search_but_is_not_told(
    filled: Callable[..., Workspace],
) -> None:
    workspace = filled({"open.md": "Die Kantine öffnet um elf Uhr."})
    filled({"hidden.md": "Das Projekt Nachtfalter kostet viel."}, readers=("board",))
    result = ranked(workspace, "Was ist der Nachtflater?")
    assert "nachtfalter" not in str(result.found) + str(result.stages) + str(result.read_as)
    told = ranked(workspace, "Was ist der Nachtflater?", frozenset({"board"}))
    assert told.found[0].document.path == "hidden.md"
    assert told.read_as == {"nachtflater": ("nachtfalter",)}
