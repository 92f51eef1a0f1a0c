"""Filters over HTTP, and as chips in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect
from tests.server.test_page import CHROMIUM, Visit, browser

if TYPE_CHECKING:
    from tests.server.conftest import House

__all__ = ["browser"]
FIRE = "Was ist der Sammelplatz bei Feueralarm in den PDFs, steht das dort?"
HANDBOOK = "Was steht in den PDFs über den Anspruch auf Urlaub im Kalenderjahr?"

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


def test_filters_are_given_and_told_over_http(house: House) -> None:
    with house.client() as client:
        found = client.post("/v1/search", json={"q": "Urlaub Feueralarm", "filters": ["type:pdf"]}).json()
        assert {hit["document"]["path"] for hit in found["results"]} == {"feuer.pdf"}
        assert [(each["kind"], each["value"], each["implicit"]) for each in found["filters"]] == [("type", "pdf", False)]
        got = client.get("/v1/search", params={"q": "Urlaub Feueralarm", "filter": "type:markdown"}).json()
        assert "feuer.pdf" not in {hit["document"]["path"] for hit in got["results"]}
        answer = client.post("/v1/ask", json={"question": FIRE}).json()
        (read,) = answer["filters"]
        assert (read["kind"], read["value"], read["words"], read["implicit"]) == ("type", "pdf", "in den PDFs", True)
        free = client.post("/v1/ask", json={"question": FIRE, "without": ["type:pdf"]}).json()
        assert free["filters"] == []
        refused = client.post("/v1/ask", json={"question": FIRE, "filters": ["since:soon"]})
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")


def test_a_source_of_others_is_no_filter_over_http(house: House) -> None:
    question = "Was gilt in vorstand?"
    with house.client() as client, house.client(house.board) as board:
        assert client.post("/v1/search", json={"q": question}).json()["filters"] == []
        assert [each["value"] for each in board.post("/v1/search", json={"q": question}).json()["filters"]] == ["vorstand"]
        assert client.post("/v1/search", json={"q": question, "filters": ["source:vorstand"]}).status_code == 404


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visit]:
    """A German visit; at its end nothing forbidden may have happened."""
    one = Visit(browser, house, viewport={"width": 1280, "height": 860})
    yield one
    one.context.close()
    assert one.wrong == []


@needs_chromium
def test_a_chip_is_shown_and_taken_away_by_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.ask(FIRE)
    chip = page.locator(".chip")
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text("Typ PDF")
    button = chip.get_by_role("button", name="Ohne „Typ PDF“ fragen")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#answer .asked")).to_have_text(FIRE)
    assert "without=type%3Apdf" in page.url
    page.go_back()
    expect(page.locator(".chip")).to_have_count(1)


@needs_chromium
def test_a_filter_that_left_no_answer_is_told_on_the_page(visit: Visit) -> None:
    visit.ask(HANDBOOK)
    expect(visit.page.locator(".dropped")).to_contain_text("Typ PDF")
    expect(visit.page.locator(".chip")).to_have_count(0)


@needs_chromium
def test_chips_in_english_after_a_reload_and_on_a_phone(browser: Browser, house: House) -> None:
    phone = Visit(browser, house, viewport={"width": 360, "height": 700}, locale="en-GB", has_touch=True)
    phone.page.goto(f"{house.address}/?q=device+reset&filter=since:2020&filter=until:2090&filter=type:markdown")
    expect(phone.page.locator(".chip")).to_have_count(3)
    expect(phone.page.locator(".chip").first).to_contain_text("since Jan 1, 2020")
    assert phone.sideways() <= 0
    phone.page.locator(".chip button").first.tap()
    expect(phone.page.locator(".chip")).to_have_count(2)
    phone.context.close()
    assert phone.wrong == []
