"""The server over HTTP, as a program meets it."""

from __future__ import annotations

import json
import socket
import stat
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from beleg.errors import Busy, NotAllowed, UserError
from beleg.server.app import create_app, serve, sign_in_link
from beleg.server.web.words import choose_language

if TYPE_CHECKING:
    from tests.server.conftest import House

REST = "Wie viele Tage Urlaub haben Beschäftigte im Kalenderjahr?"
BOARD = "Wie hoch ist die Zulage Zebrafink für die Geschäftsführung?"


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream as (name, data)."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def assert_problem(response: httpx2.Response, status: int) -> dict[str, Any]:
    """The response is a problem document of this status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["detail"]
    assert body["title"]
    return body


def test_an_answer_cites_words_that_stand_in_the_cited_version(house: House) -> None:
    with house.client() as client:
        answer = client.post("/v1/ask", json={"question": REST}).raise_for_status().json()
        assert answer["outcome"] == "answered"
        assert "30 Tage Urlaub" in answer["claims"][0]["text"]
        for claim in answer["claims"]:
            for each in claim["citations"]:
                opened = client.get(f"/v1/documents/{each['document']}/versions/{each['version']}").raise_for_status().json()
                assert opened["content"]["text"][each["start"] : each["end"]] == each["quote"]


def test_the_stream_shows_each_sentence_and_ends_with_the_whole_answer(house: House) -> None:
    with house.client() as client:
        response = client.post("/v1/ask", json={"question": REST}, headers={"Accept": "text/event-stream"})
        assert response.headers["content-type"].startswith("text/event-stream")
        found = events(response.text)
    name, answer = found[-1]
    assert name == "answer"
    assert [data["text"] for name, data in found if name == "claim"] == [each["text"] for each in answer["claims"]]
    assert [name for name, _ in found].count("answer") == 1


def test_the_run_of_an_answer_can_be_read_by_its_asker_only(house: House) -> None:
    with house.client() as client, house.client(house.board) as other:
        run = other.post("/v1/ask", json={"question": BOARD}).json()["run"]
        assert other.get(f"/v1/runs/{run}").status_code == 200
        assert "kept" not in other.get(f"/v1/runs/{run}").text
        own = client.post("/v1/ask", json={"question": REST}).json()["run"]
        assert_problem(other.get(f"/v1/runs/{own}"), 404)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_search_finds_the_passage(house: House, method: str) -> None:
    with house.client() as client:
        asked: dict[str, str | int] = {"q": "Sammelplatz bei Feueralarm", "limit": 3}
        reply = client.get("/v1/search", params=asked) if method == "GET" else client.post("/v1/search", json=asked)
        first = reply.raise_for_status().json()["results"][0]
    assert "Parkplatz" in first["passage"]["text"]
    assert first["passage"]["page"] == 1  # where the passage begins; a receipt names the page of its own words
    assert first["document"]["path"] == "feuer.pdf"


def test_documents_are_listed_page_by_page_without_gap_or_repetition(house: House) -> None:
    with house.client() as client:
        everything = [each["document"]["id"] for each in client.get("/v1/documents").json()["documents"]]
        seen: list[int] = []
        after: int | None = 0
        while after is not None:
            page = client.get("/v1/documents", params={"limit": 2, "after": after}).json()
            seen += [each["document"]["id"] for each in page["documents"]]
            after = page["next"]
    assert seen == everything
    assert len(seen) == 5


def test_a_document_opens_with_its_parts_and_is_not_sent_twice(house: House) -> None:
    with house.client() as client:
        listed = client.get("/v1/documents").json()["documents"]
        first = next(each["document"]["id"] for each in listed if each["document"]["path"] == "handbuch.md")
        response = client.get(f"/v1/documents/{first}")
        content = response.json()["content"]
        assert len(content["parts"]) >= 6
        for part in content["parts"]:
            assert content["text"][part["start"] :].startswith(part["text"])
        again = client.get(f"/v1/documents/{first}", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_a_page_of_a_pdf_is_a_picture_and_no_other_page_exists(house: House) -> None:
    with house.client() as client:
        listed = client.get("/v1/documents").json()["documents"]
        status = next(each for each in listed if each["document"]["path"] == "feuer.pdf")
        pages = f"/v1/documents/{status['document']['id']}/versions/{status['version']}/pages"
        picture = client.get(f"{pages}/2.png").raise_for_status()
        assert picture.content.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", picture.content[16:24])
        assert abs(width - 595 * 110 / 72) < 3
        assert abs(height - 842 * 110 / 72) < 3
        assert len(set(zlib.decompress(picture.content[41:-16]))) > 3, "an empty page is one colour"
        assert client.get(f"{pages}/2.png", headers={"If-None-Match": picture.headers["etag"]}).status_code == 304
        assert_problem(client.get(f"{pages}/3.png"), 404)
        assert_problem(client.get(f"{pages}/0.png"), 404)


def test_sources_name_what_could_not_be_read_and_why(house: House) -> None:
    with house.client() as client:
        sources = client.get("/v1/sources").json()["sources"]
    assert [each["source"]["name"] for each in sources] == ["alle"]
    ((path, reason),) = sources[0]["failures"]
    assert path == "kaputt.pdf"
    assert reason


def test_what_another_group_may_read_appears_nowhere(house: House) -> None:
    with house.client() as owner, house.client(house.board) as board:
        hidden = next(
            each["document"]["id"] for each in board.get("/v1/documents", params={"source": "vorstand"}).json()["documents"]
        )
        version = board.get(f"/v1/documents/{hidden}").json()["status"]["version"]
        assert "9000" in board.post("/v1/ask", json={"question": BOARD}).text
        replies = [
            owner.post("/v1/ask", json={"question": BOARD}),
            owner.post("/v1/ask", json={"question": BOARD, "stream": True}),
            owner.post("/v1/ask", json={"question": BOARD, "sources": ["vorstand"]}),
            owner.get("/v1/search", params={"q": "Zebrafink Zulage", "limit": 100}),
            owner.get("/v1/documents", params={"source": "vorstand"}),
            owner.get("/v1/documents"),
            owner.get("/v1/sources"),
            owner.get("/", params={"lang": "de"}),
            owner.get(f"/v1/documents/{hidden}"),
            owner.get(f"/v1/documents/{hidden}/versions/{version}"),
        ]
        replies.append(owner.get(f"/v1/runs/{replies[0].json()['run']}"))
        visible = owner.get("/v1/documents").json()["documents"][0]["document"]["id"]
        replies.append(owner.get(f"/v1/documents/{visible}/versions/{version}"))
    for reply in replies:
        for word in ("9000", "gehalt.md", "Gehälter"):
            assert word not in reply.text, reply.url


def test_a_hidden_source_reads_like_one_that_is_not_there(house: House) -> None:
    with house.client() as owner:
        theirs = assert_problem(owner.post("/v1/ask", json={"question": BOARD, "sources": ["vorstand"]}), 404)
        absent = assert_problem(owner.post("/v1/ask", json={"question": BOARD, "sources": ["nirgends"]}), 404)
    assert theirs["detail"].replace("vorstand", "N") == absent["detail"].replace("nirgends", "N")


def test_a_client_that_goes_ends_its_run_and_harms_nobody(house: House) -> None:
    with house.client() as client:
        for _ in range(3):
            with client.stream("POST", "/v1/ask", json={"question": REST, "stream": True}) as reply:
                next(reply.iter_raw())
        assert client.post("/v1/ask", json={"question": REST}).json()["outcome"] == "answered"


def test_a_hidden_document_reads_like_one_that_is_not_there(house: House) -> None:
    with house.client() as owner, house.client(house.board) as board:
        hidden = board.get("/v1/documents", params={"source": "vorstand"}).json()["documents"][0]["document"]["id"]
        theirs = assert_problem(owner.get(f"/v1/documents/{hidden}"), 404)
        absent = assert_problem(owner.get("/v1/documents/99999"), 404)
    assert theirs["detail"].replace(str(hidden), "N") == absent["detail"].replace("99999", "N")
    assert {**theirs, "detail": ""} == {**absent, "detail": ""}


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/sources", "/v1/search?q=a", "/v1/runs/x", "/v1/nothing"])
@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_a_key_that_fits_nothing_is_told_but_where_the_owners_key_lies(house: House, path: str, key: str) -> None:
    with house.client(key) as client:
        body = assert_problem(client.get(path), 401)
    assert "owner.key" in body["hint"]
    assert house.owner not in json.dumps(body)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "  "}, 400),
        ({"question": "Urlaub? " * 2000}, 413),
        ({"question": "x" * 1_100_000}, 413),
        ({"frage": "Urlaub?"}, 400),
        ({"question": 7}, 400),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_problem_that_says_why(house: House, body: dict[str, Any], status: int) -> None:
    with house.client() as client:
        found = assert_problem(client.post("/v1/ask", json=body), status)
    assert "xxxx" not in json.dumps(found)


def test_half_an_emoji_and_a_thousand_sources_are_problems_too(house: House) -> None:
    with house.client() as client:
        for path, body in (("/v1/ask", b'{"question": "Wer\\ud83d?"}'), ("/v1/check", b'{"text": "Er \\ud83d war da."}')):
            told = client.post(path, content=body, headers={"content-type": "application/json"})
            assert (told.status_code, "surrogate" in told.json()["detail"]) == (400, True)
        for path in ("/v1/search", "/v1/explain", "/v1/overview"):
            assert client.get(path, params={"q": "x", "source": [f"s{each}" for each in range(1000)]}).status_code == 400


def test_a_body_without_a_length_is_limited_too(house: House) -> None:
    with house.client() as client:
        response = client.post("/v1/ask", content=(b"x" * 100_000 for _ in range(12)))
    assert_problem(response, 413)


def test_broken_json_unknown_addresses_and_wrong_methods_are_problems(house: House) -> None:
    with house.client() as client:
        assert_problem(client.post("/v1/ask", content=b"{", headers={"Content-Type": "application/json"}), 400)
        assert_problem(client.get("/v1/nothing"), 404)
        assert_problem(client.get("/static/../app.py"), 404)
        assert_problem(client.delete("/v1/sources"), 405)
        assert_problem(client.get(f"/v1/documents/{10**30}"), 404)


def test_other_names_and_other_origins_are_refused(house: House) -> None:
    with house.client() as client:
        assert_problem(client.get("/v1/sources", headers={"Host": "evil.example"}), 421)
        foreign = {"Origin": "https://evil.example"}
        assert_problem(client.post("/v1/ask", json={"question": REST}, headers=foreign), 403)
        own = {"Origin": house.address}
        assert client.post("/v1/ask", json={"question": REST}, headers=own).status_code == 200


def test_the_sign_in_link_sets_a_cookie_that_scripts_cannot_read(house: House) -> None:
    with house.client("") as client:
        assert client.get("/").status_code == 401
        reply = client.get(sign_in_link(house.root, house.address))
        assert reply.status_code == 303
        assert reply.headers["location"] == "/"
        cookie = reply.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/v1/sources").status_code == 200
    with house.client("") as client:
        wrong = client.get("/?key=wrong")
        assert wrong.status_code == 401
        assert "set-cookie" not in wrong.headers


def test_the_owners_key_is_readable_by_its_owner_alone(house: House) -> None:
    assert stat.S_IMODE((house.root / ".beleg" / "owner.key").stat().st_mode) == 0o600


def test_health_needs_no_key_and_tells_no_names(house: House) -> None:
    with house.client("") as client:
        body = client.get("/health").raise_for_status().json()
    assert body["ok"] is True
    assert body["documents"] == 5
    assert "alle" not in json.dumps(body)


def test_the_reference_and_the_page_load_nothing_from_elsewhere(house: House) -> None:
    with house.client() as client:
        for path in ("/docs", "/"):
            reply = client.get(path).raise_for_status()
            assert "default-src 'none'" in reply.headers["content-security-policy"]
            assert "https://" not in reply.text
            assert " style=" not in reply.text
        described = client.get("/openapi.json").json()
        size = sum(
            len(client.get(f"/static/{name}").raise_for_status().content) for name in ("app.js", "document.js", "app.css")
        )
    assert {"Answer", "Citation", "Problem", "DocumentStatus"} <= set(described["components"]["schemas"])
    assert size < 60_000


def test_a_taken_port_and_an_unknown_address_say_what_to_do(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Busy, match="--port"):
            serve(house.root, "127.0.0.1", port, True, lambda address: None)
    with pytest.raises(UserError, match="--host"):
        serve(house.root, "203.0.113.7", 0, True, lambda address: None)


def test_an_address_that_others_reach_needs_a_key_besides_the_owners(tmp_path: Path) -> None:
    (tmp_path / "beleg.toml").write_text("", "utf-8")
    with pytest.raises(NotAllowed, match="beleg key add"):
        serve(tmp_path, "0.0.0.0", 0, True, lambda address: None)  # noqa: S104 (it must refuse)


def test_keys_can_be_switched_off_on_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="no-key"):
        create_app(tmp_path, key_required=False, loopback=False)


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "de-AT,en;q=0.5", "de"),
        (None, "fr,de;q=0.3,en;q=0.8", "en"),
        ("de", "en", "de"),
        ("xx", "", "en"),
        (None, ";q=x", "en"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(chosen: str | None, accepted: str, language: str) -> None:
    assert choose_language(chosen, accepted) == language
