"""Explanations over HTTP and on their page, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.server.test_page import CHROMIUM, REST, Visit, browser, visit  # noqa: F401 (fixtures of the page's tests)

if TYPE_CHECKING:
    from tests.server.conftest import House

in_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


def test_an_explanation_holds_only_what_the_key_may_read(house: House) -> None:
    asked = {"q": "Zulage Zebrafink der Geschäftsführung"}
    with house.client() as owner, house.client(house.board) as board:
        mine, theirs = owner.get("/v1/explain", params=asked), board.get("/v1/explain", params=asked)
    assert (mine.status_code, theirs.status_code) == (200, 200)
    assert theirs.json()["passages"][0]["hit"]["document"]["path"] == "gehalt.md"
    assert "Zebrafink" in {each["word"] for each in theirs.json()["passages"][0]["reasons"]}
    assert "gehalt" not in mine.text
    assert "9000" not in mine.text


def test_an_explanation_needs_a_key_and_a_question(house: House) -> None:
    with house.client("") as nobody, house.client() as owner:
        assert nobody.get("/explain", params={"q": "Urlaub"}).status_code == 401
        assert owner.get("/v1/explain").status_code == 400
        empty = owner.get("/explain", params={"q": "?" * 9000})
        assert empty.status_code == 400
        assert "8,000" in empty.text


@in_chromium
def test_from_an_answer_the_page_leads_to_how_it_was_found_and_back(visit: Visit) -> None:  # noqa: F811
    visit.ask(REST)
    visit.page.get_by_role("link", name="Wie wurde das gefunden?").click()
    page = visit.page
    expect(page.locator("h1")).to_have_text("Wie wurde das gefunden?")
    expect(page.locator("#question")).to_have_value(REST)
    first = page.locator(".passages li").first
    expect(first.locator(".rank")).to_have_text("1")
    expect(first).to_contain_text("30 Tage Urlaub")
    expect(first.locator(".why")).to_contain_text("Urlaub")
    assert page.locator(".chart .way").count() >= 2
    assert visit.sideways() <= 0
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("How was this found?")
    page.get_by_role("link", name="To the answer").click()
    expect(page.locator("#answer .claim").first).to_contain_text("30 Tage Urlaub")


@in_chromium
def test_the_page_is_used_with_the_keyboard_alone_and_goes_dark(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    page.goto(f"{visit.house.address}/explain")
    page.keyboard.press("/")
    page.keyboard.type("Wie werden Fahrten mit dem Auto erstattet, und wann ist offen?")
    page.keyboard.press("Enter")
    expect(page.locator(".passages li").first).to_contain_text("0,30 Euro")
    page.locator(".chart a").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passages li:target")).to_have_count(1)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").press("Enter")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
