"""Makes the Word and PDF documents of the example workspace from the plain texts in `originals/`.

In: `originals/NAME.docx.md` and `NAME.pdf.md`, a small part of Markdown: headings, paragraphs, lists, tables, `---` for a
new page. Out: the documents under `workspace/documents/`, and one PDF that is cut off in the middle. Run it after changing
an original; the results are in the repository, so the demo does not need it. Knows nothing of beleg.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCUMENTS = HERE / "workspace" / "documents"

PLACES = {
    "reisekosten.docx": "personal",
    "reparatur.docx": "service",
    "security-policy.docx": "it",
    "minutes-2026-04-16.docx": "company",
    "handbuch-kapitaen.pdf": "products",
    "lotse-manual.pdf": "products",
    "preisliste-2026.pdf": "sales",
    "haendlervertrag.pdf": "sales",
}

CUT_OFF = ("sales", "preisliste-2019.pdf")
"""A PDF of which only the first part arrived: what a broken upload looks like."""

Block = tuple[str, Any]
"""A kind ("title", "heading", "paragraph", "item", "table", "page") and its text, or a table's rows."""


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of an original, in order; the rows of a table are one block."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        if line == "---":
            yield "page", ""
        elif line.startswith("## "):
            yield "heading", line[3:]
        elif line.startswith("# "):
            yield "title", line[2:]
        elif line.startswith("- "):
            yield "item", line[2:]
        elif line:
            yield "paragraph", line
    if rows:
        yield "table", rows


def write_docx(blocks: Iterator[Block], path: Path) -> None:
    """A Word document with real headings, lists and tables."""
    import docx

    made = docx.Document()
    made.core_properties.author = "Hafenkante Espresso GmbH"
    made.core_properties.created = made.core_properties.modified = datetime(2026, 1, 9, tzinfo=UTC)
    for kind, value in blocks:
        if kind in ("title", "heading"):
            made.add_heading(value, level=1 if kind == "title" else 2)
            made.core_properties.title = value if kind == "title" else made.core_properties.title
        elif kind == "item":
            made.add_paragraph(value, style="List Bullet")
        elif kind == "paragraph":
            made.add_paragraph(value)
        elif kind == "table":
            table = made.add_table(rows=0, cols=len(value[0]), style="Table Grid")
            for row in value:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    made.save(str(path))


def pdf_of(blocks: Iterator[Block], title: str) -> bytes:
    """A PDF with a heading line and page numbers on every page. The same input gives the same bytes."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    named = {"title": styles["Title"], "heading": styles["Heading2"], "paragraph": body, "item": body}
    lines = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)])
    story: list[Any] = []
    for kind, value in blocks:
        if kind == "page":
            story.append(PageBreak())
        elif kind == "table":
            rows = [[Paragraph(cell, body) for cell in row] for row in value]
            story += [Spacer(1, 6), Table(rows, style=lines, repeatRows=1), Spacer(1, 10)]
        else:
            story.append(Paragraph(value, named[kind]))

    def margins(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, A4[1] - 40, "Hafenkante Espresso GmbH, Lübeck")
        canvas.drawRightString(A4[0] - 72, 40, str(page.page))

    made = io.BytesIO()
    template = SimpleDocTemplate(made, pagesize=A4, title=title, author="Hafenkante Espresso GmbH", invariant=1)
    template.build(story, onFirstPage=margins, onLaterPages=margins)
    return made.getvalue()


def main() -> None:
    """Write every document anew."""
    for name, folder in PLACES.items():
        text = (HERE / "originals" / f"{name}.md").read_text("utf-8")
        path = DOCUMENTS / folder / name
        if path.suffix == ".docx":
            write_docx(blocks_of(text), path)
        else:
            path.write_bytes(pdf_of(blocks_of(text), text.splitlines()[0].removeprefix("# ")))
    whole = (DOCUMENTS / "sales" / "preisliste-2026.pdf").read_bytes()
    (DOCUMENTS / CUT_OFF[0] / CUT_OFF[1]).write_bytes(whole[:1200])


if __name__ == "__main__":
    main()
