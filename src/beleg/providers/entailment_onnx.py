"""An entailment model (NLI) from a folder: `model.onnx`, `tokenizer.json`, `config.json` with `id2label`.

In: pairs of a passage and a sentence. Out: how far the one entails or contradicts the other. The folder is one as the Hugging
Face tools export it; nothing is fetched. Needs the extra `local`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from beleg.errors import BadSettings
from beleg.providers.entailer import Entailer, Entailment

FILES = ("model.onnx", "tokenizer.json", "config.json")
LONGEST = 512
"""Tokens of a pair at most, also where the model would take more."""
BATCH = 8


class OnnxEntailer(Entailer):
    """Runs the model in this process, on one thread for each call."""

    def __init__(self, folder: Path) -> None:
        """Load it. Raises BadSettings where a file, a package or a label is missing."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise BadSettings(
                f"The folder {str(folder)!r} of `entailment.folder` lacks {', '.join(missing)}. Export the model to ONNX."
            )
        try:
            import onnxruntime  # loaded when a model is configured
            from tokenizers import Tokenizer
        except ImportError as error:
            raise BadSettings("An ONNX model needs the extra `local`: pip install 'beleg[local]'.") from error
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self._entailed, self._contradicted = _columns(config.get("id2label", {}))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        length = min(LONGEST, int(config.get("max_position_embeddings", LONGEST)))
        self._tokenizer.enable_truncation(length, strategy="only_first")
        self._tokenizer.enable_padding(pad_id=int(config.get("pad_token_id") or 0))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._inputs = [each.name for each in self._session.get_inputs()]

    async def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One judgement for each pair, some pairs at a time."""
        found: list[Entailment] = []
        for at in range(0, len(pairs), BATCH):
            found += await asyncio.to_thread(self._judge, list(pairs[at : at + BATCH]))
        return found

    def _judge(self, pairs: list[tuple[str, str]]) -> list[Entailment]:
        import numpy as np

        encoded = self._tokenizer.encode_batch(pairs)
        known: dict[str, Any] = {
            "input_ids": [each.ids for each in encoded],
            "attention_mask": [each.attention_mask for each in encoded],
            "token_type_ids": [each.type_ids for each in encoded],
        }
        given = {name: np.array(known[name], dtype=np.int64) for name in self._inputs if name in known}
        logits = np.asarray(self._session.run(None, given)[0], dtype=np.float64)
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        contradicted = self._contradicted
        return [
            Entailment(float(row[self._entailed]), 0.0 if contradicted is None else float(row[contradicted])) for row in chances
        ]


def _columns(labels: dict[str, str]) -> tuple[int, int | None]:
    """Which columns mean entailment and contradiction; a model of two labels has no contradiction."""
    named = {str(label).lower(): int(at) for at, label in labels.items()}
    entailed = next((at for label, at in named.items() if label.startswith("entail")), None)
    if entailed is None:
        raise BadSettings("The model's config.json names no label `entailment` in `id2label`. It is no entailment model.")
    return entailed, next((at for label, at in named.items() if label.startswith("contra")), None)
