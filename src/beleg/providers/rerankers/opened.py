"""The re-ranker of a workspace, made when it is first asked and left in peace for a while after it failed.

In: the settings. Out: scores in time, or RerankerFailure. Knows no ranking.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from beleg.errors import NotFound, RerankerFailure
from beleg.providers.rerankers import RERANKERS
from beleg.providers.rerankers.contract import Reranker
from beleg.settings import Rerank

REST_S = 20.0
"""Seconds in which a re-ranker that failed is not asked again: a question must not wait for it each time."""


class OpenedReranker:
    """Asks the re-ranker that the settings name."""

    def __init__(self, settings: Rerank) -> None:
        self.settings = settings
        self._opened: Reranker | None = None
        self._failed_at = -REST_S
        self._says = ""

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, within `rerank.timeout_s`. Raises RerankerFailure."""
        if time.monotonic() - self._failed_at < REST_S:
            raise RerankerFailure(self._says)
        try:
            return await asyncio.wait_for(self._open().scores(question, passages), self.settings.timeout_s)
        except TimeoutError as error:
            self._says = f"The re-ranker took more than {self.settings.timeout_s:g} s. Lower rerank.candidates."
            self._failed_at = time.monotonic()
            raise RerankerFailure(self._says) from error
        except RerankerFailure as error:
            self._says, self._failed_at = str(error), time.monotonic()
            raise

    async def close(self) -> None:
        """Let go of the model."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    def _open(self) -> Reranker:
        if self._opened is None:
            try:
                self._opened = RERANKERS.load(self.settings.kind)(self.settings)
            except NotFound as error:
                raise RerankerFailure(f"{error} Correct rerank.kind in beleg.toml.") from error
        return self._opened
