"""Cleaning, folding, finding quotes and telling languages apart: what is stored, what means the same, where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beleg.language.detect import detect, detect_question
from beleg.language.normalise import clean, find_quote, fold

WILD = st.text("aAäÄßéo\u0308ﬁ„“”\"'’`–-\u00ad\u200b \u00a0\t\n\r\u2028.1", max_size=60)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("10\u00a0000\u202f€", "10 000 €"),
        ("Ur\u00adlaub\u200b\ufeff\x00", "Urlaub"),
        ("u\u0308ber", "über"),
        ("Ver-\nsicherung", "Versicherung"),
        ("Ver\u00ad\n  sicherung", "Versicherung"),
        ("Ein- \nund Ausgang", "Ein-\nund Ausgang"),
        ("Nord-\nSüd", "Nord-\nSüd"),
        ("DIN-\nnorm", "DIN-\nnorm"),
        ("Zeile  \nEnde\t", "Zeile\nEnde"),
        ("kaputt\ud800", "kaputt"),
        ("§ 312g — „x“", "§ 312g — „x“"),
    ],
)
def test_cleaning_repairs_what_a_reader_cannot_see(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@given(st.one_of(st.text(), WILD))
def test_cleaning_is_safe_to_repeat_and_gives_composed_text(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x17F, exclude_characters="\u00ad")))
def test_cleaning_changes_no_plain_word(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Größe", "GROESSE"), ("Straße", "strasse"), ("Café", "cafe"), ("„Ja“", '"ja"'), ("a–b", "a-b"), ("ﬁnden", "finden"),
        ("u\u0308ber", "über"), ("Ur\u00adlaub", "urlaub"), ("Łódź’s", "Łódź's"),
    ],
)  # fmt: skip
def test_spellings_that_mean_the_same_fold_to_one_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_different_words_apart() -> None:
    assert len({fold(word) for word in ("Maße", "Masche", "Mahd", "Mass-e", "Maß e")}) == 5


@given(st.one_of(st.text(st.characters(max_codepoint=0x24F)), WILD))
def test_folding_latin_text_is_safe_to_repeat(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_styled_capitals_fold_like_plain_ones() -> None:
    assert fold("\U0001d400") == "a"


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("drei Tage", "Es sind drei Tage.", "drei Tage"),
        ("drei  Tage", "Es sind drei\nTage.", "drei\nTage"),
        ('"Ja" - sagte er', "Er: „Ja“ – sagte er", "„Ja“ – sagte er"),
        ("Urlaub", "Der Ur\u00adlaub", "Ur\u00adlaub"),
        ("finden", "wir ﬁnden es", "ﬁnden"),
        ("über", "dru\u0308ber u\u0308ber", "u\u0308ber"),
        ("Tag", "Tage am Tag", "Tag"),
    ],
)
def test_a_quote_is_found_where_only_its_typography_differs(quote: str, text: str, found: str) -> None:
    span = find_quote(quote, text)
    assert span is not None
    assert text[span[0] : span[1]] == found
    assert text.count(found) == 1 or span[0] == text.rindex(found)


@pytest.mark.parametrize(
    ("quote", "text"),
    [("", "x"), ("  ", "x  x"), ("„–“", "„–“"), ("Tag", "Tage"), ("rei Tage", "drei Tage"), ("Maße", "Masse"), ("drei", "Drei"),
     ("drei Tage", "drei lange Tage"), ("3", "30")],
)  # fmt: skip
def test_a_quote_is_not_found_where_a_word_differs_or_is_cut(quote: str, text: str) -> None:
    assert find_quote(quote, text) is None


WORD = st.text("abcdäößé", min_size=1, max_size=5)
BETWEEN = st.sampled_from([" ", "\n", "  ", "\u00a0", " – ", ", „", "“ ", " \u00ad"])
PLAINER = str.maketrans({"„": '"', "“": '"', "–": "-", "\u00a0": " ", "\n": " "})


@given(st.lists(st.tuples(WORD, BETWEEN), min_size=1, max_size=12), st.data())
@example([("a", " "), ("b", " "), ("a", " ")], None)
def test_words_taken_from_a_text_are_found_and_the_span_holds_those_words(pieces: list[tuple[str, str]], data: object) -> None:
    text = "".join(word + gap for word, gap in pieces)
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for word, gap in pieces:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + len(gap)
    draw = data if isinstance(data, st.DataObject) else None
    first = draw.draw(st.integers(0, len(pieces) - 1)) if draw else 0
    last = draw.draw(st.integers(first, len(pieces) - 1)) if draw else len(pieces) - 1
    taken = text[starts[first] : ends[last]]
    for quote in (taken, unicodedata.normalize("NFD", taken), " ".join(taken.translate(PLAINER).split())):
        span = find_quote(quote, text)
        assert span is not None
        found = text[span[0] : span[1]]
        # The same words may stand earlier, so the span is judged by what it holds.
        assert fold(found).split() == fold(quote).split()
        assert span[0] in starts
        assert span[1] in ends


@given(WILD, WILD)
def test_a_span_never_reaches_outside_the_text(quote: str, text: str) -> None:
    span = find_quote(quote, text)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)


GERMAN = "Der Arbeitgeber gewährt jedem Beschäftigten dreißig Tage Erholungsurlaub im Kalenderjahr und zahlt das Entgelt fort. "
ENGLISH = "The employer grants every employee thirty days of leave in a calendar year and continues to pay their wages. "
FRENCH = "L'employeur accorde à chaque salarié trente jours de congé par année civile et continue de verser le salaire. "
ITALIAN = "Il datore di lavoro concede a ogni dipendente trenta giorni di ferie per anno e continua a pagare lo stipendio. "


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (ENGLISH, "en"), (FRENCH, "fr"), (ITALIAN, "it")])
@pytest.mark.parametrize("times", [2, 60])
def test_the_model_tells_the_language_of_longer_texts(text: str, language: str, times: int) -> None:
    assert detect(text * times) == language


def test_a_foreign_beginning_does_not_decide_over_the_middle() -> None:
    assert detect("Abstract: " + ENGLISH * 3 + GERMAN * 80) == "de"


def test_a_short_text_is_told_without_the_model() -> None:
    assert detect("Wie viele Tage Urlaub habe ich?") == "de"
    assert detect("How many days of leave do I get?") == "en"


@pytest.mark.parametrize("text", ["", "   ", "4711", "§§ 1–3", "PX-30 X7"])
def test_too_little_evidence_is_undetermined(text: str) -> None:
    assert detect(text) == "und"
    assert detect_question(text) == "und"


@given(st.text(max_size=200))
def test_telling_a_language_never_fails(text: str) -> None:
    assert 2 <= len(detect(text)) <= 3
