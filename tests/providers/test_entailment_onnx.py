"""An entailment model from a folder gives a second opinion. The model is a tiny one, made here: it knows a few words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from beleg.errors import BadSettings
from beleg.library import Workspace
from beleg.providers.entailment_onnx import OnnxEntailer
from beleg.records import CheckedSentence

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "holidays", "PAID"]
LABELS = {"0": "contradiction", "1": "neutral", "2": "entailment"}
RULE = "Every employee has thirty days of paid leave per year."
PARAPHRASE = "Staff members enjoy thirty days of holidays."
SHOUTED = "Every employee has 30 days of PAID leave per year."


def tiny_model(folder: Path, labels: dict[str, str]) -> Path:
    """A model that says entailment at the word `holidays`, contradiction at `PAID`, else neither: it adds up word scores."""
    folder.mkdir()
    scores = np.zeros((len(WORDS), 3), dtype=np.float32)
    scores[2, 1], scores[4, 2], scores[5, 0] = 4, 9, 9
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["scores", "input_ids"], ["words"]),
            helper.make_node("ReduceSum", ["words", "axis"], ["logits"], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 3])],
        [numpy_helper.from_array(scores, "scores"), numpy_helper.from_array(np.array([1], dtype=np.int64), "axis")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": labels, "max_position_embeddings": 64}), "utf-8")
    return folder


def checked(root: Path, text: str) -> CheckedSentence:
    """The one sentence of a text, checked in the workspace at `root`."""
    with Workspace(root) as workspace:
        (sentence,) = workspace.check(text)
    return sentence


async def test_pairs_are_judged_in_order_with_probabilities(tmp_path: Path) -> None:
    entailer = OnnxEntailer(tiny_model(tmp_path / "nli", LABELS))
    said = [f"word {number}" for number in range(9)]
    found = await entailer.judge([(RULE, "holidays"), *((RULE, each) for each in said), ("word " * 500, "PAID")])
    assert [found[0].entailed > 0.9, found[-1].contradicted > 0.9] == [True, True]
    assert all(each.entailed < 0.1 and each.contradicted < 0.1 for each in found[1:-1])


def test_a_model_carries_other_words_and_contradicts_where_no_rule_does(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "leave.txt").write_text(RULE, "utf-8")
    workspace.add(tmp_path / "docs")
    tiny_model(workspace.root / "nli", LABELS)
    assert [checked(workspace.root, text).verdict for text in (PARAPHRASE, SHOUTED)] == ["not_found", "carried"]
    (workspace.root / "beleg.toml").write_text('[entailment]\nmodel = "onnx"\nfolder = "nli"\n', "utf-8")
    carried, contradicted = checked(workspace.root, PARAPHRASE), checked(workspace.root, SHOUTED)
    assert (carried.verdict, carried.reasons) == ("carried", ())
    assert carried.score > 0.9
    assert [contradicted.verdict, contradicted.reasons[0].code] == ["contradicted", "entailment"]
    number = checked(workspace.root, PARAPHRASE.replace("thirty", "forty"))
    assert number.verdict != "carried"


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"lacks model\.onnx"):
        OnnxEntailer(tmp_path)
    with pytest.raises(BadSettings, match="no label `entailment`"):
        OnnxEntailer(tiny_model(tmp_path / "nli", {"0": "good", "1": "bad"}))


def test_a_model_that_is_missing_stops_only_what_asks_it(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "leave.txt").write_text("Every employee has thirty days of paid leave per year.", "utf-8")
    workspace.add(tmp_path, include=["leave.txt"])
    workspace.close()
    (workspace.root / "beleg.toml").write_text('[entailment]\nmodel = "onnx"\nfolder = "nowhere"\n', "utf-8")
    with Workspace(workspace.root) as again:
        assert again.search("paid leave")
        finding = next(each for each in again.doctor() if each.topic == "entailment")
        assert finding.state == "problem"
        assert "lacks model.onnx" in finding.says
        with pytest.raises(BadSettings, match=r"lacks model\.onnx"):
            again.check("Every manager has forty days of paid leave per year.")
