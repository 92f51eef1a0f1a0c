"""Numbers, dates and units: forms that say the same are read as the same, others are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.grounding.numbers import number_word, values_of
from beleg.grounding.quantities import Quantity, likeness, quantities

GERMAN_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()


def one(text: str) -> Quantity:
    """The one quantity of a text."""
    (found,) = quantities(text)
    return found


def written(number: int, mark: str) -> str:
    """A number with its thousands parted."""
    return f"{number:,}".replace(",", mark)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", "’"]), st.sampled_from([".", ",", "’", ""]))
def test_a_whole_number_means_itself_however_its_thousands_are_parted(number: int, mark: str, other: str) -> None:
    assert number in values_of(written(number, mark))
    assert likeness(one(f"x {written(number, mark)} y"), one(f"x {written(number, other)} y")) == 1


@given(st.integers(1000, 10**7), st.integers(1, 99))
def test_a_german_and_an_english_sum_are_one(whole: int, cents: int) -> None:
    german, english = f"{written(whole, '.')},{cents:02} €", f"{written(whole, ',')}.{cents:02} euros"
    assert likeness(one(german), one(english)) == 1


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_numbers_are_one_only_if_they_are_equal(left: int, right: int) -> None:
    assert (likeness(one(f"es sind {left} Tage"), one(f"es sind {right} Tage")) == 1) == (left == right)


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_a_date_is_the_same_day_in_every_form(day: date) -> None:
    german, english = GERMAN_MONTHS[day.month - 1], ENGLISH_MONTHS[day.month - 1]
    forms = [
        day.isoformat(),
        f"{day.day}. {german} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{english} {day.day}, {day.year}",
        f"{day.day} {english} {day.year}",
    ]
    found = [one(f"am {form} war es") for form in forms]
    assert all(likeness(left, right) == 1 for left in found for right in found), forms


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_two_days_are_not_one(one_day: date, other: date) -> None:
    if one_day != other:
        left = one(f"am {one_day.day}. {GERMAN_MONTHS[one_day.month - 1]} {one_day.year}")
        assert likeness(left, one(f"on {other.isoformat()}")) == 0


@pytest.mark.parametrize(
    ("word", "value", "kind"),
    [
        ("zweiundzwanzig", 22, "number"),
        ("dreihundertfuenfzig", 350, "number"),
        ("zweitausendvierundzwanzig", 2024, "number"),
        ("dritte", 3, "ordinal"),
        ("zwanzigsten", 20, "ordinal"),
        ("seventh", 7, "ordinal"),
        ("dreimal", 3, "times"),
        ("haelfte", 0.5, "fraction"),
    ],
)
def test_number_words_are_read(word: str, value: float, kind: str) -> None:
    assert number_word(word) == (value, kind)


@pytest.mark.parametrize("word", ["ein", "eine", "one", "seite", "beste", "minute", "unter", "letzte", "weit"])
def test_words_that_only_look_like_numbers_are_none(word: str) -> None:
    assert number_word(word) is None


@pytest.mark.parametrize(
    ("said", "stands", "like"),
    [
        ("dreißig Tage", "30 Tage", 1.0),
        ("two hundred and fifty days", "250 days", 1.0),
        ("eine zweijährige Frist", "eine Frist von zwei Jahren", 1.0),
        ("24 Monate", "2 Jahre", 1.0),
        ("1,5 km", "1500 m", 1.0),
        ("3,5 Mio. €", "3.500.000 Euro", 1.0),
        ("5 %", "5 Prozent", 1.0),
        ("um 15 Uhr", "um 15:00 Uhr", 1.0),
        ("at 3:30 pm", "um 15.30 Uhr", 1.0),
        ("im Mai 2024", "am 1. Mai 2024", 1.0),
        ("am 1. Mai 2024", "im Mai 2024", 0.6),
        ("2024", "am 1. Mai 2024", 1.0),
        ("30 Tage", "30 Wochen", 0.0),
        ("30 Tage", "30 Werktage", 0.0),
        ("5 %", "5 Prozentpunkte", 0.0),
        ("20 Euro", "20 Dollar", 0.0),
        ("-5 °C", "5 °C", 0.0),
        ("19. Jahrhundert", "18. Jahrhundert", 0.0),
        ("um 15 Uhr", "um 16 Uhr", 0.0),
    ],
)
def test_what_says_the_same_is_alike(said: str, stands: str, like: float) -> None:
    assert likeness(one(said), one(stands)) == like


def test_names_and_versions_are_no_numbers() -> None:
    assert quantities("Nach § 312g, Version 1.2.3 und A-4711.") == []
