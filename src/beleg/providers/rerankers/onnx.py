"""Cross-encoders as ONNX files: a folder with `model.onnx` and `tokenizer.json`.

In: a question and passages. Out: a score a passage, the model's own: one logit, or the last class of several as log-odds.
onnxruntime and tokenizers come with the extra `local`. Pairs of like length share a batch. Knows no ranking and no network.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beleg.errors import RerankerFailure
from beleg.providers.rerankers.contract import Reranker
from beleg.settings import Rerank

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

_MODEL = ("model.onnx", "onnx/model.onnx")


@dataclass(slots=True)
class _Loaded:
    session: onnxruntime.InferenceSession
    tokenizer: tokenizers.Tokenizer
    inputs: frozenset[str]
    padding: int


class OnnxReranker(Reranker):
    """The cross-encoder in `rerank.folder`. It is loaded when first asked, and works in a thread of its own."""

    def __init__(self, settings: Rerank) -> None:
        self._settings = settings
        self._loaded: _Loaded | None = None
        self._turn = threading.Lock()

    async def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One score a passage."""
        return await asyncio.to_thread(self._judge, question, list(passages)) if passages else []

    async def close(self) -> None:
        """Let go of the model's memory."""
        self._loaded = None

    def _judge(self, question: str, passages: list[str]) -> list[float]:
        order = sorted(range(len(passages)), key=lambda at: -len(passages[at]))
        found: dict[int, float] = {}
        for begin in range(0, len(order), self._settings.batch):
            some = order[begin : begin + self._settings.batch]
            with self._turn:
                found.update(zip(some, self._run(self._open(), question, [passages[at] for at in some]), strict=True))
        return [found[at] for at in range(len(passages))]

    def _open(self) -> _Loaded:
        if self._loaded is not None:
            return self._loaded
        folder = Path(self._settings.folder).expanduser()
        model = next((folder / name for name in _MODEL if (folder / name).is_file()), None)
        if not self._settings.folder or model is None or not (folder / "tokenizer.json").is_file():
            raise RerankerFailure(
                f"There is no model.onnx with a tokenizer.json in {str(folder)!r}. Put the model there, or correct "
                "rerank.folder; nothing is fetched."
            )
        try:
            import onnxruntime
            import tokenizers
        except ModuleNotFoundError as error:
            raise RerankerFailure(f"The re-ranker 'onnx' needs {error.name}. Run `pip install 'beleg[local]'`.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._settings.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to others
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            padding = (tokenizer.padding or {}).get("pad_id", 0)
            tokenizer.no_padding()
            tokenizer.enable_truncation(self._settings.maximum_tokens, strategy="only_second")
            session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise RerankerFailure(f"The model in {str(folder)!r} cannot be loaded: {_first_line(error)}") from error
        self._loaded = _Loaded(session, tokenizer, frozenset(each.name for each in session.get_inputs()), padding)
        return self._loaded

    def _run(self, loaded: _Loaded, question: str, passages: Sequence[str]) -> list[float]:
        import numpy as np

        pairs = loaded.tokenizer.encode_batch([(question, each) for each in passages])
        width = max(1, max(len(each.ids) for each in pairs))
        ids = np.full((len(pairs), width), loaded.padding, np.int64)
        mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
        for at, each in enumerate(pairs):
            ids[at, : len(each.ids)], kinds[at, : len(each.ids)] = each.ids, each.type_ids
            mask[at, : len(each.ids)] = 1
        offered = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        missing = loaded.inputs - offered.keys()
        if missing:
            raise RerankerFailure(f"The model asks for {', '.join(sorted(missing))}: it is no cross-encoder of text alone.")
        try:
            logits = loaded.session.run(None, {name: offered[name] for name in loaded.inputs})[0]
        except Exception as error:  # onnxruntime's own; also a question longer than the model's limit
            raise RerankerFailure(f"The model failed: {_first_line(error)}. Perhaps lower rerank.maximum_tokens.") from error
        scores = np.asarray(logits, np.float64).reshape(len(pairs), -1)
        if scores.shape[1] > 1:  # classes: how much more likely the last one is than the others
            scores = scores[:, -1] - np.log(np.exp(scores[:, :-1]).sum(axis=1))
        told = [float(each) for each in scores.reshape(-1)]
        if len(told) != len(pairs) or not np.isfinite(told).all():
            raise RerankerFailure("The model gave no usable score for each passage. It is no cross-encoder.")
        return told


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
