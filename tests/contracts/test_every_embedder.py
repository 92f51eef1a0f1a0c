"""Every embedder in the table keeps the contract, over a model made here or an endpoint that runs here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beleg.providers.embedders import EMBEDDERS
from beleg.providers.embedders.contract import Embedder
from beleg.settings import Embeddings
from beleg.testing.embedders import EmbedderContract
from beleg.testing.models import endpoint, model2vec_model, onnx_model


@pytest.mark.parametrize("name", EMBEDDERS.names(), scope="class")
class TestEveryEmbedder(EmbedderContract):
    """The shipped suite, once for each name."""

    @pytest.fixture(autouse=True)
    def _named(self, name: str, tmp_path: Path) -> Iterator[None]:
        self._name = name
        with endpoint() as told:
            if name == "openai_compatible":
                self._where: dict[str, Any] = {"url": told.url, "model": "tiny"}
            else:
                make = {"onnx": onnx_model, "model2vec": model2vec_model}[name]
                self._where = {"folder": str(make(tmp_path / "model"))}
            yield

    def opened(self, **settings: Any) -> Embedder:
        """The embedder of this name."""
        embedder: Embedder = EMBEDDERS.load(self._name)(Embeddings(kind=self._name, **self._where, **settings))
        return embedder
