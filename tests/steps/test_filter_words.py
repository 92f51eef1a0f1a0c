"""Which words of a question become filters, and which do not."""

from __future__ import annotations

from datetime import date

import pytest

from beleg.errors import UserError
from beleg.language.dates import day_number, stated_day
from beleg.records import AppliedFilter, DocumentRef, Filter, Passage, Retrieved
from beleg.retrieval.filters import given, phrases_of, settled, within
from beleg.retrieval.freshness import fresher

TODAY = date(2026, 11, 25)
LABELS = {
    "folder:verkauf", "folder:it-security", "folder:projekt alpha", "author:petra möller", "author:einkauf", "author:sales",
    "author:jane doe", "type:pdf", "type:docx", "type:xlsx", "type:html",
}  # fmt: skip
SOURCES = ("handbook", "Confluence", "jira-tickets")

MEANT = [
    # dates beside a noun for documents
    ("Protokolle seit 2024", "day:2024-01-01/.."),
    ("Welche Protokolle gibt es seit 2024?", "day:2024-01-01/.."),
    ("Protokolle ab März 2025", "day:2025-03-01/.."),
    ("Berichte nach 2023", "day:2024-01-01/.."),
    ("Berichte vor 2023", "day:../2022-12-31"),
    ("Richtlinien bis 2023", "day:../2023-12-31"),
    ("Berichte bis zum 31.12.2023 über Reisen", "day:../2023-12-31"),
    ("Protokolle zwischen 2022 und 2024", "day:2022-01-01/2024-12-31"),
    ("Protokolle von 2022 bis 2024 zum Vertrieb", "day:2022-01-01/2024-12-31"),
    ("Jahresberichte aus dem Jahr 2023", "day:2023-01-01/2023-12-31"),
    ("Was steht im Protokoll vom 12.03.2026?", "day:2026-03-12/2026-03-12"),
    ("Was wurde im Besprechungsprotokoll vom 12. März 2026 notiert?", "day:2026-03-12/2026-03-12"),
    ("Dokumente zu Reisekosten seit 2024", "day:2024-01-01/.."),
    ("Welche Dokumente wurden seit Juni 2025 geändert?", "day:2025-06-01/.."),
    ("Zeig mir alle Protokolle der letzten 3 Monate", "day:2026-08-25/.."),
    ("E-Mails von gestern", "day:2026-11-24/.."),
    ("Dateien aus dieser Woche", "day:2026-11-23/.."),
    ("Documents since 2024", "day:2024-01-01/.."),
    ("reports before May 2025", "day:../2025-04-30"),
    ("Which policies were updated before May 2025?", "day:../2025-04-30"),
    ("Which documents have changed since 2024-06?", "day:2024-06-01/.."),
    ("Reports from 2023 to 2024 about sales", "day:2023-01-01/2024-12-31"),
    ("minutes of 12 March 2026", "day:2026-03-12/2026-03-12"),
    ("What do the minutes from March 12, 2026 say about travel?", "day:2026-03-12/2026-03-12"),
    ("Files from the last two weeks", "day:2026-11-11/.."),
    ("notes between January 2025 and March 2025", "day:2025-01-01/2025-03-31"),
    ("emails from last month", "day:2026-10-01/.."),
    # what changed or happened since
    ("Was geschah seit 2024?", "day:2024-01-01/.."),
    ("Was hat sich im letzten Jahr geändert?", "day:2025-01-01/.."),
    ("Was ist letzte Woche neu hinzugekommen?", "day:2026-11-16/.."),
    ("Welche Regeln haben sich in den letzten 3 Monaten geändert?", "day:2026-08-25/.."),
    ("Was wurde seit März beschlossen?", "day:2026-03-01/.."),
    ("What changed in the last two weeks?", "day:2026-11-11/.."),
    ("What was decided since May 2025?", "day:2025-05-01/.."),
    ("What's new this year?", "day:2026-01-01/.."),
    # key words
    ("Reisekosten seit 2024", "day:2024-01-01/.."),
    ("travel expenses since June 2025", "day:2025-06-01/.."),
    # sources and folders
    ("Wie beantrage ich Urlaub in Confluence?", "source:Confluence"),
    ("How do I ask for leave in confluence?", "source:Confluence"),
    ("Was steht in der Quelle handbook über Urlaub?", "source:handbook"),
    ("Was steht im Handbook über Urlaub?", "source:handbook"),
    ("Laut Handbook, wie viele Tage?", "source:handbook"),
    ("According to the handbook, how long is the notice period?", "source:handbook"),
    ("What does the policy in the handbook say about leave?", "source:handbook"),
    ("search in jira tickets for printer errors", "source:jira-tickets"),
    ("Welche Rabatte gibt es im Ordner Verkauf?", "folder:verkauf"),
    ("Rabatte aus dem Ordner „Projekt Alpha“", "folder:projekt alpha"),
    ("Which passwords are allowed in the folder it security?", "folder:it-security"),
    ("What do we say about passwords in the it-security folder?", "folder:it-security"),
    ("Was gilt im Verzeichnis Verkauf für Händler?", "folder:verkauf"),
    # authors
    ("Richtlinien von Einkauf", "author:einkauf"),
    ("Richtlinien vom Einkauf zu Lieferanten", "author:einkauf"),
    ("Protokolle von Petra Möller über Reisen", "author:petra möller"),
    ("Welche Berichte wurden von Petra Möller verfasst?", "author:petra möller"),
    ("Was hat Petra Möller über Homeoffice geschrieben?", "author:petra möller"),
    ("documents by the sales team about discounts", "author:sales"),
    ("Which guidelines were written by Jane Doe?", "author:jane doe"),
    ("What did Jane Doe write about pensions?", "author:jane doe"),
    ("Dokumente der letzten 2 Wochen von Petra Möller", "day:2026-11-11/.."),
    # types
    ("Gibt es die Preisliste als PDF?", "type:pdf"),
    ("Was steht in den PDFs über Wasser?", "type:pdf"),
    ("PDF-Dateien zu Wasserhärte", "type:pdf"),
    ("Welche Word-Dokumente nennen Reisekosten?", "type:docx"),
    ("find the budget in the spreadsheets", "type:xlsx"),
    ("Show me all web pages about returns", "type:html"),
    # the newest
    ("Wie lautet die aktuelle Preisliste?", "newest:"),
    ("What is the latest price list?", "newest:"),
]

NOT_MEANT = [
    "Wie hoch war der Umsatz 2019?",
    "Wie hoch war der Umsatz im letzten Jahr?",
    "Wie viele Urlaubstage hatte ich im letzten Jahr?",
    "Was gilt ab März 2025 für Hotels?",
    "Wie hoch ist seit 2024 der Beitrag?",
    "Wer regierte Frankreich vor 1789?",
    "Welche Berichte gab es vor 1950?",
    "Zwischen welchen Städten fährt der Zug?",
    "Was geschah zwischen 1933 und 1945?",
    "Wie ist die Telefonnummer von Petra Möller?",
    "Was ist die Aufgabe von Einkauf?",
    "Kann ich die Rechnung als PDF einreichen?",
    "Wie erstelle ich eine Datei im PDF-Format und drucke sie?",
    "Wie viele Tage Urlaub gibt es in Deutschland?",
    "Was darf man im Verkauf?",
    "Was kostet das Handbook?",
    "Dokumente von Karl Napf",
    "Was steht im Ordner Geheim?",
    "Wie lange gilt die Garantie?",
    "How much was spent in 2019?",
    "Since when does the company exist?",
    "What happened in the war from 1939 to 1945?",
    "Who was invited by the sales team?",
    "Which song did Jane Doe sing before 2010?",
    "Can I send the form as a PDF file to you by mail?",
    "How many minutes from Lübeck to Hamburg?",
    "What may the user do in New York?",
    "How do I upload files?",
]


def read(text: str, *, without: tuple[str, ...] = (), sources: tuple[str, ...] = SOURCES) -> tuple[list[str], str]:
    """The names of the filters in a question, and what is left to search for."""
    filters, left = settled(text, phrases_of(text, TODAY), LABELS, sources, without)
    for each in filters:
        assert text[each.start : each.end] == each.words
        assert each.implicit
    return [each.name for each in filters], left


@pytest.mark.parametrize(("text", "name"), MEANT, ids=[text for text, _ in MEANT])
def test_a_question_about_documents_is_limited_as_it_says(text: str, name: str) -> None:
    assert name in read(text)[0]


@pytest.mark.parametrize("text", NOT_MEANT)
def test_a_question_about_contents_is_not_limited(text: str) -> None:
    assert read(text)[0] == []


def test_two_filters_are_read_in_their_order_and_a_word_belongs_to_one_only() -> None:
    names, _ = read("Protokolle von Petra Möller im Ordner Verkauf seit 2024")
    assert names == ["author:petra möller", "folder:verkauf", "day:2024-01-01/.."]


def test_only_words_that_say_nothing_else_leave_the_text() -> None:
    assert read("Wie beantrage ich Urlaub in Confluence?")[1] == "Wie beantrage ich Urlaub ?"
    assert read("Protokolle seit 2024 über Reisen")[1] == "Protokolle über Reisen"
    assert read("Was geschah seit 2024?")[1] == "Was geschah seit 2024?"
    assert read("Was kostet ein Hotel in den Dokumenten vor 2023?")[1] == "Was kostet ein Hotel ?"
    assert read("in Confluence")[1] == "in Confluence"


def test_a_filter_that_is_not_wanted_is_not_read_and_its_words_stay() -> None:
    text = "Protokolle in Confluence seit 2024"
    assert read(text, without=("source:Confluence",)) == (["day:2024-01-01/.."], "Protokolle in Confluence")
    assert read(text, without=("*",)) == ([], text)
    assert read("Rabatte im Ordner Verkauf", without=("folder:verkauf",)) == ([], "Rabatte")
    assert read("Protokolle seit 2024", without=("day:2024-01-01/..",)) == ([], "Protokolle seit 2024")


def test_the_only_source_there_is_limits_nothing() -> None:
    assert read("Wie beantrage ich Urlaub in Confluence?", sources=("Confluence",))[0] == []


def test_a_pasted_text_is_no_question_with_filters() -> None:
    assert read("Protokolle seit 2024. " * 40)[0] == []


def test_given_filters_are_cut_together() -> None:
    told = within(map(given, ("since:2024", "until:2024-06", "folder:Verkauf", "folder:IT", "Project: Alpha ")))
    assert told.labels == (frozenset({"folder:verkauf", "folder:it"}), frozenset({"project:alpha"}))
    assert (told.since_day, told.until_day) == (day_number(date(2024, 1, 1)), day_number(date(2024, 6, 30)))
    assert within([given("newest"), given("source:handbook")]) == Filter()


@pytest.mark.parametrize("said", ["", "folder", "folder: ", "since:soon", "day:../..", "since:13.13.2024"])
def test_a_filter_that_says_nothing_is_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(UserError, match=r"\."):
        given(said)


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2026-03-12T08:30:00+01:00", "2026-03-12"),
        ("20260312", "2026-03-12"),
        ("12.3.2026", "2026-03-12"),
        ("12. März 2026", "2026-03-12"),
        ("March 12th, 2026", "2026-03-12"),
        ("Thu, 12 Mar 2026 10:00:00 GMT", "2026-03-12"),
        ("03/12/2026", None),
        ("March 2026", None),
        ("2026-02-30", None),
        ("version 3", None),
    ],
)
def test_a_stated_date_is_read_where_it_names_one_day(said: str, iso: str | None) -> None:
    assert stated_day(said) == (None if iso is None else day_number(date.fromisoformat(iso)))


def test_newer_documents_come_first_among_those_of_about_the_same_score() -> None:
    found = [hit(1, 10.0, 100), hit(2, 9.5, 1000), hit(3, 9.4, None), hit(4, 2.0, 1000)]
    assert [each.passage_id for each in fresher(found, 0.1, 180)] == [2, 1, 3, 4]
    assert fresher(found, 0.0, 180) == found
    assert [each.passage_id for each in fresher([hit(1, 3.0, None), hit(2, 2.9, None)], 1.0, 180)] == [1, 2]


def test_a_filter_is_named_as_a_question_names_it() -> None:
    assert AppliedFilter("label", "project:alpha").name == "project:alpha"
    assert given("folder:Verkauf").name == "folder:verkauf"


def hit(number: int, score: float, day: int | None) -> Retrieved:
    """A passage of a document of this day."""
    passage = Passage("v", number, 0, 1, "x", (), "paragraph", None, 1, "de")
    return Retrieved(number, passage, DocumentRef(number, "s", "p", "t", "text/plain", day), score)
