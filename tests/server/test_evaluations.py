"""The pages of evaluations, and a report as a file, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from beleg.evaluation.report.pages import comparison_page, evaluation_page
from beleg.library import Workspace
from beleg.server.app import sign_in_link

if TYPE_CHECKING:
    from tests.server.conftest import House

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NASTY = "<script>alert('x')</script> & \"quoted\" }}?"
CASES = [
    {
        "question": "Wie viele Tage Urlaub haben Beschäftigte im Kalenderjahr?",
        "answers": ["30 Tage"],
        "documents": ["handbuch.md"],
    },
    {
        "question": "How long does the warranty of the device last?",
        "answers": ["twenty-four months"],
        "documents": ["manual.md"],
    },
    {"question": "How long must the power button be held?", "answers": ["three hours"], "documents": ["manual.md"]},
    {"question": NASTY, "answerable": False, "tags": [NASTY]},
    *({"question": f"Who is number {at}?", "answerable": False, "tags": [NASTY]} for at in range(5)),
]


@pytest.fixture(scope="module")
def measured(house: House) -> House:
    """The house with two runs over a small data set, in which one case goes wrong."""
    path = house.root / "small.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    with Workspace(house.root) as workspace:
        workspace.evaluate(path, name="first")
        workspace.evaluate(path, name="second", resume=False)
        workspace.evaluate(path, name="board's", groups=["board"])
    return house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed: apt-get install -y chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


def watched(browser: Browser, allowed: str, **options: object) -> tuple[Page, list[str]]:
    """A new page, and everything that must not happen on it."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]  # plain options
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((allowed, "data:")) else wrong.append(asked.url))
    return page, wrong


def test_the_owner_goes_from_the_page_to_a_run_and_to_a_comparison(measured: House, browser: Browser) -> None:
    page, wrong = watched(browser, measured.address, locale="de-DE")
    page.goto(sign_in_link(measured.root, measured.address))
    page.click("text=Auswertungen")
    assert page.locator("tr:has(td)").count() == 2
    page.click("td a:has-text('second')")
    assert page.locator("h1").inner_text() == "second"
    assert "richtig behandelt" in page.locator(".short").inner_text()
    assert page.locator("svg").count() >= 3
    assert page.locator("#worst details").first.locator("summary").inner_text().startswith("How long must the power button")
    assert page.locator("#worst q").first.inner_text()
    assert "rgb(250, 249, 246)" in page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.go_back()
    page.click("text=Vergleich")
    assert page.locator("h1").inner_text() == "first → second"
    assert not wrong


def test_nobody_but_the_owner_sees_evaluations(measured: House) -> None:
    for path in ("/evaluations", "/evaluations/first", "/evaluations/first/compared-with/second"):
        with measured.client(measured.board) as client:
            assert client.get(path).status_code == 403
            assert "/evaluations" not in client.get("/").text
        with measured.client("") as client:
            assert client.get(path).status_code == 401
        with measured.client() as client:
            assert client.get(path).status_code == 200
    with measured.client() as client:
        assert client.get("/evaluations/unknown").status_code == 404
        assert client.get("/evaluations/board's").status_code == 404, "the owner is not in the board"
        assert "board's" not in client.get("/evaluations").text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_one_file_without_script_that_opens_without_an_error(
    measured: House, browser: Browser, tmp_path: Path, language: str, scheme: str
) -> None:
    with Workspace(measured.root) as workspace:
        run = workspace.evaluation("first")
        pages = {"run": evaluation_page(run, language, workspace.gate("first", measured.root / "small.jsonl", ["right >= 1"]))}
        pages["comparison"] = comparison_page(workspace.compare("first", "second"), language)
    for name, text in pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(text, "utf-8")
        page, wrong = watched(browser, path.as_uri(), color_scheme=scheme, viewport={"width": 390, "height": 800})
        page.goto(path.as_uri())
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("script").count() == 0
        assert page.locator("svg").count() >= 1
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 26)"
        assert dark is (scheme == "dark")
        assert not wrong
        page.context.close()
    assert NASTY not in pages["run"]
    assert ("nicht bestanden" if language == "de" else "not passed") in pages["run"]
