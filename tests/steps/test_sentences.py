"""Where sentences begin and end on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.language.sentences import sentences


def split(text: str, language: str) -> list[str]:
    """The sentences as text."""
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He lived in the U.S. He met the king.", "en", ["He lived in the U.S.", "He met the king."]),
        ("The U.S. Army came. It left.", "en", ["The U.S. Army came.", "It left."]),
        ("We open at 9 a.m. The gate is locked before.", "en", ["We open at 9 a.m.", "The gate is locked before."]),
        ("Use a tool, e.g. The Hammer, here.", "en", ["Use a tool, e.g. The Hammer, here."]),
        ("Das gilt z. B. für Hunde. Katzen nicht.", "de", ["Das gilt z. B. für Hunde.", "Katzen nicht."]),
        ("Am 3. Oktober ist frei. Dann nicht.", "de", ["Am 3. Oktober ist frei.", "Dann nicht."]),
        ("Nach § 5 Abs. 2 BGB gilt das. So ist es.", "de", ["Nach § 5 Abs. 2 BGB gilt das.", "So ist es."]),
        ("Wirklich? Ja! Gut.", "de", ["Wirklich?", "Ja!", "Gut."]),
        ("Nötig sind:\n- ein Pass\n- ein Foto", "de", ["Nötig sind:", "- ein Pass", "- ein Foto"]),
        ("Jahr | Umsatz\n2024 | 12", "de", ["Jahr | Umsatz", "2024 | 12"]),
        ("one line\nof one sentence. Two.", "en", ["one line\nof one sentence.", "Two."]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, language: str, expected: list[str]) -> None:
    assert split(text, language) == expected


_PIECES = st.sampled_from(
    ["U.S. ", "He ", "z. B. ", "3. ", "März ", ". ", "\n", "\n\n", "- ", " | ", "? ", "“", "(", "word ", "…", "1)"]
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join))


@given(_TEXTS, st.sampled_from(["de", "en", "fr"]))
def test_sentences_are_ordered_disjoint_and_hold_every_character_that_is_no_space(text: str, language: str) -> None:
    spans = sentences(text, language)
    held = [False] * len(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        held[start:end] = [True] * (end - start)
        last = end
    assert all(held[at] or letter.isspace() for at, letter in enumerate(text))
