"""DOCX to parts: headings, paragraphs, list items and tables in the order of the document.

In: bytes. Out: parts; `anchor` is `p12` for the twelfth paragraph of the body, `t3` for its third table. Insertions that
are tracked count as text, deletions do not. The zip container is checked before anything is unpacked. Knows no other file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from beleg.errors import Unreadable
from beleg.parsers.contract import Parser
from beleg.parsers.zip_check import check
from beleg.records import Parsed, Part

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"^(?:heading|überschrift|berschrift)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste|aufzählung)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DocxParser(Parser):
    """Reads Word files."""

    revision: ClassVar[int] = 1

    def parse(self, data: bytes, path: str) -> Parsed:
        """The parts of the file. Raises Unreadable or TooLarge with the reason."""
        check(data)
        import docx

        try:
            document = docx.Document(io.BytesIO(data))
        except Exception as error:  # python-docx lets the errors of zipfile, lxml and its own packages through
            if b"purl.oclc.org/ooxml" in _relations(data):
                raise Unreadable(
                    "The file is saved as Strict Open XML. Save it as an ordinary Word document (.docx)."
                ) from error
            raise Unreadable("The Word file is damaged and cannot be opened. Save it again in Word or LibreOffice.") from error
        properties = document.core_properties
        title = " ".join((properties.title or "").split())
        parts = tuple(_parts_of(document))
        named = next((part.text for part in parts if part.kind == "heading" and part.level == 1), "")
        metadata = {"author": properties.author or ""}
        return Parsed(
            parts,
            title if len(title) > 3 and title != "Word Document" else named,
            None,
            {k: v for k, v in metadata.items() if v},
        )


def _relations(data: bytes) -> bytes:
    """What the container says its parts are."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read("_rels/.rels") if "_rels/.rels" in container.namelist() else b""


def _parts_of(document: Document) -> Iterator[Part]:
    from docx.table import Table

    paragraphs = tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            tables += 1
            text = _table(block)
            if text:
                yield Part("table", text, anchor=f"t{tables}", header_rows=1 if "\n" in text else 0)
            continue
        paragraphs += 1
        text = _text(block)
        if text.strip():
            yield _paragraph(block, text, f"p{paragraphs}")


def _paragraph(paragraph: Paragraph, text: str, anchor: str) -> Part:
    style = paragraph.style
    name = (style.name if style is not None else "") or ""
    heading = _HEADING.match(name)
    if heading:
        return Part("heading", " ".join(text.split()), level=min(6, max(1, int(heading[1]))), anchor=anchor)
    if _TITLE.match(name):
        return Part("heading", " ".join(text.split()), level=1, anchor=anchor)
    outline = _outline_level(paragraph)
    if outline is not None:
        return Part("heading", " ".join(text.split()), level=outline, anchor=anchor)
    properties = paragraph._p.pPr
    if _LIST.match(name) or (properties is not None and properties.numPr is not None):
        return Part("list_item", text, anchor=anchor)
    return Part("paragraph", text, anchor=anchor)


def _outline_level(paragraph: Paragraph) -> int | None:
    """The level that the paragraph or its style gives itself in the outline; 9 means body text."""
    elements = [paragraph._p, paragraph.style.element if paragraph.style is not None else None]
    for element in elements:
        found = element.find(f".//{_W}outlineLvl") if element is not None else None
        if found is not None and (found.get(f"{_W}val") or "9").isdigit() and int(found.get(f"{_W}val")) < 6:
            return int(found.get(f"{_W}val")) + 1
    return None


def _text(paragraph: Paragraph) -> str:
    """All text of a paragraph with links and tracked insertions; tracked deletions carry another element and stay out."""
    pieces: list[str] = []
    for element in paragraph._p.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(above.tag in (f"{_W}txbxContent", f"{_W}tabs") for above in element.iterancestors()):
            continue
        pieces.append(_piece(element))
    return "".join(pieces).strip()


def _piece(element: Any) -> str:
    tag = element.tag.removeprefix(_W)
    return {"t": element.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n")


def _table(table: Table) -> str:
    """One row a line; a cell that spans several columns or rows stands once."""
    lines: list[str] = []
    for row in table.rows:
        cells: list[str] = []
        last = None
        for cell in row.cells:
            if cell._tc is last:
                continue
            last = cell._tc
            inner = [_text(paragraph) for paragraph in cell.paragraphs]
            inner += [_table(nested).replace("\n", "; ") for nested in cell.tables]
            cells.append(" ".join(" ".join(inner).split()))
        if any(cells):
            lines.append(" | ".join(cells))
    return "\n".join(lines)
