"""Endpoints that speak `POST /rerank` as Jina's and Cohere's do: vLLM, Infinity, LocalAI, and TEI in its own words.

In: a question and passages. Out: a score a passage. Both leave this machine if the endpoint does not run on it. The key comes
from the environment and stands in no message. A redirection is refused: it would carry key and texts elsewhere. A failure is
not asked again: someone waits, and the order before is good. Knows no ranking.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from beleg.errors import RerankerFailure
from beleg.providers.rerankers.contract import Reranker
from beleg.settings import Rerank

UNPROCESSABLE = 422
"""What TEI answers, which has no models to choose from and calls the documents texts."""
_LARGEST_ANSWER = 4_000_000
_HINTS = {401: "The key is wrong or missing", 403: "The key may not do that", 404: "Check rerank.url and rerank.model"}


class _Refuse(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


class EndpointReranker(Reranker):
    """The model `rerank.model` at `rerank.url`."""

    def __init__(self, settings: Rerank) -> None:
        self._settings = settings
        self._opener = urllib.request.build_opener(_Refuse)
        self._says_texts = False

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, as the endpoint gives them."""
        return await asyncio.to_thread(self._ask, question, list(passages)) if passages else []

    def _ask(self, question: str, passages: list[str]) -> list[float]:
        told: dict[str, Any] = {"query": question, "documents": passages, "top_n": len(passages)}
        if self._settings.model:
            told["model"] = self._settings.model
        try:
            try:
                return self._send({"query": question, "texts": passages} if self._says_texts else told, len(passages))
            except urllib.error.HTTPError as error:
                if error.code != UNPROCESSABLE or self._says_texts or self._settings.model:
                    raise
                error.close()
                found = self._send({"query": question, "texts": passages}, len(passages))
                self._says_texts = True
                return found
        except urllib.error.HTTPError as error:
            error.close()
            hint = _HINTS.get(error.code, "Check the settings of rerank, or try again later")
            raise RerankerFailure(f"{self._place()} answered with status {error.code}. {hint}.") from error
        except (OSError, EOFError) as error:  # refused, reset, timed out, cut off
            raise RerankerFailure(f"{self._place()} did not answer ({type(error).__name__}). Is it running?") from error
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise RerankerFailure(f"{self._place()} sent something that is no list of scores. Check rerank.url.") from error

    def _send(self, told: dict[str, Any], count: int) -> list[float]:
        body = json.dumps(told).encode()
        request = urllib.request.Request(self._address(), body, self._headers(), method="POST")  # noqa: S310 (checked to be http)
        with self._opener.open(request, timeout=self._settings.timeout_s) as answer:
            return _scores(json.loads(answer.read(_LARGEST_ANSWER)), count)

    def _address(self) -> str:
        url = self._settings.url.rstrip("/")
        if urlsplit(url).scheme not in ("http", "https"):
            raise RerankerFailure("The re-ranker 'endpoint' needs rerank.url (http or https). Set it in beleg.toml.")
        return url if url.endswith("/rerank") else f"{url}/rerank"

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "beleg"}
        name = self._settings.key_env
        if name:
            key = os.environ.get(name, "").strip()
            if not key:
                raise RerankerFailure(f"The environment has no {name!r}, which rerank.key_env names. Set it to the key.")
            headers["Authorization"] = f"Bearer {key}"
        return headers

    def _place(self) -> str:
        return f"The re-ranker at {urlsplit(self._settings.url).netloc.rpartition('@')[2]}"


def _scores(answer: Any, count: int) -> list[float]:
    """`results[index, relevance_score]`, or TEI's bare list of `[index, score]`. Raises ValueError where one is missing."""
    rows = answer["results"] if isinstance(answer, dict) else answer
    found = {int(row["index"]): float(row["relevance_score"] if "relevance_score" in row else row["score"]) for row in rows}
    if found.keys() != set(range(count)) or not all(map(math.isfinite, found.values())):
        raise ValueError("not every passage has a score")
    return [found[at] for at in range(count)]
