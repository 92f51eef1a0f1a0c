"""Whether a passage carries a sentence: faults that must be found, and changes that must not alarm, in two languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


MIXED = {
    "en": Evidence(
        "The Denver Broncos defeated the Carolina Panthers 24–10 in Super Bowl 50. Von Miller was named MVP. He "
        "recorded five tackles, 2½ sacks and two forced fumbles. The game was played on February 7, 2016 at Levi's "
        "Stadium in Santa Clara, California. About half of the viewers watched online. Tickets were not refundable "
        "unless the game was cancelled. Children under 6 need not pay. Revenue rose by 5 percent to $3.2 million, "
        "the highest figure since 2009. ",
        language="en",
    ),
    "de": Evidence(
        "Die Bundesregierung muss dem Bundestag jährlich bis zum 30. Juni einen Bericht vorlegen. Der Vermieter "
        "darf die Miete nicht vor Ablauf von 15 Monaten erhöhen. Keine Partei erhielt mehr als 40 Prozent der "
        "Stimmen. Berlin hat rund 3,7 Millionen Einwohner und liegt an der Spree. Der Arbeitgeber hat dem "
        "Arbeitnehmer ein Zeugnis auszustellen. Nur volljährige Mitglieder können wählen. Zu den Nachbarn gehören "
        "Polen, Tschechien und Österreich. Martin Luther übersetzte 1522 das Neue Testament ins Deutsche. Die "
        "Anlage ist unzulässig, wenn sie lauter als 55 dB ist. ",
        language="de",
    ),
}
SAME = [
    ("en", "Von Miller recorded five tackles."),
    ("en", "He recorded 5 tackles and 2.5 sacks."),
    ("en", "The game was played at Levi's Stadium in Santa Clara on 7 February 2016."),
    ("en", "Revenue rose by 5 % to 3.2 million dollars."),
    ("en", "In Super Bowl 50, the Denver Broncos defeated the Carolina Panthers."),
    ("en", "The game in Santa Clara was played on February 7, 2016."),
    ("de", "Bis zum 30.6. muss die Bundesregierung dem Bundestag jährlich einen Bericht vorlegen."),
    ("de", "Berlin liegt an der Spree und hat rund 3.700.000 Einwohner."),
    ("de", "Zu den Nachbarn gehören Polen und Tschechien."),
    ("de", "1522 übersetzte Martin Luther das Neue Testament ins Deutsche."),
    ("de", "Ist sie lauter als 55 dB, ist die Anlage nicht zulässig."),
]
OTHER = [
    ("en", "The Carolina Panthers defeated the Denver Broncos 24–10 in Super Bowl 50."),
    ("en", "The Denver Broncos defeated the Carolina Panthers 24–7 in Super Bowl 50."),
    ("en", "Von Miller recorded six tackles."),
    ("en", "The game was played on February 7, 2016 in Santa Barbara, California."),
    ("en", "About a third of the viewers watched online."),
    ("en", "Most of the viewers watched online."),
    ("en", "Tickets were refundable unless the game was cancelled."),
    ("en", "Tickets were not refundable if the game was cancelled."),
    ("en", "Children over 6 need not pay."),
    ("en", "Children under 6 must pay."),
    ("en", "Revenue fell by 5 percent to $3.2 million."),
    ("en", "Revenue rose by 5 percentage points to $3.2 million."),
    ("en", "Revenue rose to $3.2 billion."),
    ("en", "Revenue rose by 5 percent to $3.2 million, the lowest figure since 2009."),
    ("en", "Von Miller was not named MVP."),
    ("en", "Peyton Manning was named MVP."),
    ("de", "Die Bundesregierung kann dem Bundestag jährlich bis zum 30. Juni einen Bericht vorlegen."),
    ("de", "Die Bundesregierung muss dem Bundestag monatlich bis zum 30. Juni einen Bericht vorlegen."),
    ("de", "Der Bundestag muss der Bundesregierung jährlich einen Bericht vorlegen."),
    ("de", "Der Vermieter darf die Miete vor Ablauf von 15 Monaten erhöhen."),
    ("de", "Der Vermieter darf die Miete nicht vor Ablauf von 51 Monaten erhöhen."),
    ("de", "Der Vermieter darf die Miete nicht nach Ablauf von 15 Monaten erhöhen."),
    ("de", "Eine Partei erhielt mehr als 40 Prozent der Stimmen."),
    ("de", "Keine Partei erhielt weniger als 40 Prozent der Stimmen."),
    ("de", "Berlin liegt an der Havel."),
    ("de", "Der Arbeitnehmer hat dem Arbeitgeber ein Zeugnis auszustellen."),
    ("de", "Alle Mitglieder können wählen."),
    ("de", "Nur minderjährige Mitglieder können wählen."),
    ("de", "Zu den Nachbarn gehören Polen, Tschechien, Österreich und Ungarn."),
    ("de", "Zu den Nachbarn gehören Polen, Frankreich und Österreich."),
    ("de", "Martin Luther übersetzte 1522 das Alte Testament ins Deutsche."),
    ("de", "Philipp Melanchthon übersetzte 1522 das Neue Testament ins Deutsche."),
    ("de", "Die Anlage ist zulässig, wenn sie lauter als 55 dB ist."),
    ("de", "Die Anlage ist unzulässig, wenn sie leiser als 55 dB ist."),
]


@pytest.mark.parametrize(("language", "sentence"), SAME)
def test_more_that_a_passage_carries(language: str, sentence: str) -> None:
    assert support(sentence, [MIXED[language]], language).verdict == "carried"


@pytest.mark.parametrize(("language", "sentence"), OTHER)
def test_more_that_a_passage_does_not_carry(language: str, sentence: str) -> None:
    assert support(sentence, [MIXED[language]], language).verdict != "carried"


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


PIECES = st.sampled_from(
    [
        "Der",
        "Urlaub",
        "nicht",
        "muss",
        "30",
        "Tage",
        "1. Mai 2024",
        ",",
        ".",
        "(",
        "can't",
        "at least",
        "5 %",
        "€",
        "½",
        "und",
        "|",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=14), st.lists(PIECES | st.text(max_size=6), max_size=30))
def test_any_two_texts_are_judged_with_spans_inside_them(said: list[str], stands: list[str]) -> None:
    sentence, passage = " ".join(said), " ".join(stands)
    found = support(sentence, [Evidence(passage, "30 Tage", "de")], "de")
    assert 0 <= found.score <= 1
    assert 0 <= found.start <= found.end <= len(passage)
    for reason in found.reasons:
        assert 0 <= reason.start <= reason.end <= len(sentence)
        assert reason.said == sentence[reason.start : reason.end] or not reason.said or reason.code == "roles_exchanged"


@given(st.lists(st.sampled_from("Der Urlaub muss nicht am 1. Mai 2024 enden und kostet 5 €".split()), min_size=3, max_size=12))
def test_a_whole_sentence_is_carried_by_a_passage_that_holds_it(words: list[str]) -> None:
    sentence = "Alle " + " ".join(words).replace(".", "") + "."
    found = support(sentence, [Evidence(f"Vorher stand etwas. {sentence} Danach auch.", "", "de")], "de")
    assert found.verdict == "carried"


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
