"""Finding without a question over HTTP and in a browser: results with feedback, similar documents, the overview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, sync_playwright

if TYPE_CHECKING:
    from tests.server.conftest import House

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    """A signed-in browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(locale="de-DE")
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{house.address}/?key={house.owner}")
        yield page
        assert not problems
        browser.close()


def test_similar_documents_and_the_overview_stay_inside_the_key(house: House) -> None:
    with house.client() as client:
        listed = client.get("/v1/documents").json()["documents"]
        handbook = next(each["document"]["id"] for each in listed if each["document"]["path"] == "handbuch.md")
        assert client.get(f"/v1/documents/{handbook}/similar").status_code == 200
        assert client.get("/v1/documents/999999/similar").status_code == 404
        seen = client.get("/v1/overview").json()
        told = {each["path"] for theme in seen["themes"] for each in theme["documents"]}
        assert "handbuch.md" in told
        assert "gehalt.md" not in told
    with house.client("") as stranger:
        assert stranger.get("/v1/overview").status_code == 401
        led = stranger.get("/overview", headers={"accept": "text/html"})
        assert (led.status_code, led.headers["location"]) == (303, "/")


def test_a_search_page_takes_feedback_by_links(page: Page, house: House) -> None:
    page.goto(f"{house.address}/search?q=Urlaub")
    assert "Handbuch" in page.inner_text(".found")
    page.click("text=mehr davon >> nth=0")
    assert page.get_attribute(".found li", "class") == "liked"
    page.click("text=Zurücknehmen")
    assert page.get_attribute(".found li", "class") == ""


def test_the_overview_shows_themes_on_a_map(page: Page, house: House) -> None:
    page.goto(f"{house.address}/overview")
    assert page.locator(".map circle").count() == 4
    assert "Was sich wiederholt" in page.inner_text("main")
