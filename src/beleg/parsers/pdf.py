"""PDF to parts: headings, paragraphs, list items and tables in reading order, each with its page and box.

In: bytes. Out: parts; coordinates in points from the top left of the page as displayed. Pages that are only pictures are
not read: recognition of text is not this parser's work. Knows no other file and no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from beleg.errors import Unreadable
from beleg.parsers.contract import Parser
from beleg.records import Box, Parsed, Part

if TYPE_CHECKING:
    from liteparse import ParsedPage, ParseResult

LONGEST_HEADING = 120
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪‣◦●]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
_DRAWN = re.compile(r"^\s*[-–—*•·▪‣◦●]\s+")
_NUMBERED_HEADING = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,3})*\.?|§\s?\d+\w?|[IVX]+\.)\s+\S")
_SENTENCE_END = re.compile(r"[.;:,]\s*$")
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"^(?:untitled|unbenannt|\(anonymous\)|"
    r"(?:document|dokument|layout|präsentation|presentation)\s?\d+|microsoft word\b.*|"
    r".*\.(?:docx?|pdf|indd|qxd|xlsx?|pptx?|tex|dvi|odt))$",
    re.IGNORECASE,
)


class PdfParser(Parser):
    """Reads PDF files by their own text."""

    revision: ClassVar[int] = 2

    def parse(self, data: bytes, path: str) -> Parsed:
        """The parts of the file. Raises Unreadable: password, damage, no pages, or nothing but pictures."""
        result = _read(data)
        pages = list(result.pages)
        if not pages:
            raise Unreadable("The PDF has no pages that can be read. Save it again in a PDF program.")
        parts = [part for page in pages for part in _parts_of(page)]
        if not any(part.text.strip() for part in parts):
            raise Unreadable(
                "The PDF holds only pictures of pages, and text recognition is not installed. Run OCR over it, then sync again."
            )
        told = _document_information(data)
        return Parsed(tuple(parts), _title(told.get("Title", "")), len(pages), _metadata(told))


def _read(data: bytes) -> ParseResult:
    from liteparse import LiteParse, ParseError

    if not data.lstrip()[:5].startswith(b"%PDF") and b"%PDF-" not in data[:1024]:
        raise Unreadable("The file does not begin as a PDF does: it is damaged, or something else with the ending .pdf.")
    # Its removal of running lines also takes a table's last rows on a page; assembling removes repeated edges itself.
    reader = LiteParse(output_format="markdown", extract_blocks=True, ocr_enabled=False, quiet=True, keep_headers_footers=True)
    try:
        return reader.parse(data)
    except ParseError as error:
        if "password" in str(error).lower():
            raise Unreadable("The PDF needs a password. Save it without one, then sync again.") from error
        raise Unreadable("The PDF is damaged or cut off and cannot be opened. Fetch or save it again.") from error


def _parts_of(page: ParsedPage) -> Iterator[Part]:
    for block in page.blocks:
        box = _box(page.page_num, block.bbox)
        if block.kind == "table":
            yield from _table(page.page_num, block, box)
        elif block.text and block.text.strip():
            yield _text_part(page.page_num, block, box)


def _text_part(page: int, block: Any, box: tuple[Box, ...]) -> Part:
    text = block.text.strip()
    if block.kind == "heading" and _is_heading(text):
        return Part("heading", " ".join(text.split()), level=min(6, max(1, block.level or 1)), page=page, boxes=box)
    if block.kind == "code":
        return Part("code", block.text.strip("\n"), page=page, boxes=box)
    if block.kind == "list_item":
        marker = str(block.marker or "").strip()
        ordered = f"{marker} " if block.ordered and marker and not text.startswith(marker) else ""
        return Part("list_item", ordered + text, page=page, boxes=box)
    if _BULLET.match(text) and not _NUMBERED_HEADING.match(text):
        # A number or letter is part of what is quoted ("12) ..."); a dot or dash is only drawn.
        return Part("list_item", _DRAWN.sub("", text, count=1), page=page, boxes=box)
    return Part("paragraph", text, page=page, boxes=box)


def _is_heading(text: str) -> bool:
    """The layout takes sentences in large or bold type for headings too; those end like sentences or begin like items."""
    if len(text) > LONGEST_HEADING or (_BULLET.match(text) and not _NUMBERED_HEADING.match(text)):
        return False
    return not (_SENTENCE_END.search(text) and len(text.split()) > 4)


def _table(page: int, block: Any, box: tuple[Box, ...]) -> Iterator[Part]:
    rows = [_row(row) for row in block.rows or ()]
    header = _row(block.header) if block.header else ""
    lines = [line for line in ((header, *rows) if header.strip(" |") else rows) if line.strip(" |")]
    if lines:
        yield Part("table", "\n".join(lines), page=page, header_rows=1 if header.strip(" |") else 0, boxes=box)


def _row(cells: Any) -> str:
    return " | ".join(" ".join((cell.text or "").split()) for cell in cells)


def _box(page: int, bounds: Any) -> tuple[Box, ...]:
    if bounds is None:
        return ()
    return (Box(page, bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height),)


def _document_information(data: bytes) -> dict[str, str]:
    """What the file says of itself. A file that is read but says nothing readable gives nothing."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    try:
        return dict(document.get_metadata_dict())
    finally:
        document.close()


def _title(named: str) -> str:
    named = " ".join(named.split())
    return "" if len(named) < 4 or _NO_TITLE.match(named) else named


def _metadata(told: dict[str, str]) -> dict[str, str]:
    found = {name.lower(): told[name] for name in ("Author", "Subject", "Keywords") if told.get(name)}
    for name, key in (("ModDate", "modified"), ("CreationDate", "created")):
        if stamp := _STAMP.match(told.get(name, "")):
            found[key] = "-".join(stamp.groups())
    return found
