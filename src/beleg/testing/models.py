"""Models small enough to be made in a test, and an endpoint that behaves as told.

In: folders to write to. Out: an ONNX encoder, a model2vec model, an HTTP server that speaks `/embeddings`. All of them know
the same few words: words of one meaning point into one direction, in German as in English. Needs numpy, tokenizers, and
for a model of its kind onnx or safetensors.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

MEANINGS = (
    "leave urlaub vacation holiday ferien",
    "car auto vehicle fahrzeug automobile",
    "money geld salary gehalt pay",
    "house haus building gebäude home",
    "query passage search clustering",
)
DIMENSIONS = 8
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def words() -> list[str]:
    """The vocabulary; a word's place is its id."""
    return [*SPECIAL, *(word for meaning in MEANINGS for word in meaning.split())]


def matrix(seed: int = 1) -> Any:
    """A row a word: the direction of its meaning, with a little of its own. Another `seed` is another model."""
    dice = np.random.default_rng(seed)
    rows = [np.zeros(DIMENSIONS), dice.normal(0, 0.02, DIMENSIONS), *(dice.normal(0, 0.02, DIMENSIONS) for _ in range(2))]
    for number, meaning in enumerate(MEANINGS):
        rows += [np.eye(DIMENSIONS)[(number + seed) % DIMENSIONS] + dice.normal(0, 0.05, DIMENSIONS) for _ in meaning.split()]
    return np.array(rows, np.float32)


def write_tokenizer(folder: Path, special: bool) -> None:
    """A tokenizer of whole words; with `special` it frames a text as BERT's does, and pads to a fixed length as some do."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words())}, unk_token="[UNK]"))  # noqa: S106 (no secret)
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    if special:
        tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)])
        tokenizer.enable_padding(length=64)
        tokenizer.enable_truncation(64)
    tokenizer.save(str(folder / "tokenizer.json"))


def onnx_model(folder: Path, seed: int = 1) -> Path:
    """`model.onnx` that looks each token up, and its tokenizer."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    folder.mkdir(parents=True, exist_ok=True)
    shape: list[Any] = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, DIMENSIONS])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("Cast", ["attention_mask"], ["seen"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["seen"], ["count"], keepdims=0),
        helper.make_node("Mul", ["count", "nothing"], ["zero"]),
        helper.make_node("Add", ["rows", "zero"], ["last_hidden_state"]),
    ]
    tables = [numpy_helper.from_array(matrix(seed), "table"), numpy_helper.from_array(np.zeros((), np.float32), "nothing")]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], tables)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))
    write_tokenizer(folder, special=True)
    return folder


def model2vec_model(folder: Path, seed: int = 1) -> Path:
    """A model2vec folder."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({"embeddings": matrix(seed)}, str(folder / "model.safetensors"))
    (folder / "config.json").write_text(json.dumps({"normalize": True, "hidden_dim": DIMENSIONS}), "utf-8")
    write_tokenizer(folder, special=False)
    return folder


@dataclass(slots=True)
class Endpoint:
    """A running server. `answers` are given first, one a request: a status, headers and a body, or None to hang up."""

    url: str = ""
    seed: int = 1
    answers: list[tuple[int, dict[str, str], bytes] | None] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """What the server makes of texts: the mean of their words' rows, not of unit length."""
        table, known = matrix(self.seed), words()
        rows = [[table[known.index(w)] for w in text.lower().split() if w in known] or [table[1]] for text in texts]
        return [[float(value) * 3 for value in np.mean(row, axis=0)] for row in rows]


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """An `/embeddings` endpoint on this machine."""
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.requests.append({**body, "path": self.path})
            told.headers.append(dict(self.headers))
            answer = told.answers.pop(0) if told.answers else (200, {}, b"")
            if answer is None:
                self.connection.close()
                return
            status, headers, data = answer
            if status == 200 and not data:
                rows = [{"index": at, "embedding": v} for at, v in enumerate(told.vectors(body["input"]))]
                data = json.dumps({"object": "list", "data": rows[::-1], "model": body["model"]}).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
