"""A real workspace of a few documents, served by a real server on a free port."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from beleg.ingest import sync
from beleg.records import Source
from beleg.server.app import create_app
from beleg.server.auth import owner_key
from beleg.workspace import open_parts

HANDBOOK = """# Handbuch für Beschäftigte

## Urlaub

Alle Beschäftigten haben Anspruch auf 30 Tage Urlaub im Kalenderjahr. Der Urlaub ist bei der Teamleitung zu beantragen.

## Reisekosten

Fahrten mit dem eigenen Auto werden mit 0,30 Euro je Kilometer erstattet. Belege sind 😀 innerhalb von vier Wochen einzureichen.

| Land | Tagessatz |
|---|---|
| Österreich | 40 Euro |
| Schweiz | 64 Euro |
"""
MANUAL = """# Device manual

## Resetting the device

To reset the device, press and hold the power button for twelve seconds. The light then turns green.

## Warranty

The warranty of the device lasts twenty-four months from the date of purchase.
"""
SECRET = """# Gehälter der Geschäftsführung

## Zulagen

Die Zulage Zebrafink beträgt für die Geschäftsführung 9000 Euro im Monat.
"""
RECIPE = """# Kantine

## Öffnungszeiten

Die Kantine ist montags bis freitags von 11 bis 14 Uhr geöffnet.
"""


@dataclass(frozen=True)
class House:
    """A running server, its keys and its folder."""

    address: str
    owner: str
    board: str
    root: Path

    def client(self, key: str | None = None) -> httpx2.Client:
        """A client with a key, by default the owner's; the empty one sends none."""
        chosen = self.owner if key is None else key
        return httpx2.Client(
            base_url=self.address, headers={"Authorization": f"Bearer {chosen}"} if chosen else {}, timeout=20, trust_env=False
        )


def write_documents(folder: Path) -> None:
    """Five documents: Markdown, one PDF, one for the board alone, one that cannot be read."""
    everyone, board = folder / "alle", folder / "vorstand"
    everyone.mkdir(parents=True)
    board.mkdir()
    (everyone / "handbuch.md").write_text(HANDBOOK, "utf-8")
    (everyone / "manual.md").write_text(MANUAL, "utf-8")
    (everyone / "kantine.md").write_text(RECIPE, "utf-8")
    (board / "gehalt.md").write_text(SECRET, "utf-8")
    canvas = Canvas(str(everyone / "feuer.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 760, "Brandschutzordnung")
    canvas.showPage()
    canvas.drawString(72, 760, "Der Sammelplatz bei Feueralarm ist der Parkplatz hinter der Lagerhalle.")
    canvas.showPage()
    canvas.save()
    (everyone / "kaputt.pdf").write_bytes(b"%PDF-1.7 truncated")


async def _fill(root: Path, documents: Path, board_key: str) -> None:
    async with open_parts(root) as parts:
        for name, readers in (("alle", frozenset({"owner", "board"})), ("vorstand", frozenset({"board"}))):
            source = await parts.state.add_source(Source(0, "folder", name, str(documents / name), readers))
            async for _ in sync(parts, source):
                pass
        await parts.state.add_key("vera", ["board"], hashlib.sha256(board_key.encode()).hexdigest())


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server with everything in it. Tests only read from it."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "beleg.toml").write_text("[index]\nlinger_s = 1\n", "utf-8")
    write_documents(root / "documents")
    board = "vera-" + "k" * 30
    asyncio.run(_fill(root, root / "documents", board))
    server = uvicorn.Server(uvicorn.Config(create_app(root), port=0, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start within 30 s"
        assert thread.is_alive(), "the server ended while starting"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield House(f"http://127.0.0.1:{port}", owner_key(root), board, root)
    server.should_exit = True
    thread.join(10)
