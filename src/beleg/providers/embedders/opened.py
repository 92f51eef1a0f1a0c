"""The embedders of a workspace: the one that is set, the one that made the index, and the last questions' vectors.

In: the settings, the mark of an index. Out: an embedder that fits it. Each is loaded once and when it is needed. Knows no
index and no state.
"""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from beleg.errors import EmbedderFailure, NotFound
from beleg.providers.embedders import EMBEDDERS
from beleg.providers.embedders.contract import Embedder, Purpose
from beleg.records import EmbedderMark
from beleg.settings import Embeddings

REMEMBERED = 500
"""Questions whose vectors are kept."""
REST_S = 20.0
"""Seconds in which an embedder that failed is not asked for another question: words alone must not wait for it."""
_HOW_FAST = ("batch", "threads", "timeout_s", "key_env")
"""Settings that change no vector: those of today hold, whoever made the index."""


class Embedders:
    """Loads embedders and keeps them."""

    def __init__(self, settings: Embeddings) -> None:
        self._settings = settings
        self._opened: dict[Embeddings, Embedder] = {}
        self._fitting: dict[str, Embedder] = {}
        self._questions: OrderedDict[tuple[str, str], array[float]] = OrderedDict()
        self._failed: dict[str, tuple[float, str]] = {}

    async def wanted(self) -> EmbedderMark | None:
        """The mark of the embedder that the settings name, with how to open it again; None where they name none.

        Raises EmbedderFailure when it cannot be opened.
        """
        if not self._settings.kind:
            return None
        mark = await self._open(self._settings).mark()
        return replace(mark, made_with=self._settings.model_dump(exclude=set(_HOW_FAST), exclude_defaults=True))

    async def that_made(self, mark: EmbedderMark, purpose: Purpose) -> Embedder:
        """The embedder of this mark: opened as the mark says, or as today's settings say, where a folder or a server moved.

        Raises EmbedderFailure when neither makes such vectors any more.
        """
        if mark.fingerprint in self._fitting:
            return self._fitting[mark.fingerprint]
        failure = EmbedderFailure(f"The embedder {mark.name} that made the index cannot be opened. Run `beleg reindex`.")
        for settings in dict.fromkeys((self._as_then(mark.made_with), self._settings)):
            try:
                if settings is not None and settings.kind:
                    embedder = self._open(settings)
                    if (await embedder.mark(purpose)).fingerprint == mark.fingerprint:
                        self._fitting[mark.fingerprint] = embedder
                        return embedder
                    failure = EmbedderFailure(
                        f"The embedder {mark.name} is no longer what made the index. Run `beleg reindex`."
                    )
            except EmbedderFailure as error:
                failure = error
        raise failure

    async def question(self, mark: EmbedderMark, text: str) -> array[float]:
        """The vector of a question for the index with this mark; the last ones are remembered. Raises EmbedderFailure."""
        key = (mark.fingerprint, text)
        if key in self._questions:
            self._questions.move_to_end(key)
            return self._questions[key]
        failed_at, says = self._failed.get(mark.fingerprint, (-REST_S, ""))
        if time.monotonic() - failed_at < REST_S:
            raise EmbedderFailure(says)
        try:
            (vector,) = await (await self.that_made(mark, "query")).embed([text], "query")
        except EmbedderFailure as error:
            self._failed[mark.fingerprint] = (time.monotonic(), str(error))
            raise
        self._questions[key] = vector
        while len(self._questions) > REMEMBERED:
            self._questions.popitem(last=False)
        return vector

    async def close(self) -> None:
        """Let go of every model."""
        opened, self._opened = list(self._opened.values()), {}
        self._fitting.clear()
        for embedder in opened:
            await embedder.close()

    def _open(self, settings: Embeddings) -> Embedder:
        if settings not in self._opened:
            try:
                kind = EMBEDDERS.load(settings.kind)
            except NotFound as error:
                raise EmbedderFailure(f"{error} Correct embeddings.kind in beleg.toml.") from error
            self._opened[settings] = kind(settings)
        return self._opened[settings]

    def _as_then(self, made_with: Mapping[str, Any]) -> Embeddings | None:
        """The settings that made the index, as fast as today's; None where they are of another beleg."""
        today = self._settings.model_dump(include=set(_HOW_FAST))
        try:
            return Embeddings(**{**today, **made_with})
        except ValueError:
            return None
