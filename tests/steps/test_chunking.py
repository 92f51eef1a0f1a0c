"""Chunking: what a document's text becomes, held against properties over random parts and against small true examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beleg.chunking import tokens
from beleg.chunking.assemble import assemble
from beleg.chunking.prepare import prepare, recipe
from beleg.chunking.structure import passages_of
from beleg.chunking.wire import unpack
from beleg.errors import BadSettings, Unreadable
from beleg.records import Box, Document, Parsed, Part

WORDS = st.text(alphabet="abcdeÄöß .!-\n", min_size=1, max_size=900)
PARTS = st.lists(
    st.builds(
        Part,
        kind=st.sampled_from(["heading", "paragraph", "list_item", "table", "code"]),
        text=WORDS,
        level=st.integers(1, 6),
        page=st.integers(1, 6),
        header_rows=st.integers(0, 2),
    ),
    max_size=25,
)


def document_of(*parts: Part) -> Document:
    return assemble(Parsed(parts=parts), "v", "text/plain", "folder/my_file-name.txt")


def heading(text: str, level: int = 1) -> Part:
    return Part("heading", text, level=level)


def paragraph(text: str, page: int | None = None) -> Part:
    return Part("paragraph", text, page=page)


def without_space(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(PARTS)
def test_every_part_stands_in_the_text_where_it_says(parts: list[Part]) -> None:
    document = document_of(*parts)
    end = 0
    for part in document.parts:
        assert part.text
        assert document.text[part.start : part.end] == part.text
        assert part.start >= end
        end = part.end


@settings(max_examples=150, deadline=None)
@given(PARTS, st.integers(50, 120), st.integers(100, 200))
def test_passages_lose_nothing_repeat_nothing_and_keep_to_the_limits(parts: list[Part], target: int, maximum: int) -> None:
    document = document_of(*parts)
    passages = passages_of(document, target, maximum, tokens.estimate)
    assert without_space("".join(each.text for each in passages)) == without_space(document.text)
    end = 0
    for ordinal, each in enumerate(passages):
        assert each.ordinal == ordinal
        assert each.text == document.text[each.start : each.end] != ""
        assert each.start >= end
        assert 0 < each.tokens <= maximum
        end = each.end


def test_a_passage_does_not_reach_over_the_next_heading_of_its_level() -> None:
    document = document_of(heading("One"), paragraph("alpha " * 60), heading("Two"), paragraph("beta " * 60))
    first, second = passages_of(document, 250, 400, tokens.estimate)
    assert first.heading == ("One",)
    assert second.heading == ("Two",)
    assert second.text.startswith("Two")


def test_tiny_sections_of_one_parent_share_a_passage() -> None:
    document = document_of(heading("Terms"), heading("A", 2), paragraph("first."), heading("B", 2), paragraph("second."))
    (only,) = passages_of(document, 250, 400, tokens.estimate)
    assert only.heading == ("Terms", "A")


def test_later_pieces_of_a_table_carry_its_header() -> None:
    rows = "\n".join(f"row {number} | value {number}" for number in range(200))
    document = document_of(Part("table", f"name | value\n{rows}", header_rows=1))
    first, *later = passages_of(document, 100, 150, tokens.estimate)
    assert first.text.startswith("name | value")
    assert not first.context
    assert later
    assert {each.context for each in later} == {"name | value"}
    assert all(each.text.startswith("row ") for each in later)


def test_what_most_pages_open_with_is_left_out_and_what_stands_once_stays() -> None:
    pages = [(paragraph(f"ACME page {n}", n), paragraph(f"Text of its own: {'xyzuvw'[n]}.", n)) for n in range(1, 6)]
    document = document_of(paragraph("Only here.", 1), *(part for page in pages for part in page))
    assert "ACME" not in document.text
    assert "Only here." in document.text
    assert document.text.count("Text of its own") == 5


def test_three_pages_are_too_few_to_call_anything_a_header() -> None:
    document = document_of(*(paragraph("ACME", page) for page in (1, 2, 3)))
    assert document.text.count("ACME") == 3


def test_a_paragraph_cut_by_a_page_break_is_one_with_both_boxes() -> None:
    upper = Part("paragraph", "Der Urlaubs-", page=1, boxes=(Box(1, 0, 700, 9, 710),))
    lower = Part("paragraph", "anspruch verfällt.", page=2, boxes=(Box(2, 0, 10, 9, 20),))
    (part,) = document_of(upper, lower).parts
    assert part.text == "Der Urlaubsanspruch verfällt."
    assert [box.page for box in part.boxes] == [1, 2]


def test_the_title_is_the_first_great_heading_or_the_readable_file_name() -> None:
    assert document_of(paragraph("x"), heading("Small", 2), heading("Great")).title == "Great"
    assert document_of(paragraph("x")).title == "my file name"


def test_a_reading_survives_its_way_out_of_the_child() -> None:
    header, raw = prepare(b"Hello world.\n\nAnother thing.", task("text/plain"))
    reading = unpack(header, raw)
    assert "Another thing." in reading.document.text
    assert len(reading.terms) == len(reading.passages) == 1
    assert reading.words["world"] == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("document", {}), ("passages", [[0, 10**9, [], "paragraph", None, 1, "", ""]]), ("terms", [10**6]), ("words", [1])],
)
def test_a_hostile_answer_is_unreadable_and_nothing_worse(key: str, value: object) -> None:
    header, raw = prepare(b"Hello world.", task("text/plain"))
    with pytest.raises(Unreadable):
        unpack({**header, key: value}, raw)
    with pytest.raises(Unreadable):
        unpack(header, raw[:-1])


def test_bytes_without_a_parser_and_documents_without_text_say_so() -> None:
    with pytest.raises(Unreadable, match="no parser for image/png"):
        prepare(b"\x89PNG", task("image/png"))
    with pytest.raises(Unreadable, match="holds no text"):
        prepare(b" \n ", task("text/plain"))


def test_a_changed_setting_changes_the_recipe() -> None:
    assert recipe("text/plain", {"target_tokens": 250}) == recipe("text/plain", {"target_tokens": 250})
    assert recipe("text/plain", {"target_tokens": 250}) != recipe("text/plain", {"target_tokens": 200})


def test_a_tokenizer_that_is_not_there_is_named() -> None:
    with pytest.raises(BadSettings, match="nowhere"):
        tokens.counter("/nowhere.json")


def task(media_type: str) -> dict[str, object]:
    return {"path": "a.txt", "media_type": media_type, "version": "v", "target_tokens": 250, "maximum_tokens": 400}
