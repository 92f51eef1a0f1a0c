"""Text encoders as ONNX files: a folder with `model.onnx` and `tokenizer.json`.

In: texts. Out: unit vectors, pooled from the last layer as the settings say. onnxruntime and tokenizers come with the extra
`local`. Texts of like length share a batch, so that little is spent on padding. Knows no index and no network.
"""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beleg.errors import EmbedderFailure
from beleg.providers.embedders.contract import Embedder, Purpose
from beleg.providers.embedders.folder import content_hash, file_of, fingerprint, model_folder
from beleg.records import EmbedderMark
from beleg.settings import Embeddings

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime
    import tokenizers

REVISION = 1
_MODEL = ("model.onnx", "onnx/model.onnx")
_LAYER = ("last_hidden_state", "token_embeddings", "sentence_embedding")
"""Outputs that are known by their names; without one of them the first output is taken."""


@dataclass(slots=True)
class _Loaded:
    session: onnxruntime.InferenceSession
    tokenizer: tokenizers.Tokenizer
    inputs: frozenset[str]
    output: str
    padding: int


class OnnxEmbedder(Embedder):
    """The encoder in `embeddings.folder`. It is loaded when first asked, and works in threads of its own."""

    def __init__(self, settings: Embeddings) -> None:
        self._settings = settings
        self._loaded: _Loaded | None = None
        self._mark: EmbedderMark | None = None
        self._turn = threading.Lock()

    async def mark(self, purpose: Purpose = "passage") -> EmbedderMark:
        """Told from the bytes of model and tokenizer, wherever they stand."""
        return await asyncio.to_thread(self._told)

    async def embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        """One unit vector a text."""
        return await asyncio.to_thread(self._embed, texts, purpose) if texts else []

    async def close(self) -> None:
        """Let go of the model's memory."""
        self._loaded = None

    def _told(self) -> EmbedderMark:
        with self._turn:
            if self._mark is None:
                settings, folder = self._settings, model_folder(self._settings)
                model = file_of(folder, _MODEL)
                files = [model, *sorted(model.parent.glob("model.onnx[_.]*")), file_of(folder, ("tokenizer.json",))]
                ways = [settings.pooling, settings.query_prefix, settings.passage_prefix, settings.maximum_tokens]
                told = fingerprint("onnx", REVISION, content_hash(files), *ways)
                dimensions = len(self._run(self._open(), [settings.passage_prefix + "a"])[0])
                self._mark = EmbedderMark(told, dimensions, f"onnx:{folder.name}")
            return self._mark

    def _embed(self, texts: Sequence[str], purpose: Purpose) -> list[array[float]]:
        settings = self._settings
        prefix = settings.query_prefix if purpose == "query" else settings.passage_prefix
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        vectors: dict[int, array[float]] = {}
        for begin in range(0, len(order), settings.batch):
            some = order[begin : begin + settings.batch]
            with self._turn:  # a question gets its turn between two batches of passages
                made = self._run(self._open(), [prefix + texts[at] for at in some])
            vectors.update({at: array("f", row.tobytes()) for at, row in zip(some, made, strict=True)})
        return [vectors[at] for at in range(len(texts))]

    def _open(self) -> _Loaded:
        if self._loaded is not None:
            return self._loaded
        folder = model_folder(self._settings)
        try:
            import onnxruntime
            import tokenizers
        except ModuleNotFoundError as error:
            raise EmbedderFailure(f"The embedder 'onnx' needs {error.name}. Run `pip install 'beleg[local]'`.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._settings.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to readers
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(file_of(folder, ("tokenizer.json",))))
            padding = (tokenizer.padding or {}).get("pad_id", 0)
            tokenizer.no_padding()  # a model's own padding is to a fixed length
            tokenizer.enable_truncation(self._settings.maximum_tokens)
            session = onnxruntime.InferenceSession(str(file_of(folder, _MODEL)), options, providers=["CPUExecutionProvider"])
        except EmbedderFailure:
            raise
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise EmbedderFailure(f"The model in {str(folder)!r} cannot be loaded: {_first_line(error)}") from error
        names = [each.name for each in session.get_outputs()]
        output = next((name for name in _LAYER if name in names), names[0])
        inputs = frozenset(each.name for each in session.get_inputs())
        self._loaded = _Loaded(session, tokenizer, inputs, output, padding)
        return self._loaded

    def _run(self, loaded: _Loaded, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        import numpy as np

        encoded = loaded.tokenizer.encode_batch(list(texts))
        width = max(1, max(len(each.ids) for each in encoded))
        ids = np.full((len(texts), width), loaded.padding, np.int64)
        mask = np.zeros((len(texts), width), np.int64)
        for at, each in enumerate(encoded):
            ids[at, : len(each.ids)] = each.ids
            mask[at, : len(each.ids)] = 1
        offered = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
            "position_ids": np.broadcast_to(np.arange(width, dtype=np.int64), ids.shape),
        }
        missing = loaded.inputs - offered.keys()
        if missing:
            raise EmbedderFailure(f"The model asks for {', '.join(sorted(missing))}: it is no encoder of text alone.")
        try:
            layer = loaded.session.run([loaded.output], {name: offered[name] for name in loaded.inputs})[0]
        except Exception as error:  # onnxruntime's own
            raise EmbedderFailure(
                f"The model failed: {_first_line(error)}. If texts are too long for it, lower embeddings.maximum_tokens."
            ) from error
        return _unit(_pooled(np.asarray(layer, np.float32), mask, self._settings.pooling))


def _pooled(layer: Any, mask: Any, pooling: str) -> Any:
    """One vector a text from one a token. A layer that has one a text already is left as it is."""
    import numpy as np

    if layer.ndim == 2:
        return layer
    if pooling == "cls":
        return layer[:, 0]
    if pooling == "last":
        return layer[np.arange(len(layer)), np.maximum(mask.sum(axis=1) - 1, 0)]
    weights = mask[..., None].astype(np.float32)
    return (layer * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)


def _unit(vectors: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Each row of length one; a row of zeros becomes the first direction, so that it has one."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.where(lengths > 0, vectors, np.eye(1, vectors.shape[1], dtype=np.float32))
    scaled: np.ndarray[Any, np.dtype[np.float32]] = np.ascontiguousarray(
        vectors / np.where(lengths > 0, lengths, 1), np.float32
    )
    return scaled


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
