"""DOCX to parts: headings, paragraphs, list items and tables in the order of the document; footnotes stand at the end.

In: bytes. Out: parts; `anchor` is `p12` for the twelfth paragraph of the body, `t3` for its third table, `f2` for a footnote.
Tracked insertions count as text, deletions do not. The zip container is checked before anything is unpacked. Knows no other
file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from beleg.errors import Unreadable
from beleg.parsers.contract import Parser
from beleg.parsers.zip_check import check
from beleg.records import Parsed, Part, PartKind

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document

_HEADING = re.compile(r"^(?:heading|überschrift|berschrift)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste|aufzählung)", re.IGNORECASE)
_NO_TITLE = re.compile(r"^(?:word document|untitled|unbenannt|dokument\d*|document\d*|microsoft word\b.*)$", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = f"{_W}txbxContent"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", _FALLBACK, _BOX}
_PIECES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
Role = tuple[PartKind, int]


class DocxParser(Parser):
    """Reads Word files."""

    revision: ClassVar[int] = 2

    def parse(self, data: bytes, path: str) -> Parsed:
        """The parts of the file. Raises Unreadable or TooLarge with the reason."""
        check(data)
        import docx

        try:
            document = docx.Document(io.BytesIO(data))
            properties = document.core_properties
            title = " ".join((properties.title or "").split())
            told = {"author": properties.author, "modified": _day(properties.modified), "created": _day(properties.created)}
        except MemoryError:
            raise
        except Exception as error:  # python-docx lets the errors of zipfile, lxml and its own packages through
            if b"purl.oclc.org/ooxml" in _relations(data):
                raise Unreadable(
                    "The file is saved as Strict Open XML. Save it as an ordinary Word document (.docx)."
                ) from error
            raise Unreadable("The Word file is damaged and cannot be opened. Save it again in Word or LibreOffice.") from error
        try:
            parts = tuple(_parts_of(document))
        except RecursionError:
            raise Unreadable("Its parts are nested too deeply to be read. Simplify the file.") from None
        named = next((part.text for part in parts if part.kind == "heading" and part.level == 1), "")
        sensible = len(title) > 3 and not _NO_TITLE.match(title)
        return Parsed(parts, title if sensible else named, None, {name: value for name, value in told.items() if value})


def _day(stamp: datetime | None) -> str:
    """The stamp, but for the one that python-docx copies into every file it makes."""
    return "" if stamp is None or stamp.isoformat().startswith("2013-12-23T23:15") else stamp.isoformat()


def _relations(data: bytes) -> bytes:
    """What the container says its parts are; nothing where that cannot be read either."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return container.read("_rels/.rels")
    except (KeyError, zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return b""


def _parts_of(document: Document) -> Iterator[Part]:
    roles = _roles(document)
    paragraphs, tables = count(1), count(1)
    for block in _blocks(document.element.body):
        if block.tag == f"{_W}tbl":
            text, anchor = _table(block), f"t{next(tables)}"
            if text:
                yield Part("table", text, anchor=anchor, header_rows=1 if "\n" in text else 0)
            continue
        anchor = f"p{next(paragraphs)}"
        yield from _paragraph(block, roles, anchor)
        for box in _boxes(block):
            for inner in _blocks(box):
                if inner.tag == f"{_W}tbl" and (text := _table(inner)):
                    yield Part("table", text, anchor=anchor, header_rows=1 if "\n" in text else 0)
                elif inner.tag == f"{_W}p":
                    yield from _paragraph(inner, roles, anchor)
    yield from _footnotes(document)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body, cell or box in order, those inside content controls and insertions too."""
    for element in container:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif isinstance(element.tag, str) and element.tag not in _GONE:
            yield from _blocks(element)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph. Word writes each twice, the second time as a fallback for old readers."""
    for box in paragraph.iter(_BOX):
        above = {each.tag for each in box.iterancestors()}
        if _FALLBACK not in above and _BOX not in above:
            yield box


def _paragraph(paragraph: Any, roles: dict[str, Role], anchor: str) -> Iterator[Part]:
    text = _text(paragraph)
    if not text:
        return
    kind, level = _own_role(paragraph, roles)
    yield Part(kind, " ".join(text.split()) if kind == "heading" else text, level=level, anchor=anchor)


def _own_role(paragraph: Any, roles: dict[str, Role]) -> Role:
    """What the paragraph is, by its own properties before its style's."""
    own = paragraph.find(f"{_W}pPr")
    style = own.find(f"{_W}pStyle") if own is not None else None
    role = roles.get(style.get(f"{_W}val"), ("paragraph", 0)) if style is not None else ("paragraph", 0)
    if role[0] == "heading" or own is None:
        return role
    return _told(own) or role


def _told(properties: Any) -> Role | None:
    """The role that paragraph properties give: a level in the outline (9 means body text) or a place in a list."""
    outline = properties.find(f"{_W}outlineLvl")
    level = outline.get(f"{_W}val", "9") if outline is not None else "9"
    if level.isdigit() and int(level) < 6:
        return ("heading", int(level) + 1)
    number = properties.find(f"{_W}numPr/{_W}numId")
    # numId 0 takes a paragraph out of the list that its style puts it in.
    return ("list_item", 0) if number is not None and number.get(f"{_W}val") != "0" else None


def _roles(document: Document) -> dict[str, Role]:
    """Style id → role, with what a style takes from the one it is based on."""
    styles = {each.get(f"{_W}styleId"): each for each in document.styles.element.iter(f"{_W}style")}
    return {name: _role_of(name, styles) for name in styles if name}


def _role_of(style_id: str, styles: dict[str, Any]) -> Role:
    seen: set[str] = set()
    while style_id in styles and style_id not in seen:
        seen.add(style_id)
        style = styles[style_id]
        named = style.find(f"{_W}name")
        name = named.get(f"{_W}val", "") if named is not None else ""
        if heading := _HEADING.match(name):
            return ("heading", min(6, max(1, int(heading[1]))))
        if _TITLE.match(name):
            return ("heading", 1)
        properties = style.find(f"{_W}pPr")
        if properties is not None and (role := _told(properties)):
            return role
        if _LIST.match(name):
            return ("list_item", 0)
        based = style.find(f"{_W}basedOn")
        style_id = based.get(f"{_W}val", "") if based is not None else ""
    return ("paragraph", 0)


def _text(paragraph: Any) -> str:
    """The words of a paragraph with links, formulas and tracked insertions, without deletions and text boxes."""
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (f"{_W}t", _MATH):
            yield child.text or ""
        elif child.tag in _PIECES:
            yield _PIECES[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _pieces(child)


def _table(table: Any) -> str:
    """One row a line; a cell that spans columns stands once, and is empty in the rows below that it spans."""
    lines: list[str] = []
    for row in _found(table, f"{_W}tr"):
        cells = [_cell(cell) for cell in _found(row, f"{_W}tc")]
        if any(cells):
            lines.append(" | ".join(cells))
    return "\n".join(lines)


def _found(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those inside content controls too; deleted rows are left out."""
    for child in element:
        if child.tag == tag:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _found(child, tag)


def _cell(cell: Any) -> str:
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merged is not None and merged.get(f"{_W}val", "continue") == "continue":
        return ""
    inner = [_table(each).replace("\n", "; ") if each.tag == f"{_W}tbl" else _text(each) for each in _blocks(cell)]
    return " ".join(" ".join(inner).split())


def _footnotes(document: Document) -> Iterator[Part]:
    """Footnotes and endnotes; the two that only draw a line carry a type."""
    from docx.oxml.parser import parse_xml
    from lxml.etree import XMLSyntaxError

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        mark = "f" if relation.reltype.endswith("/footnotes") else "e"
        try:
            notes = parse_xml(relation.target_part.blob)
        except XMLSyntaxError as error:
            raise Unreadable("The Word file's footnotes are damaged. Save it again in Word or LibreOffice.") from error
        for note in notes:
            if note.tag not in (f"{_W}footnote", f"{_W}endnote") or note.get(f"{_W}type") not in (None, "normal"):
                continue
            text = " ".join(filter(None, (_text(each) for each in _blocks(note) if each.tag == f"{_W}p")))
            if text:
                yield Part("paragraph", text, anchor=f"{mark}{note.get(f'{_W}id', '')}")
