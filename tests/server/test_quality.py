"""The page "Quality" in a real browser, and its figures over HTTP."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from tests.server.conftest import House, write_documents

from beleg.calibration import drift
from beleg.guarantee import recipe
from beleg.library import Workspace
from beleg.records import Calibration, Case
from beleg.server.app import create_app, sign_in_link
from beleg.server.auth import owner_key

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: apt-get install -y chromium")


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same documents with four hundred labels and a promise, served by a server of their own."""
    root = tmp_path_factory.mktemp("calibrated")
    (root / "beleg.toml").write_text("[index]\nlinger_s = 1\n[answers]\nacceptable_error = 0.1\n", "utf-8")
    write_documents(root / "documents")
    dice = random.Random(5)
    raws = [dice.uniform(0.05, 0.99) for _ in range(400)]
    cases = tuple(Case(raw, dice.random() < 1 - (1 - raw) ** 2, drift.places(raw, 7, "de", 0.8)) for raw in raws)
    with Workspace(root) as workspace:
        workspace.add(root / "documents" / "alle", readers=("owner", "board"))
        board = workspace.add_key("vera", ["board"])
        made = Calibration(0, "", "owner", "fragen.jsonl", "0", recipe(workspace.settings), {"kind": "identity"}, cases)
        workspace._run(workspace._parts.state.add_calibration(made, drift.begun([case.places for case in cases])))
    server = uvicorn.Server(uvicorn.Config(create_app(root), port=0, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended while starting"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield House(f"http://127.0.0.1:{port}", owner_key(root), board, root)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    """One Chromium for this file. The house is made first: it wants a loop of its own, and Playwright's runs from here on."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


def signed_in(browser: Browser, house: House, **options: object) -> tuple[BrowserContext, list[str]]:
    """A context that notes everything that must not happen."""
    context = browser.new_context(**{"locale": "de-DE", **options})  # type: ignore[arg-type]  # plain options
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    context.on("request", lambda asked: None if asked.url.startswith(house.address) else wrong.append(asked.url))
    context.new_page().goto(sign_in_link(house.root, house.address))
    return context, wrong


def test_only_the_owner_sees_how_good_answers_are(calibrated: House) -> None:
    with calibrated.client(calibrated.board) as client:
        for address in ("/v1/quality", "/quality"):
            refused = client.get(address)
            assert (refused.status_code, refused.json()["title"]) == (403, "Not allowed")
        assert "/quality" not in client.get("/").text
    with calibrated.client("") as client:
        assert client.get("/quality").status_code == 401


def test_the_figures_come_over_http(calibrated: House) -> None:
    with calibrated.client() as client:
        found = client.get("/v1/quality").json()
    assert (found["status"], found["labels"], found["acceptable_error"]) == ("holds", 400, 0.1)
    assert found["certificate"]["bound"] <= 0.1
    assert 0 < found["certificate"]["coverage"] < 1
    assert sum(each["count"] for each in found["reliability"]) == 400
    assert {"confidence", "right", "low", "high"} <= set(found["reliability"][0])


def test_an_answer_over_http_carries_its_guarantee(calibrated: House) -> None:
    with calibrated.client() as client:
        answer = client.post("/v1/ask", json={"question": "Wie viele Tage Urlaub haben Beschäftigte im Kalenderjahr?"}).json()
        recorded = client.get(f"/v1/runs/{answer['run']}").json()
        watched = client.get("/v1/quality").json()["watched"]
    assert answer["guarantee"]["status"] == "holds"
    assert answer["guarantee"]["says"].startswith("Höchstens 10 % der gegebenen Antworten sind falsch")
    assert recorded["answer"]["guarantee"] == answer["guarantee"]
    assert "places" not in json.dumps(recorded["steps"])  # what is kept stays in the house
    assert watched["seen"] >= 1


@needs_browser
@pytest.mark.parametrize(("scheme", "width", "language"), [("light", 1280, "de-DE"), ("dark", 360, "en-US")])
def test_the_page_shows_three_pictures_with_words_and_tables(
    browser: Browser, calibrated: House, scheme: str, width: int, language: str
) -> None:
    size = {"width": width, "height": 800}
    context, wrong = signed_in(browser, calibrated, locale=language, color_scheme=scheme, viewport=size)
    page = context.pages[0]
    page.get_by_role("link", name="Güte" if language == "de-DE" else "Quality").click()
    expect(page.locator(".status h2")).to_have_text("Zugesagt" if language == "de-DE" else "Guaranteed")
    assert page.locator("figure svg[role=img]").count() == 3
    for picture in page.locator("figure svg").all():
        assert picture.locator("title").first.text_content()
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 250
    line = page.locator("svg .found").first
    shades = [
        line.evaluate("each => getComputedStyle(each).stroke"),
        page.evaluate("getComputedStyle(document.body).backgroundColor"),
    ]
    assert shades[0] != shades[1]
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
    assert wrong == []


@needs_browser
def test_without_scripts_the_page_is_the_same(browser: Browser, calibrated: House) -> None:
    context, wrong = signed_in(browser, calibrated, java_script_enabled=False)
    page = context.pages[0]
    page.goto(f"{calibrated.address}/quality?lang=en")
    expect(page.locator("h1")).to_have_text("How often are answers right?")
    assert page.locator("figure svg polyline").count() > 5
    page.goto(f"{calibrated.address}/quality")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
    assert wrong == []


@needs_browser
def test_before_anything_is_calibrated_the_page_teaches_how(browser: Browser, house: House) -> None:
    context, wrong = signed_in(browser, house)
    page = context.pages[0]
    page.goto(f"{house.address}/quality")
    expect(page.locator(".status h2")).to_have_text("Noch nicht kalibriert")
    expect(page.locator(".learn")).to_contain_text("beleg calibrate questions.jsonl")
    expect(page.locator(".learn")).to_contain_text("mindestens 90 gegebene Antworten")
    context.close()
    assert wrong == []


@needs_browser
def test_the_answer_on_the_page_tells_its_guarantee(browser: Browser, calibrated: House) -> None:
    context, wrong = signed_in(browser, calibrated)
    page = context.pages[0]
    page.fill("#question", "Wie viele Tage Urlaub haben Beschäftigte im Kalenderjahr?")
    page.press("#question", "Enter")
    expect(page.locator("#answer .verdict")).to_contain_text("Höchstens 10 % der gegebenen Antworten sind falsch")
    context.close()
    assert wrong == []
