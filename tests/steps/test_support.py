"""Whether a passage carries a sentence: faults that must be found, and changes that must not alarm, in two languages."""

from __future__ import annotations

import time

import pytest

from beleg.grounding.checkable import worth_checking
from beleg.grounding.support import support
from beleg.records import Evidence

LEAVE = Evidence(
    "Jeder Mitarbeiter hat Anspruch auf 30 Tage Urlaub im Jahr. Der Urlaub kann in Teilen genommen werden. "
    "Resturlaub verfällt am 31. März 2024, wenn er nicht genommen wurde. "
    "Anträge müssen mindestens zwei Wochen vor dem ersten Urlaubstag bei Anna Berger gestellt werden. "
    "Peter Schulze vertritt Anna Berger. Alle Anträge brauchen eine Unterschrift, ein Datum und einen Grund. "
    "Der Urlaubsanspruch besteht auch in der Probezeit.",
    "Urlaub",
    "de",
)
TRIP = Evidence(
    "Employees may book first class if the journey takes more than four hours. A hotel must not cost more than $120 per night. "
    "Receipts are due by May 1, 2024. Only the head of department approves flights. Norwich beat Ipswich in the final. "
    "Marie Curie moved to Paris in 1891. She won the Nobel Prize in 1903. The office sells tea, coffee and juice.",
    "Travel",
    "en",
)
CARRIED = [
    (LEAVE, "Jeder Mitarbeiter hat Anspruch auf 30 Tage Urlaub im Jahr."),
    (LEAVE, "Im Jahr hat jeder Mitarbeiter Anspruch auf dreißig Tage Urlaub."),
    (LEAVE, "JEDER MITARBEITER HAT ANSPRUCH AUF 30 TAGE URLAUB IM JAHR"),
    (LEAVE, "Der Urlaub kann in Teilen genommen werden."),
    (LEAVE, "Resturlaub verfällt am 31.03.2024."),
    (LEAVE, "Am 31. März 2024 verfällt der Rest-Urlaub, wenn er nicht genommen wurde."),
    (LEAVE, "Anträge müssen mindestens 14 Tage vor dem ersten Urlaubstag gestellt werden."),
    (LEAVE, "Außerdem vertritt Peter Schulze Anna Berger."),
    (LEAVE, "Der Anspruch auf Urlaub besteht auch in der Probezeit."),
    (TRIP, "If the journey takes more than 4 hours, employees may book first class."),
    (TRIP, "A hotel must not cost more than 120 dollars per night."),
    (TRIP, "Receipts are due by 2024-05-01."),
    (TRIP, "Flights are approved only by the head of department."),
    (TRIP, "Marie Curie won the Nobel Prize in 1903."),
    (TRIP, "In 1891, Marie Curie moved to Paris."),
    (TRIP, "The office sells coffee and tea."),
]
FAULTS = [
    (LEAVE, "Jeder Mitarbeiter hat Anspruch auf 28 Tage Urlaub im Jahr.", "number_changed"),
    (LEAVE, "Jeder Mitarbeiter hat Anspruch auf 30 Wochen Urlaub im Jahr.", "unit_changed"),
    (LEAVE, "Der Urlaub kann nicht in Teilen genommen werden.", "negation_added"),
    (LEAVE, "Der Urlaub muss in Teilen genommen werden.", "duty_changed"),
    (LEAVE, "Resturlaub verfällt am 31. Mai 2024, wenn er nicht genommen wurde.", "date_changed"),
    (LEAVE, "Resturlaub verfällt am 31. März 2024, wenn er genommen wurde.", "negation_dropped"),
    (LEAVE, "Anträge müssen höchstens zwei Wochen vor dem ersten Urlaubstag gestellt werden.", "limit_changed"),
    (LEAVE, "Anträge müssen mindestens zwei Wochen nach dem ersten Urlaubstag gestellt werden.", "order_changed"),
    (LEAVE, "Anträge müssen zwei Wochen vor dem ersten Urlaubstag bei Peter Schulze gestellt werden.", "name_exchanged"),
    (LEAVE, "Anna Berger vertritt Peter Schulze.", "roles_exchanged"),
    (LEAVE, "Alle Anträge brauchen eine Unterschrift, ein Datum, einen Stempel und einen Grund.", "list_item_added"),
    (LEAVE, "Einige Anträge brauchen eine Unterschrift, ein Datum und einen Grund.", "amount_changed"),
    (TRIP, "Employees must book first class if the journey takes more than four hours.", "duty_changed"),
    (TRIP, "Employees may book first class if the journey takes less than four hours.", "limit_changed"),
    (TRIP, "A hotel must not cost more than $210 per night.", "number_changed"),
    (TRIP, "A hotel must not cost more than €120 per night.", "unit_changed"),
    (TRIP, "Receipts are due by May 11, 2024.", "date_changed"),
    (TRIP, "Ipswich beat Norwich in the final.", "roles_exchanged"),
    (TRIP, "Norwich beat Chelsea in the final.", "name_exchanged"),
    (TRIP, "Norwich did not beat Ipswich in the final.", "negation_added"),
    (TRIP, "The office sells tea, coffee, beer and juice.", "list_item_added"),
    (TRIP, "The office buys tea, coffee and juice.", "opposite"),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "sentence"), CARRIED, ids=[sentence for _, sentence in CARRIED])
def test_a_passage_carries_what_it_says_in_other_words(evidence: Evidence, sentence: str) -> None:
    found = support(sentence, [evidence], evidence.language)
    assert found.verdict == "carried", found.reasons
    assert found.reasons == ()


@pytest.mark.parametrize(("evidence", "sentence", "code"), FAULTS, ids=[sentence for _, sentence, _ in FAULTS])
def test_a_planted_fault_is_found_and_named(evidence: Evidence, sentence: str, code: str) -> None:
    found = support(sentence, [evidence], evidence.language)
    assert found.verdict != "carried"
    assert code in [each.code for each in found.reasons], found.reasons


def test_a_contradiction_names_both_sides_and_where_they_stand() -> None:
    sentence = FAULTS[0][1]
    found = support(sentence, [TRIP, LEAVE], "de")
    (reason,) = found.reasons
    assert found.verdict == "contradicted"
    assert (reason.said, reason.stands) == ("28 Tage", "30 Tage")
    assert sentence[reason.start : reason.end] == "28 Tage"
    assert found.evidence == 1
    assert LEAVE.text[found.start : found.end] == "Jeder Mitarbeiter hat Anspruch auf 30 Tage Urlaub im Jahr."


@pytest.mark.parametrize(
    "sentence", ["Der Eiffelturm steht in Paris und ist aus Eisen.", "Bananas are yellow and grow in Ecuador."]
)
def test_what_no_passage_speaks_of_is_not_found(sentence: str) -> None:
    found = support(sentence, [LEAVE], "de")
    assert found.verdict == "not_found"
    assert found.score < 0.2


def test_one_passage_that_carries_is_enough_although_another_says_otherwise() -> None:
    old = Evidence("Jeder Mitarbeiter hat Anspruch auf 28 Tage Urlaub im Jahr.", "Alt", "de")
    assert support("Jeder Mitarbeiter hat Anspruch auf 28 Tage Urlaub im Jahr.", [LEAVE, old], "de").verdict == "carried"


def test_nothing_carries_an_empty_sentence_or_stands_without_passages() -> None:
    assert support("", [LEAVE]).verdict == "not_found"
    assert support("Der Urlaub kann in Teilen genommen werden.", []).verdict == "not_found"


@pytest.mark.parametrize(
    ("sentence", "worth"),
    [
        ("Sehr geehrte Damen und Herren,", False),
        ("Dear customers,", False),
        ("Mit freundlichen Grüßen", False),
        ("Was gilt im Urlaub?", False),
        ("Our prices", False),
        ("Die Kantine ist geöffnet.", True),
        ("Returns are free.", True),
    ],
)
def test_greetings_questions_and_headings_are_nothing_to_check(sentence: str, worth: bool) -> None:
    assert worth_checking(sentence, "de" if "e" in sentence else "en") is worth


def test_ten_sentences_are_judged_in_a_moment() -> None:
    said = [sentence for _, sentence in CARRIED[:9]]
    for each in said:
        support(each, [LEAVE], "de")
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        for each in (*said, FAULTS[0][1]):
            support(each, [LEAVE], "de")
        best = min(best, time.perf_counter() - start)
    assert best < 0.2  # 0.03 s on a quiet machine
