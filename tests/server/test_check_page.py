"""Checking a text over HTTP, and on its page in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from beleg.server.app import sign_in_link

if TYPE_CHECKING:
    from tests.server.conftest import House

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TEXT = (
    "Neues aus dem Haus\n\nAlle Beschäftigten haben Anspruch auf dreißig Tage Urlaub im Kalenderjahr. 😀 "
    "Belege sind innerhalb von sechs Wochen einzureichen. Die Kantine serviert nachts Hummer aus Kanada."
)
SECRET = "Die Zulage Zebrafink beträgt für die Geschäftsführung 9000 Euro im Monat."
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


def verdicts(told: dict[str, list[dict[str, str]]]) -> list[str]:
    """The verdicts in order."""
    return [each["verdict"] for each in told["sentences"]]


def test_a_text_is_checked_as_one_object_and_as_events(house: House) -> None:
    with house.client() as client:
        told = client.post("/v1/check", json={"text": TEXT}).json()
        events = client.post("/v1/check", json={"text": TEXT, "stream": True}).text.strip().split("\n\n")
    assert verdicts(told) == ["nothing_to_check", "carried", "contradicted", "not_found"]
    assert told["counts"] == {"carried": 1, "contradicted": 1, "not_found": 1, "nothing_to_check": 1}
    assert told["sentences"][2]["reasons"][0]["stands"].startswith("vier Wochen")
    names = [event.split("\n")[0] for event in events]
    assert names == ["event: sentence"] * 4 + ["event: report"]
    streamed = [json.loads(event.split("data: ", 1)[1]) for event in events]
    assert [each["text"] for each in streamed[:4]] == [each["text"] for each in told["sentences"]]
    assert streamed[0]["of"] == 4


def test_a_reader_is_told_nothing_of_what_others_may_read(house: House) -> None:
    with house.client() as owner, house.client(house.board) as board:
        assert verdicts(board.post("/v1/check", json={"text": SECRET}).json()) == ["carried"]
        (hidden,) = owner.post("/v1/check", json={"text": SECRET}).json()["sentences"]
    assert hidden["verdict"] == "not_found"
    assert "Zebrafink" not in json.dumps([hidden["citations"], hidden["reasons"]])


def test_a_file_becomes_text_without_being_kept(house: House) -> None:
    with house.client() as client:
        told = client.post("/v1/check/file?name=draft.md", content=b"# Titel\n\nDie Kantine ist offen.").json()
        assert told == {"text": "Titel\n\nDie Kantine ist offen.", "skip": [[0, 5]]}
        broken = client.post("/v1/check/file?name=draft.pdf", content=b"%PDF-1.7 broken")
        assert (broken.status_code, broken.headers["content-type"]) == (422, "application/problem+json")
        assert client.post("/v1/check/file?name=draft.md", content=b"").status_code == 400


def test_what_cannot_be_checked_is_a_problem(house: House) -> None:
    with house.client() as client:
        assert client.post("/v1/check", json={"text": "  "}).status_code == 400
        assert client.post("/v1/check", json={"text": "x " * 200_000}).status_code == 413
        assert client.post("/v1/check", json={"text": TEXT, "sources": ["none"]}).status_code == 404
        assert client.post("/v1/check", json={"text": TEXT, "more": 1}).status_code == 400
    with house.client("") as nobody:
        assert nobody.post("/v1/check", json={"text": TEXT}).status_code == 401
        assert nobody.get("/check").status_code == 401


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


def opened(browser: Browser, house: House, wrong: list[str], **options: object) -> Page:
    """The page, signed in; notes everything that must not happen."""
    page = browser.new_context(**{"locale": "de-DE", **options}).new_page()  # type: ignore[arg-type]  # plain options
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(house.address) else wrong.append(asked.url))
    page.goto(sign_in_link(house.root, house.address))
    return page


def checked(page: Page) -> None:
    """Wait until the text is checked."""
    expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#progress")).to_contain_text("belegt")


@needs_chromium
def test_sentences_are_marked_by_more_than_colour_and_tell_why(browser: Browser, house: House) -> None:
    wrong: list[str] = []
    page = opened(browser, house, wrong, viewport={"width": 1280, "height": 900})
    page.click("text=Text prüfen")
    page.fill("#text", TEXT)
    page.click("#check")
    checked(page)
    lines = {name: page.locator(f"#sentences .{name}") for name in ("carried", "contradicted", "not_found")}
    looks = [each.evaluate("node => getComputedStyle(node).textDecorationStyle") for each in lines.values()]
    assert looks == ["solid", "wavy", "dashed"]
    assert page.locator("#sentences").inner_text().replace("✔", "").startswith("Neues aus dem Haus")
    expect(lines["contradicted"]).to_contain_text("sechs Wochen einzureichen.")
    lines["contradicted"].click()
    expect(page.locator("#receipt")).to_contain_text("Andere Zahl")
    expect(page.locator("#receipt .why dd").nth(1)).to_contain_text("vier Wochen")
    page.click("text=Im Dokument zeigen")
    expect(page.locator("#receipt mark").first).to_contain_text("vier Wochen")
    page.context.close()
    assert wrong == []


@needs_chromium
def test_the_page_works_by_keyboard_on_a_phone_and_with_a_file(browser: Browser, house: House, tmp_path: Path) -> None:
    wrong: list[str] = []
    page = opened(browser, house, wrong, viewport={"width": 360, "height": 720}, color_scheme="dark")
    page.goto(f"{house.address}/check")
    (tmp_path / "draft.md").write_text(f"# Haus\n\n{TEXT}", "utf-8")
    page.set_input_files("#file", tmp_path / "draft.md")
    checked(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("#sentences [role='button']").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#receipt h2")).to_contain_text("belegt")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#receipt h2")).to_contain_text("widersprochen")
    page.keyboard.press("Escape")
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.locator("#sentences .contradicted")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
    assert wrong == []
