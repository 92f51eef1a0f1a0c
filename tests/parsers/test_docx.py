"""Word files: what python-docx writes comes back in order, and what is hostile gets its reason before it is unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.parser import parse_xml

from beleg.errors import TooLarge, Unreadable
from beleg.parsers.docx import DocxParser
from beleg.parsers.zip_check import check
from beleg.records import Parsed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(document: object) -> Parsed:
    """What the parser makes of a python-docx document."""
    return DocxParser().parse(saved(document), "x.docx")


def saved(document: object) -> bytes:
    """The bytes of a python-docx document."""
    held = io.BytesIO()
    document.save(held)  # type: ignore[attr-defined]  # python-docx's class is a function's result
    return held.getvalue()


def repacked(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The container with `old` replaced by `new` in one of its entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.namelist():
            content = before.read(entry)
            after.writestr(entry, content.replace(old, new, 1) if entry == name else content)
    return held.getvalue()


def test_parts_come_in_the_order_of_the_document_with_paragraph_numbers() -> None:
    made = Document()
    made.core_properties.title, made.core_properties.author = "Prüfbericht", "Änne"
    made.add_heading("Übersicht", 1)
    made.add_paragraph("Größe und Maß.")
    made.add_paragraph("")
    made.add_paragraph("erster Punkt", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), ("Name", "Wert", "Länge\nalt", "5"), strict=True):
        cell.text = text
    made.add_heading("Ende", 2)
    parsed = read(made)
    assert [(part.kind, part.text, part.level, part.anchor, part.header_rows) for part in parsed.parts] == [
        ("heading", "Übersicht", 1, "p1", 0),
        ("paragraph", "Größe und Maß.", 0, "p2", 0),
        ("list_item", "erster Punkt", 0, "p4", 0),
        ("table", "Name | Wert\nLänge alt | 5", 0, "t1", 1),
        ("heading", "Ende", 2, "p5", 0),
    ]
    assert (parsed.title, parsed.metadata["author"]) == ("Prüfbericht", "Änne")


def test_insertions_stay_and_deletions_and_moved_text_go() -> None:
    made = Document()
    made.add_paragraph()._p.getparent().replace(made.paragraphs[0]._p, parse_xml(
        f"<w:p {W}><w:r><w:t xml:space='preserve'>Frist: </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>14</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>fort</w:t></w:r></w:moveFrom>"
        "<w:r><w:t xml:space='preserve'> Tage</w:t></w:r></w:p>"
    ))  # fmt: skip
    assert [part.text for part in read(made).parts] == ["Frist: 14 Tage"]


def test_a_merged_cell_stands_once_and_a_nested_table_is_flattened() -> None:
    made = Document()
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "breit"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "hoch"
    table.cell(1, 2).add_table(1, 2).rows[0].cells[1].text = "innen"
    text = read(made).parts[0].text
    assert text.count("breit") == text.count("hoch") == text.count("innen") == 1
    assert len(text.split("\n")) == 2


def test_text_in_a_content_control_and_in_a_text_box_is_read_once() -> None:
    made = Document()
    paragraph = f"<w:p {W}><w:r><w:t>Inhalt</w:t></w:r></w:p>"
    made.element.body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"))
    box = f"<w:pict><w:txbxContent>{paragraph.replace('Inhalt', 'Kasten')}</w:txbxContent></w:pict>"
    made.element.body.insert(1, parse_xml(f"<w:p {W}><w:r><w:t>davor</w:t></w:r><w:r>{box}</w:r></w:p>"))
    assert [part.text for part in read(made).parts] == ["Inhalt", "davor", "Kasten"]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "damaged"), (b"\x17" * 3000, "damaged"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password")],
)
def test_what_is_no_container_gets_a_true_reason(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        DocxParser().parse(data, "x.docx")


def test_a_cut_file_is_damaged() -> None:
    data = saved(Document())
    with pytest.raises(Unreadable, match="damaged or cut off"):
        DocxParser().parse(data[: len(data) * 6 // 10], "x.docx")


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", bytes(60_000_000))
    with pytest.raises(TooLarge, match="would unpack"):
        DocxParser().parse(held.getvalue(), "x.docx")


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "C:/x"])
def test_names_that_leave_the_container_are_refused(name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as container:
        container.writestr(name, b"x")
    with pytest.raises(Unreadable, match="outside"):
        check(held.getvalue())


def test_entities_do_not_expand(tmp_path: object) -> None:
    made = Document()
    made.add_paragraph("MARKE")
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'ha' * 10}'>" for n in range(9))
    for entity in (laughs, "<!ENTITY l8 SYSTEM 'file:///etc/passwd'>"):
        data = repacked(saved(made), "word/document.xml", b"<w:document", f"<!DOCTYPE x [{entity}]><w:document".encode())
        data = repacked(data, "word/document.xml", b"MARKE", b"&l8;")
        assert len(words_or_reason(data)) < 100


def words_or_reason(data: bytes) -> str:
    """The text of the file, or why it is not read."""
    try:
        return "".join(part.text for part in DocxParser().parse(data, "x.docx").parts)
    except Unreadable as error:
        return str(error)
