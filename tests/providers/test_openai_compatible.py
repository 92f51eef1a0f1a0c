"""The endpoint's embedder against a real server that is busy, broken, slow, or someone else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from beleg.errors import EmbedderFailure
from beleg.providers.embedders.openai_compatible import OpenAICompatibleEmbedder
from beleg.settings import Embeddings
from beleg.testing.models import Endpoint, endpoint


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """A server of this test's own."""
    with endpoint() as told:
        yield told


def made(server: Endpoint, **more: object) -> OpenAICompatibleEmbedder:
    return OpenAICompatibleEmbedder(Embeddings(kind="openai_compatible", url=server.url, model="tiny", **more))


async def test_texts_go_in_batches_and_come_back_in_their_order(server: Endpoint) -> None:
    vectors = await made(server, batch=2).embed(["car", "leave", "auto", "money", "urlaub"], "passage")
    assert [len(request["input"]) for request in server.requests] == [2, 2, 1]
    assert {request["path"] for request in server.requests} == {"/v1/embeddings"}
    near = [
        max(range(5), key=lambda b: sum(x * y for x, y in zip(vectors[a], vectors[b], strict=True)) * (a != b)) for a in (0, 1)
    ]
    assert near == [2, 4]


async def test_a_busy_server_is_asked_again_after_the_time_it_names(server: Endpoint) -> None:
    server.answers = [(429, {"Retry-After": "0.3"}, b"slow down"), (503, {"Retry-After": "0"}, b""), None]
    began = time.monotonic()
    assert len(await made(server).embed(["car"], "passage")) == 1
    assert time.monotonic() - began > 0.3
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"{}",
        b'{"data": [{"index": 0, "embedding": "text"}]}',
        b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 1, "embedding": [1.0]}]}',
        b'{"data": [{"index": 0, "embedding": [0.0, 0.0]}]}',
        b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}',
        json.dumps({"data": [{"index": at, "embedding": [1.0]} for at in range(2)]}).encode(),
    ],
)
async def test_a_broken_answer_is_no_vector_and_asked_for_again(server: Endpoint, body: bytes) -> None:
    server.answers = [(200, {}, body)]
    (vector,) = await made(server).embed(["car"], "query")
    assert sum(value * value for value in vector) == pytest.approx(1)
    server.answers = [(200, {}, body)] * 2
    with pytest.raises(EmbedderFailure, match="try again later"):
        await made(server).embed(["car"], "query")


async def test_a_server_that_refuses_is_not_asked_twice_and_its_words_are_not_repeated(server: Endpoint) -> None:
    server.answers = [(401, {}, b"secret-text")]
    with pytest.raises(EmbedderFailure, match="key is wrong or missing") as raised:
        await made(server).embed(["car"], "passage")
    assert "secret-text" not in str(raised.value)
    assert len(server.requests) == 1


async def test_the_key_comes_from_the_environment_and_goes_nowhere_else(
    server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EmbedderFailure, match="TINY_KEY"):
        await made(server, key_env="TINY_KEY").embed(["car"], "passage")
    monkeypatch.setenv("TINY_KEY", "s3cret")
    await made(server, key_env="TINY_KEY").embed(["car"], "passage")
    assert server.headers[-1]["Authorization"] == "Bearer s3cret"
    with endpoint() as other:
        server.answers = [(307, {"Location": f"{other.url}/embeddings"}, b"")]
        with pytest.raises(EmbedderFailure, match="status 307"):
            await made(server, key_env="TINY_KEY").embed(["car"], "passage")
        assert other.requests == []


async def test_nobody_there_is_told_and_a_question_does_not_wait_long() -> None:
    with endpoint() as gone:
        pass
    began = time.monotonic()
    with pytest.raises(EmbedderFailure, match="did not answer"):
        await made(gone).embed(["car"], "query")
    assert time.monotonic() - began < 5


async def test_a_url_without_http_or_model_is_told() -> None:
    embedder = OpenAICompatibleEmbedder(Embeddings(kind="openai_compatible", url="file:///etc/passwd", model="x"))
    with pytest.raises(EmbedderFailure, match=r"embeddings\.url"):
        await embedder.embed(["car"], "query")
