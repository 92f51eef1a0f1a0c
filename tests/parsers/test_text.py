"""Plain text, and telling what bytes are: the file name proposes, the content decides."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.chunking.prepare import read
from beleg.errors import Unreadable
from beleg.parsers import PARSERS
from beleg.parsers.contract import Parser
from beleg.parsers.media_types import DOCX, UNKNOWN, decode, media_type_of, parser_for
from beleg.parsers.text import TextParser
from beleg.records import Part, ReadingTask


def parts(text: str | bytes) -> tuple[Part, ...]:
    return TextParser().parse(text.encode() if isinstance(text, str) else text, "notiz.txt").parts


def test_blank_lines_part_paragraphs_and_each_knows_its_first_line() -> None:
    assert [(part.kind, part.text, part.line) for part in parts("\n\neins\nnoch eins\n \t\n\nzwei")] == [
        ("paragraph", "eins\nnoch eins", 3),
        ("paragraph", "zwei", 7),
    ]


def test_an_underlined_line_is_a_heading_and_the_first_of_level_one_is_the_title() -> None:
    parsed = TextParser().parse(b"Klein\n-----\n\nGross\n=====\ntext\n\nWinzig\n~~~~~~\n", "x.txt")
    assert [(part.kind, part.level, part.text, part.line) for part in parsed.parts] == [
        ("heading", 2, "Klein", 1),
        ("heading", 1, "Gross", 4),
        ("paragraph", 0, "text", 6),
        ("heading", 3, "Winzig", 8),
    ]
    assert parsed.title == "Gross"


def test_a_rule_that_underlines_nothing_or_too_little_is_text() -> None:
    assert [part.kind for part in parts("eins\nzwei\n----\n\n-----\n\nEine recht lange Zeile\n---\n")] == ["paragraph"] * 3


def test_no_bytes_give_no_parts_and_are_refused_with_a_reason() -> None:
    assert parts(b"") == ()
    with pytest.raises(Unreadable, match="no text"):
        read(b" \n\n", ReadingTask("leer.txt", "text/plain", "v", 200, 400))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_the_same_lines(end: str) -> None:
    assert [part.line for part in parts(end.join(["a", "", "b", "", "", "c"]))] == [1, 3, 6]


@given(st.binary(max_size=400))
def test_any_bytes_give_paragraphs_and_no_word_is_lost(data: bytes) -> None:
    found = " ".join(part.text for part in parts(data) if part.kind == "paragraph").split()
    assert set(found) <= set(decode(data).split())
    assert all(part.text.strip() for part in parts(data))


@given(st.lists(st.text("abc ä", min_size=1, max_size=10), max_size=12))
def test_every_word_of_a_text_is_in_its_parts(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert " ".join(part.text for part in parts(text)).split() == text.split()


@pytest.mark.parametrize(
    "data",
    [
        "Größe „5 €“".encode(),
        b"\xef\xbb\xbf" + "Größe „5 €“".encode(),
        "Größe „5 €“".encode("utf-16"),
        b"\xfe\xff" + "Größe „5 €“".encode("utf-16-be"),
        "Größe „5 €“".encode("cp1252"),
    ],
)
def test_text_is_decoded_by_mark_then_as_utf_8_then_as_windows_1252(data: bytes) -> None:
    assert decode(data) == "Größe „5 €“"


def test_one_broken_byte_does_not_spoil_the_umlauts_of_a_long_text() -> None:
    data = ("Größe und Übermaß. " * 40).encode()
    assert decode(data + b"\xff" + data).count("Größe und Übermaß.") == 80
    assert decode(data[:-1] + "ü".encode()[:1]).startswith("Größe")


@given(st.binary())
def test_decoding_and_naming_never_fail(data: bytes) -> None:
    decode(data)
    assert media_type_of("x.txt", data)
    assert media_type_of("x", data)


def zipped() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("path", "head", "media_type"),
    [
        ("a.TXT", b"text", "text/plain"),
        ("a.mdx", b"# x", "text/markdown"),
        ("a.htm", b"<p>", "text/html"),
        ("a.txt", b"\x00\x01\x02 binary", UNKNOWN),
        ("a.txt", "weit".encode("utf-16"), "text/plain"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.txt", b"\n%PDF-1.7", "application/pdf"),
        ("a.pdf", b"", "application/pdf"),
        ("a.docx", zipped(), DOCX),
        ("a.txt", zipped(), "application/zip"),
        ("README", b"Read me", "text/plain"),
        ("index", b"  <!DOCTYPE html><p>", "text/html"),
        ("noname", b"", UNKNOWN),
        ("a.py", b"import os", "text/x-source"),
    ],
)
def test_the_name_proposes_and_the_content_decides(path: str, head: bytes, media_type: str) -> None:
    assert media_type_of(path, head) == media_type


def test_parsers_are_found_by_media_type_whatever_its_parameters() -> None:
    assert parser_for("text/HTML; charset=utf-8") == "html"
    assert parser_for("application/zip") is None


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_the_table_leads_to_each_parser(name: str) -> None:
    parser = PARSERS.load(name)()
    assert isinstance(parser, Parser)
    assert parser.revision >= 1
    assert parser.parse("Größe".encode(), "x").parts[0].text == "Größe"
