"""The page in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from beleg.server.app import sign_in_link

if TYPE_CHECKING:
    from tests.server.conftest import House

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
REST = "Wie viele Tage Urlaub haben Beschäftigte im Kalenderjahr?"
NONSENSE = "Quantenchromodynamik Gluonenkonfinement?"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


class Visit:
    """A signed-in context that notes everything that must not happen."""

    def __init__(self, browser: Browser, house: House, **options: object) -> None:
        self.house = house
        self.context: BrowserContext = browser.new_context(**{"locale": "de-DE", **options})  # type: ignore[arg-type]  # plain options
        self.wrong: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on(
            "console", lambda message: self.wrong.append(message.text) if message.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda asked: None if asked.url.startswith(house.address) else self.wrong.append(asked.url))
        self.page.goto(sign_in_link(house.root, house.address))

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter and wait for the end of the answer."""
        self.page.fill("#question", question)
        self.page.press("#question", "Enter")
        expect(self.page.locator("#answer")).to_have_attribute("aria-busy", "false")
        expect(self.page.locator("#answer .verdict:not(.waiting), #answer .problem")).to_have_count(1)

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visit]:
    """A German visit at a desk; at its end nothing forbidden may have happened."""
    one = Visit(browser, house, viewport={"width": 1280, "height": 860})
    yield one
    one.context.close()
    assert one.wrong == []


def squeezed(text: str) -> str:
    """The text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def test_a_question_is_answered_and_its_receipt_highlights_exactly_the_quote(visit: Visit) -> None:
    visit.ask(REST)
    first = visit.page.locator(".claim").first
    expect(first).to_contain_text("30 Tage Urlaub")
    with visit.page.expect_response(lambda reply: "/versions/" in reply.url):
        first.locator(".number").first.click()
    marks = visit.page.locator("#receipt mark")
    expect(marks.first).to_be_in_viewport()
    with visit.house.client() as client:
        quote = client.post("/v1/ask", json={"question": REST}).json()["claims"][0]["citations"][0]["quote"]
    assert squeezed("".join(marks.all_text_contents())) == squeezed(quote)
    expect(visit.page.locator(".receipt-head")).to_contain_text("handbuch.md")
    expect(visit.page.locator(".receipt-head")).to_contain_text("Urlaub")


def test_words_after_an_emoji_are_highlighted_at_the_right_place(visit: Visit) -> None:
    visit.ask("Innerhalb wie vieler Wochen sind Belege einzureichen?")
    visit.page.locator(".number").first.click()
    expect(visit.page.locator("#receipt mark").first).to_contain_text("vier Wochen einzureichen.")


def test_a_pdf_receipt_names_its_page(visit: Visit) -> None:
    visit.ask("Wo ist der Sammelplatz bei Feueralarm?")
    visit.page.locator(".number").first.click()
    expect(visit.page.locator(".receipt-head")).to_contain_text("Seite 2")
    expect(visit.page.locator("#receipt mark")).to_contain_text("Parkplatz")
    visit.page.click(".sheet summary")
    expect(visit.page.locator(".frame rect").first).to_be_visible()


def test_without_evidence_the_page_says_so_and_offers_places_to_look(visit: Visit) -> None:
    visit.ask(NONSENSE)
    expect(visit.page.locator(".none")).to_contain_text("nichts Belegbares")
    expect(visit.page.locator(".number")).to_have_count(0)


def test_everything_works_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.locator("body").press("/")
    expect(page.locator("#question")).to_be_focused()
    visit.ask(REST)
    page.locator(".number").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#receipt")).to_be_visible()
    expect(page.locator("[data-receipt='0']")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    count = page.locator("[data-receipt]").count()
    expect(page.locator(f"[data-receipt='{1 % count}']")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.locator(f"[data-receipt='{1 % count}']")).to_be_focused()


def test_a_question_in_the_address_is_asked_again_on_reload(visit: Visit) -> None:
    visit.ask(REST)
    visit.page.reload()
    expect(visit.page.locator(".claim").first).to_contain_text("30 Tage")
    expect(visit.page.locator("#question")).to_have_value(REST)


def test_the_page_speaks_english_and_remembers_it(visit: Visit) -> None:
    visit.page.click("#language")
    expect(visit.page.locator("#ask")).to_have_text("Ask")
    visit.page.goto(visit.house.address)
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.ask("How long must the power button be held to reset the device?")
    expect(visit.page.locator(".claim").first).to_contain_text("twelve seconds")


def test_dark_and_light_can_be_switched_and_are_remembered(visit: Visit) -> None:
    shade = "getComputedStyle(document.body).backgroundColor"
    light = visit.page.evaluate(shade)
    visit.page.click("#theme")
    dark = visit.page.evaluate(shade)
    assert dark != light
    visit.page.reload()
    assert visit.page.evaluate(shade) == dark


def test_an_example_is_one_click_and_earlier_questions_stay_at_hand(visit: Visit) -> None:
    visit.page.locator(".example").first.click()
    expect(visit.page.locator("#answer .asked")).to_be_visible()
    visit.ask(REST)
    expect(visit.page.locator("#history .example")).to_have_count(1)


def test_a_phone_shows_everything_without_scrolling_sideways(browser: Browser, house: House) -> None:
    phone = Visit(browser, house, viewport={"width": 360, "height": 700}, color_scheme="dark", has_touch=True)
    assert phone.sideways() <= 0
    phone.ask(REST)
    phone.page.locator(".number").first.tap()
    expect(phone.page.locator("#receipt mark").first).to_be_in_viewport()
    assert phone.sideways() <= 0
    phone.page.locator("#receipt button.icon").tap()
    expect(phone.page.locator("#receipt")).to_be_hidden()
    phone.context.close()
    assert phone.wrong == []


def test_a_visitor_without_a_key_is_asked_for_it(browser: Browser, house: House) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(house.address)
    page.fill("#key", house.owner)
    page.click("button")
    expect(page.locator("#question")).to_be_visible()
    assert house.owner not in page.url
    context.close()


def test_what_is_not_there_is_told_as_a_page_to_a_person_and_as_a_problem_to_a_program(house: House) -> None:
    person = {"accept": "text/html,*/*", "accept-language": "de"}
    with house.client() as client:
        for path in ("/search?similar_to=999999", "/evaluations/nothing", "/nowhere"):
            page = client.get(path, headers=person)
            assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
            assert "Das gibt es nicht, oder nicht für Sie." in page.text
            assert client.get(path).headers["content-type"] == "application/problem+json"
        assert client.get("/v1/documents/999999", headers=person).headers["content-type"] == "application/problem+json"
