"""Endpoints that speak `POST /embeddings` as OpenAI's does: vLLM, llama.cpp, Ollama, TEI, LM Studio, OpenAI itself.

In: texts. Out: unit vectors. The texts leave this machine if the endpoint does not run on it. A busy or failing endpoint is
asked again after a pause, its own `Retry-After` first. The key comes from the environment and stands in no message. A
redirection is refused: it would carry key and texts elsewhere. Knows no index.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import time
import urllib.error
import urllib.request
from array import array
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from beleg.errors import EmbedderFailure
from beleg.providers.embedders.contract import Embedder, Purpose
from beleg.providers.embedders.folder import fingerprint
from beleg.records import EmbedderMark
from beleg.settings import Embeddings

REVISION = 1
_TRIES = {"passage": 6, "query": 2}
"""Someone waits for a question; a document can wait."""
_QUESTION_S = 10.0
_LONGEST_PAUSE_S = 60.0
_CHARACTERS_A_TOKEN = 6
"""A text longer than this for each token allowed is cut before it is sent; the endpoint cuts or refuses the rest."""


class _Refuse(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


class _Again(Exception):
    """The endpoint is busy or stumbled; asking again may help."""

    def __init__(self, says: str, after_s: float | None = None) -> None:
        super().__init__(says)
        self.after_s = after_s


class OpenAICompatibleEmbedder(Embedder):
    """The model `embeddings.model` at `embeddings.url`."""

    def __init__(self, settings: Embeddings) -> None:
        self._settings = settings
        self._mark: EmbedderMark | None = None
        self._opener = urllib.request.build_opener(_Refuse)

    async def mark(self, purpose: Purpose = "passage") -> EmbedderMark:
        """Told from the model's name, not from its address. The endpoint is asked once how many numbers a vector has."""
        if self._mark is None:
            settings = self._settings
            (vector,) = await self.embed(["a"], purpose)
            ways = [settings.query_prefix, settings.passage_prefix, settings.maximum_tokens]
            told = fingerprint("openai_compatible", REVISION, settings.model, len(vector), *ways)
            self._mark = EmbedderMark(told, len(vector), f"openai_compatible:{settings.model}")
        return self._mark

    async def embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        """One unit vector a text."""
        settings = self._settings
        prefix = settings.query_prefix if purpose == "query" else settings.passage_prefix
        limit = settings.maximum_tokens * _CHARACTERS_A_TOKEN
        vectors: list[array[float]] = []
        for begin in range(0, len(texts), settings.batch):
            some = [(prefix + text)[:limit] or " " for text in texts[begin : begin + settings.batch]]
            vectors += await asyncio.to_thread(self._patiently, some, purpose)
        return vectors

    def _patiently(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        tries, until = _TRIES[purpose], time.monotonic() + _QUESTION_S
        for attempt in range(tries):
            try:
                return self._ask(texts, purpose)
            except _Again as error:
                pause = min(error.after_s if error.after_s is not None else 2.0**attempt, _LONGEST_PAUSE_S)
                late = purpose == "query" and time.monotonic() + pause > until
                if attempt + 1 == tries or late:
                    raise EmbedderFailure(f"{self._place()} {error}. Asked {attempt + 1} times; try again later.") from error
                time.sleep(pause + (random.uniform(0, 0.2) if error.after_s is None else 0))  # noqa: S311 (so that clients part)
        raise AssertionError("the last try returns or raises")

    def _ask(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        """One request. Raises _Again where another may succeed."""
        settings = self._settings
        body = json.dumps({"model": settings.model, "input": list(texts), "encoding_format": "float"}).encode()
        timeout_s = min(settings.timeout_s, _QUESTION_S) if purpose == "query" else settings.timeout_s
        request = urllib.request.Request(self._address(), body, self._headers(), method="POST")  # noqa: S310 (checked to be http)
        try:
            with self._opener.open(request, timeout=timeout_s) as answer:
                return self._vectors(answer.read(), len(texts))
        except urllib.error.HTTPError as error:
            says = f"answered with status {error.code}"
            if error.code in (408, 409, 425, 429) or error.code >= 500:
                raise _Again(says, _retry_after(error.headers.get("Retry-After"))) from error
            hint = {401: "The key is wrong or missing", 403: "The key may not do that", 404: "Check address and model"}
            do = hint.get(error.code, "Check the settings of embeddings")
            raise EmbedderFailure(f"{self._place()} {says}. {do}.") from error
        except (OSError, EOFError, ValueError) as error:  # refused, reset, timed out, cut off, no HTTP
            raise _Again(f"did not answer as it should ({type(error).__name__})") from error

    def _vectors(self, answer: bytes, count: int) -> list[array[float]]:
        """Raises _Again for an answer that is no list of `count` vectors of one size."""
        try:
            rows = sorted(json.loads(answer)["data"], key=lambda row: int(row["index"]))
            vectors = [array("f", row["embedding"]) for row in rows]
            numbered = [int(row["index"]) for row in rows]
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise _Again("sent something that is no list of vectors") from error
        sizes = {len(vector) for vector in vectors}
        if numbered != list(range(count)) or len(sizes) != 1 or 0 in sizes:
            raise _Again(f"sent other vectors than the {count} it was asked for")
        return [_unit(vector) for vector in vectors]

    def _address(self) -> str:
        url = self._settings.url.rstrip("/")
        if urlsplit(url).scheme not in ("http", "https") or not self._settings.model:
            raise EmbedderFailure(
                "The embedder 'openai_compatible' needs embeddings.url (http or https, up to /v1) and embeddings.model."
            )
        return url if url.endswith("/embeddings") else f"{url}/embeddings"

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "beleg"}
        name = self._settings.key_env
        if name:
            key = os.environ.get(name, "").strip()
            if not key:
                raise EmbedderFailure(f"The environment has no {name!r}, which embeddings.key_env names. Set it to the key.")
            headers["Authorization"] = f"Bearer {key}"
        return headers

    def _place(self) -> str:
        return f"The embedder at {urlsplit(self._settings.url).netloc.rpartition('@')[2]}"


def _unit(vector: array[float]) -> array[float]:
    length = math.sqrt(sum(value * value for value in vector))
    if not 0 < length < math.inf:
        raise _Again("sent a vector without a direction")
    return array("f", [value / length for value in vector])


def _retry_after(told: str | None) -> float | None:
    """Seconds to wait: a number, or a time."""
    if not told:
        return None
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
