"""BERTScore with a model of four words whose vectors are known, so that the figure can be worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from beleg.checks.contract import Expected, Subject
from beleg.checks.named import check_named
from beleg.errors import UserError
from beleg.records import Answer, Claim

VECTORS = {"[UNK]": (0, 0), "[CLS]": (1, 1), "[SEP]": (1, 1), "car": (3, 0), "auto": (4, 3), "red": (0, 2)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model that looks each word's vector up in a table, and its tokenizer."""
    onnx: Any = pytest.importorskip("onnx", reason="onnx is not installed: it makes the model of this test")
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: it runs the model")
    import numpy as np
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    where = tmp_path_factory.mktemp("model")
    vocabulary = {word: at for at, word in enumerate(VECTORS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(where / "tokenizer.json"))
    table = onnx.numpy_helper.from_array(np.array(list(VECTORS.values()), dtype=np.float32), "table")
    made = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "words",
        [onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "length"])],
        [onnx.helper.make_tensor_value_info("last_hidden_state", onnx.TensorProto.FLOAT, ["batch", "length", 2])],
        [table],
    )
    model = onnx.helper.make_model(made, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, where / "model.onnx")
    return where


def score(folder: Path, said: str, *wordings: str) -> float:
    answer = Answer("answered", 1.0, (Claim(said, ()),) if said else ())
    verdict = check_named("bert_score", str(folder)).verdict(Subject("q", "en", answer, expected=Expected(wordings)))
    assert verdict is not None
    return verdict.score


def test_each_word_is_matched_with_the_nearest_of_the_other_side(folder: Path) -> None:
    assert score(folder, "red car", "car red") == pytest.approx(1)
    assert score(folder, "car", "auto") == pytest.approx(0.8)
    precision, recall = (0 + 0.8) / 2, 0.8  # red auto against car: red 0, auto .8; and car finds auto
    assert score(folder, "red auto", "car") == pytest.approx(2 * precision * recall / (precision + recall))
    assert score(folder, "car", "red", "auto") == pytest.approx(0.8)
    assert score(folder, "", "car") == 0
    assert not math.isnan(score(folder, "unknown words", "car"))


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"needs model\.onnx and tokenizer\.json"):
        score(tmp_path, "car", "auto")
