"""Shared spellings, slips of the pen, and how words stand in a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.language.analysis import surface_words
from beleg.language.forms import shared_forms
from beleg.language.spelling import beginnings, meant, slips_of
from beleg.records import DocumentRef, Passage, Retrieved
from beleg.retrieval.aggregate import SHARE, aggregate
from beleg.retrieval.analyse import analyse, read_as
from beleg.retrieval.rescore import rescore


def hit(number: int, score: float, text: str, version: str = "", language: str = "de") -> Retrieved:
    body = Passage(version or f"v{number}", number, 0, len(text), text, (), "paragraph", None, 10, language)
    return Retrieved(number, body, DocumentRef(number, "s", "p", "", "text/plain"), score)


def forms(text: str, language: str = "de") -> set[str]:
    return set(shared_forms(text, surface_words(text), language))


@pytest.mark.parametrize(
    ("text", "language", "shared"),
    [
        ("am 3. März 2024", "de", {"2024-03-03", "2024-03", "--03-03"}),
        ("am 03.03.2024", "de", {"2024-03-03", "2024-03", "--03-03"}),
        ("am 3.3.24", "de", {"2024-03-03", "2024-03", "--03-03"}),
        ("on March 3rd, 2024", "en", {"2024-03-03", "2024-03", "--03-03"}),
        ("on 3 March 2024", "en", {"2024-03-03", "2024-03", "--03-03"}),
        ("on 03/25/2024", "en", {"2024-03-25", "2024-03", "--03-25"}),
        ("am 2024-03-03", "de", {"2024-03", "--03-03"}),
        ("im März 2024", "de", {"2024-03"}),
        ("1.234,50 Euro", "de", {"1234.5"}),
        ("1,234.50 dollars", "en", {"1234.5"}),
        ("1.234 Stück", "de", {"1234"}),
        ("1.234 seconds", "en", set()),
        ("§ 312g", "de", {"§312g", "312g"}),
        ("Paragraf 312g Absatz 2", "de", {"§312g", "abs2"}),
        ("(2) Der Unternehmer haftet.", "de", {"abs2"}),
        ("Version 1.2.3 um 12:30 am 32.13.2024", "de", set()),
        ("Kein Wort davon.", "de", set()),
    ],
)
def test_a_number_a_date_and_a_paragraph_have_one_shared_spelling(text: str, language: str, shared: set[str]) -> None:
    assert forms(text, language) == shared


@given(st.text(alphabet="0123456789.,/-§ abMärz()", max_size=40), st.sampled_from(["de", "en", "und"]))
def test_no_text_breaks_the_shared_spellings(text: str, language: str) -> None:
    assert all(form and " " not in form for form in forms(text, language))


KNOWN = (("quarantaene", 5), ("widerruf", 3), ("kuendigung", 4), ("arzt", 9), ("schutz", 9), ("haus", 9), ("maus", 2))


@pytest.mark.parametrize(
    ("word", "corrected"),
    [
        ("quarataene", ("quarantaene",)),
        ("uqarantaene", ("quarantaene",)),
        ("widderruf", ("widerruf",)),
        ("kuendgiung", ("kuendigung",)),
        ("schtuz", ("schutz",)),
        ("haux", ()),
        ("a4711b", ()),
        ("zeppelin", ()),
    ],
)
def test_only_a_word_near_enough_is_meant(word: str, corrected: tuple[str, ...]) -> None:
    assert meant(word, KNOWN) == corrected


@given(st.text(alphabet="abcde", min_size=6, max_size=12), st.data())
def test_two_neighbours_that_were_swapped_are_always_put_right(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip != word:
        assert slips_of(slip)
        assert word in meant(slip, [(word, 1)])
        assert word.startswith(beginnings(slip))


def test_words_of_others_are_told_only_where_they_stand_in_what_was_found() -> None:
    spelled = {"qurantaene": ("quarantaene", "quarantaenen")}
    assert read_as(spelled, [hit(1, 1.0, "Die Quarantäne endet.")]) == {"qurantaene": ("quarantaene",)}
    assert read_as(spelled, [hit(1, 1.0, "Nichts davon.")]) == {}


def test_near_words_win_and_no_score_falls() -> None:
    question = analyse("Wann endet die Probezeit der Lehrlinge?")
    idf = dict.fromkeys(question.stems, 3.0)
    far = hit(1, 5.0, "Die Probezeit ist lang. " + "Anderes steht dazwischen und noch mehr. " * 12 + "Viele Lehrlinge lesen.")
    near = hit(2, 5.0, "Anderes steht hier und noch mehr. " * 12 + "Die Probezeit der Lehrlinge endet im Mai.")
    none = hit(3, 4.0, "Etwas ganz anderes.")
    raised = rescore(question, idf, [far, near, none])
    assert [each.passage_id for each in raised] == [2, 1, 3]
    assert raised[2].score == 4.0
    assert all(each.score - each.signals["near"] in (4.0, 5.0) for each in raised)


def test_a_preposition_tells_two_close_passages_apart() -> None:
    question = analyse("Welche Unterlagen braucht man nach der Prüfung?")
    idf = dict.fromkeys((*question.stems, *question.relating), 1.0)
    before = hit(1, 5.0, "Vor der Prüfung braucht man Unterlagen.")
    after = hit(2, 5.0, "Nach der Prüfung braucht man Unterlagen.")
    assert rescore(question, idf, [before, after])[0].passage_id == 2


def test_what_a_word_is_read_as_and_made_of_counts_as_the_word() -> None:
    question = analyse("Urlaubsantrag Qurantäne")
    idf = dict.fromkeys(question.stems, 3.0)
    found = [hit(1, 5.0, "Ganz anderes hier."), hit(2, 5.0, "Der Antrag auf Urlaub in der Quarantäne.")]
    spelled, parts = {"qurantaene": ("quarantaene",)}, {"urlaubsantrag": ("urlaub", "antrag")}
    assert rescore(question, idf, found, spelled, parts)[0].passage_id == 2
    with_parts, without = (rescore(question, idf, found, *more)[0].score for more in ((spelled, parts), ({}, {})))
    assert with_parts > without


def test_a_document_found_in_several_places_weighs_more_but_never_by_its_length_alone() -> None:
    lonely = [hit(1, 10.0, "a", "one")]
    many = [hit(number, 9.9, "b", "two") for number in range(2, 40)]
    raised = aggregate([*lonely, *many])
    assert raised[0].passage.version == "two"
    assert raised[0].score <= 9.9 * (1 + SHARE)
    assert next(each.score for each in raised if each.passage.version == "one") == 10.0
    assert aggregate([hit(1, 10.0, "a", "one"), *(hit(n, 5.0, "b", "two") for n in range(2, 40))])[0].passage_id == 1
