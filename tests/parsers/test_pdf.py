"""PDF files: what reportlab writes comes back in order with pages and boxes; what is hostile costs one child at most."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from beleg.errors import Unreadable
from beleg.parsers.pdf import PdfParser
from beleg.parsers.sandbox import Sandbox

TASK = {"path": "x.pdf", "media_type": "application/pdf", "version": "v", "target_tokens": 250, "maximum_tokens": 400}


def drawn(*lines: tuple[int, int, str], title: str = "", encrypt: Any = None) -> bytes:
    """One page with text at places given in points from the bottom left."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, encrypt=encrypt)
    canvas.setTitle(title)
    for left, bottom, text in lines:
        canvas.drawString(left, bottom, text)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def report() -> bytes:
    """A heading, a paragraph with umlauts, and a table that runs over pages."""
    held, styles = io.BytesIO(), getSampleStyleSheet()
    rows = [["Nummer", "Größe", "Ort"], *([f"N{row}", f"{row} cm", f"Straße {row}"] for row in range(1, 81))]
    table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], repeatRows=1)
    text = "Die Prüfung der Geräte fand im März statt und ergab keine Mängel an den Türen."
    SimpleDocTemplate(held, pagesize=A4).build(
        [Paragraph("Prüfbericht", styles["Heading1"]), *[Paragraph(text * 8, styles["Normal"]) for _ in range(6)], table]
    )
    return held.getvalue()


def bomb() -> bytes:
    """A page whose content packs some kilobytes and unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes([32]) * (1 << 24)) for _ in range(160)) + packer.flush()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
        + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )  # fmt: skip


def test_text_and_table_over_pages_come_in_order_with_boxes_on_their_page() -> None:
    parsed = PdfParser().parse(report(), "x.pdf")
    assert parsed.pages is not None
    assert parsed.pages >= 2
    assert parsed.parts[0].text == "Prüfbericht"
    assert "Geräte fand im März" in parsed.parts[1].text
    tables = [part for part in parsed.parts if part.kind == "table"]
    assert {part.page for part in tables} == set(range(1, parsed.pages + 1))
    rows = [line for part in tables for line in part.text.split("\n")]
    assert [line for line in rows if line != "Nummer | Größe | Ort"] == [f"N{n} | {n} cm | Straße {n}" for n in range(1, 81)]
    for part in parsed.parts:
        for box in part.boxes:
            assert box.page == part.page
            assert 0 <= box.left < box.right <= A4[0] + 1
            assert 0 <= box.top < box.bottom <= A4[1] + 1


def test_two_columns_are_read_one_after_the_other() -> None:
    lines = [(left, 700 - 14 * row, f"{side} Spalte Zeile {row} mit Text") for row in range(20)
             for side, left in (("linke", 60), ("rechte", 320))]  # fmt: skip
    text = "\n".join(part.text for part in PdfParser().parse(drawn(*lines), "x.pdf").parts)
    assert text.rindex("linke") < text.index("rechte")


@pytest.mark.parametrize(("named", "title"), [("Jahresbericht", "Jahresbericht"), ("untitled", ""), ("a_b.docx", "")])
def test_a_title_is_taken_only_where_it_is_one(named: str, title: str) -> None:
    assert PdfParser().parse(drawn((60, 700, "Ein Satz."), title=named), "x.pdf").title == title


def test_reasons_are_true_and_distinct() -> None:
    whole = drawn((60, 700, "Ein Satz."))
    locked = drawn((60, 700, "Ein Satz."), encrypt=StandardEncryption("geheim"))
    hostile = {
        "needs a password": locked,
        "damaged or cut off": b"%PDF-1.4\n" + bytes(range(256)) * 20,
        "does not begin as a PDF": b"\x17" * 5000,
        "only pictures": drawn(),
    }
    for words, data in hostile.items():
        with pytest.raises(Unreadable, match=words):
            PdfParser().parse(data, "x.pdf")
    with pytest.raises(Unreadable):
        PdfParser().parse(whole[: len(whole) // 3], "x.pdf")


async def test_a_bomb_costs_its_child_and_the_next_document_is_read() -> None:
    sandbox = Sandbox("beleg.chunking.prepare:prepare", 1, 600, 5.0)
    try:
        with pytest.raises(Unreadable):
            await sandbox.run(bomb(), TASK)
        header, _ = await sandbox.run(report(), TASK)
        assert header
    finally:
        await sandbox.close()


PARENT = """
import asyncio
from beleg.parsers.sandbox import Sandbox
async def main():
    sandbox = Sandbox("beleg.chunking.prepare:prepare", 1, 600, 30.0)
    child, _ = await sandbox._child()
    print(child.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def running(pid: int) -> bool:
    """Whether a process lives (one that has ended and waits for its parent does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
async def test_a_child_outlives_an_interrupt_of_its_group_but_not_its_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(child, signal.SIGINT)
    await asyncio.sleep(0.3)
    assert running(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while running(child) and time.monotonic() < until:
        await asyncio.sleep(0.05)
    assert not running(child)
