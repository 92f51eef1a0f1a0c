"""A vector for every token of a text, from a model on this machine: `model.onnx` with `tokenizer.json`.

In: a folder, texts. Out: unit vectors of the tokens that are words, without the model's own marks. Nothing is fetched.
onnxruntime and tokenizers are loaded when the first text comes. Knows no measure.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from beleg.errors import UserError

MAXIMUM_TOKENS = 512


class TokenVectors:
    """The model in a folder, loaded when first asked. Raises UserError, saying what is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: tuple[Any, Any] | None = None

    def of(self, text: str) -> Any:
        """An array of unit vectors, one row for each token of the text; no rows for an empty text."""
        import numpy as np

        tokenizer, session = self._load()
        encoded = tokenizer.encode(text)
        given = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        wanted = {each.name for each in session.get_inputs()}
        feeds = {name: np.array([values], dtype=np.int64) for name, values in given.items() if name in wanted}
        vectors = next(each for each in session.run(None, feeds) if each.ndim == 3)[0]
        words = vectors[np.array(encoded.special_tokens_mask, dtype=bool) == False]  # noqa: E712 (an array, elementwise)
        lengths = np.linalg.norm(words, axis=1, keepdims=True)
        return words / np.where(lengths == 0, 1, lengths)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            model = next((path for name in ("model.onnx", "onnx/model.onnx") if (path := self.folder / name).is_file()), None)
            tokens = self.folder / "tokenizer.json"
            if model is None or not tokens.is_file():
                raise UserError(
                    f"The model folder {str(self.folder)!r} needs model.onnx and tokenizer.json. Put them there, or correct "
                    "evaluation.bert_score_folder; nothing is fetched."
                )
            try:
                import onnxruntime
                from tokenizers import Tokenizer
            except ImportError as error:
                raise UserError(
                    "BERTScore needs onnxruntime and tokenizers. Install them with `pip install 'beleg[local]'`."
                ) from error
            tokenizer = Tokenizer.from_file(str(tokens))
            tokenizer.enable_truncation(MAXIMUM_TOKENS)
            tokenizer.no_padding()
            self._loaded = tokenizer, onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        return self._loaded
