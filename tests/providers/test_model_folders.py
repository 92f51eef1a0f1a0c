"""Models in folders: pooling as told, and folders that hold something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beleg.errors import EmbedderFailure
from beleg.providers.embedders import EMBEDDERS
from beleg.providers.embedders.contract import Embedder
from beleg.settings import Embeddings
from beleg.testing.models import DIMENSIONS, matrix, model2vec_model, onnx_model, words


def opened(kind: str, folder: Path, **settings: Any) -> Embedder:
    embedder: Embedder = EMBEDDERS.load(kind)(Embeddings(kind=kind, folder=str(folder), **settings))
    return embedder


@pytest.mark.parametrize("pooling", ["mean", "cls", "last"])
async def test_tokens_become_one_vector_as_the_setting_says(tmp_path: Path, pooling: str) -> None:
    embedder = opened("onnx", onnx_model(tmp_path), pooling=pooling)
    vectors = await embedder.embed(["car leave money", "house"], "passage")
    known, table = words(), matrix()
    for text, vector in zip(("car leave money", "house"), vectors, strict=True):
        rows = table[[known.index(word) for word in ("[CLS]", *text.split(), "[SEP]")]]
        expected = {"mean": rows.mean(axis=0), "cls": rows[0], "last": rows[-1]}[pooling]
        assert np.allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)


async def test_a_long_text_is_cut_at_the_tokens_that_are_allowed(tmp_path: Path) -> None:
    embedder = opened("onnx", onnx_model(tmp_path), maximum_tokens=8)
    long, short = await embedder.embed(["car " * 6 + "money " * 50, "car " * 6], "passage")
    assert np.allclose(long, short, atol=1e-6)


@pytest.mark.parametrize(("kind", "make"), [("onnx", onnx_model), ("model2vec", model2vec_model)])
async def test_another_model_in_the_same_folder_has_another_mark(
    tmp_path: Path, kind: str, make: Callable[[Path, int], Path]
) -> None:
    first = await opened(kind, make(tmp_path, 1)).mark()
    moved = tmp_path.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    assert (await opened(kind, moved).mark()).fingerprint == first.fingerprint
    second = await opened(kind, make(moved, 2)).mark()
    assert second.fingerprint != first.fingerprint
    assert second.dimensions == first.dimensions == DIMENSIONS


@pytest.mark.parametrize("kind", ["onnx", "model2vec"])
async def test_a_folder_that_holds_no_model_is_told_and_nothing_is_fetched(tmp_path: Path, kind: str) -> None:
    for folder, says in ((tmp_path, "has no .*Put the file there"), (tmp_path / "gone", "nothing is fetched")):
        with pytest.raises(EmbedderFailure, match=says):
            await opened(kind, folder).embed(["car"], "query")
    with pytest.raises(EmbedderFailure, match=r"embeddings\.folder"):
        await EMBEDDERS.load(kind)(Embeddings(kind=kind)).mark()
    make: dict[str, Callable[[Path], Path]] = {"onnx": onnx_model, "model2vec": model2vec_model}
    broken = make[kind](tmp_path / "broken")
    for path in broken.glob("model.*"):
        path.write_bytes(b"no model")
    with pytest.raises(EmbedderFailure, match="cannot be loaded"):
        await opened(kind, broken).embed(["car"], "query")
