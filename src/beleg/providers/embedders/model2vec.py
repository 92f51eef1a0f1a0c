"""Static embeddings: a model2vec folder with `model.safetensors`, `tokenizer.json` and `config.json`.

In: texts. Out: unit vectors, the weighted mean of their tokens' vectors. The package model2vec comes with the extra `local`;
it is only ever given a folder that is there, so it never reaches for a hub. Knows no index and no network.
"""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Sequence
from typing import Any

from beleg.errors import EmbedderFailure
from beleg.providers.embedders.contract import Embedder, Purpose
from beleg.providers.embedders.folder import content_hash, file_of, fingerprint, model_folder
from beleg.records import EmbedderMark
from beleg.settings import Embeddings

REVISION = 1
_FILES = ("model.safetensors", "tokenizer.json", "config.json")


class Model2VecEmbedder(Embedder):
    """The model in `embeddings.folder`, loaded when first asked."""

    def __init__(self, settings: Embeddings) -> None:
        self._settings = settings
        self._model: Any = None
        self._mark: EmbedderMark | None = None
        self._turn = threading.Lock()

    async def mark(self, purpose: Purpose = "passage") -> EmbedderMark:
        """Told from the bytes of the model's files, wherever they stand."""
        return await asyncio.to_thread(self._told)

    async def embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        """One unit vector a text."""
        return await asyncio.to_thread(self._embed, texts, purpose) if texts else []

    async def close(self) -> None:
        """Let go of the model's memory."""
        self._model = None

    def _told(self) -> EmbedderMark:
        with self._turn:
            if self._mark is None:
                settings, folder = self._settings, model_folder(self._settings)
                files = [file_of(folder, (name,)) for name in _FILES]
                ways = [settings.query_prefix, settings.passage_prefix, settings.maximum_tokens]
                told = fingerprint("model2vec", REVISION, content_hash(files), *ways)
                self._mark = EmbedderMark(told, int(self._open().dim), f"model2vec:{folder.name}")
            return self._mark

    def _embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        settings = self._settings
        prefix = settings.query_prefix if purpose == "query" else settings.passage_prefix
        with self._turn:
            made = self._open().encode(
                [prefix + text for text in texts],
                max_length=settings.maximum_tokens,
                batch_size=max(settings.batch, 256),
                use_multiprocessing=False,
                show_progress_bar=False,
            )
        return [_unit(array("f", row.astype("f4").tobytes())) for row in made]

    def _open(self) -> Any:
        if self._model is None:
            folder = model_folder(self._settings)
            for name in _FILES:
                file_of(folder, (name,))
            try:
                from model2vec import StaticModel
            except ModuleNotFoundError as error:
                raise EmbedderFailure(
                    f"The embedder 'model2vec' needs {error.name}. Run `pip install 'beleg[local]'`."
                ) from error
            try:
                self._model = StaticModel.from_pretrained(folder, force_download=False)
            except Exception as error:  # the package raises whatever it meets
                what = (str(error).splitlines() or [type(error).__name__])[0][:200]
                raise EmbedderFailure(f"The model in {str(folder)!r} cannot be loaded: {what}") from error
        return self._model


def _unit(vector: array[float]) -> array[float]:
    """Of length one. A text without any known token points into the first direction."""
    length = sum(value * value for value in vector) ** 0.5
    if not length:
        return array("f", [1.0, *([0.0] * (len(vector) - 1))])
    return array("f", [value / length for value in vector])
