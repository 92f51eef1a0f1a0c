"""How well beleg finds beside Haystack, LlamaIndex, txtai and Chroma: the same paragraphs, questions and vectors in one run.

    python benchmarks/peers_quality.py DATA_FOLDER --model FOLDER [--sets xquad_de,cranfield] [--only beleg,txtai]

In: the folder with `retrieval/<set>` and `answers/squad2_en`, and all-MiniLM-L6-v2: an ONNX export, or what `minilm.py` reads.
Out: a table on the terminal: nDCG@10, recall@10 and the median of the milliseconds a question takes, one after the other, with
its vector at hand (embedding is the same for all and left out). beleg goes through its real state, vocabulary, index and
`rank` with the settings it ships with; nothing was learnt. What the peers do is said in `peers_found.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from beleg.chunking.prepare import terms_of
from beleg.language.detect import detect
from beleg.language.normalise import fold
from beleg.library import Workspace
from beleg.providers.embedders.onnx import OnnxEmbedder
from beleg.providers.embedders.opened import Embedders
from beleg.records import OWNER, Document, EmbedderMark, Entry, Found, Part, Passage, Question, Reading, Source
from beleg.retrieval.analyse import analyse
from beleg.search import rank
from beleg.settings import Embeddings
from beleg.stores.state import NewContent, Placed
from beleg.workspace import Parts, open_parts
from minilm import MiniLM, model_folder
from peers_engines import Missing
from peers_found import DEPTH, PEERS, Find, Paragraphs, Vectors, silence
from retrieval import SETS, judgements, lines_of, ndcg

TOKENS = 256
UNTUNED = "squad2_en"
LANGUAGES = {**SETS, UNTUNED: "en"}
MARK = EmbedderMark("all-MiniLM-L6-v2", 384, "all-MiniLM-L6-v2")
EVERYONE = frozenset({OWNER})
_WORD = re.compile(r"[^\W\d_]{3,}")
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its vector and the paragraphs that answer it, by grade."""

    text: str
    vector: Vectors
    wanted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Set:
    """One data set: rows of the corpus, as paragraphs with vectors, and its questions."""

    rows: list[dict[str, Any]]
    paragraphs: Paragraphs
    asked: list[Asked]


def encoder(folder: Path) -> Encode:
    """Texts to vectors with the model in this folder."""
    if not any((folder / name).is_file() for name in ("model.onnx", "onnx/model.onnx")):
        return MiniLM(folder).encode
    model = OnnxEmbedder(Embeddings(kind="onnx", folder=str(folder), maximum_tokens=TOKENS))
    return lambda texts: np.array([list(each) for each in asyncio.run(model.embed(texts, "passage"))], np.float32)


def read(data: Path, name: str, encode: Encode) -> Set:
    """The set of this name, embedded. Questions that nothing in the set answers are left out."""
    rows, questions = _squad(data) if name == UNTUNED else _retrieval(data / "retrieval" / name)
    texts = [f"{row.get('title', '')}\n{row['text']}".strip() for row in rows]
    vectors = encode([text for text, _ in questions])
    asked = [Asked(text, vector, wanted) for (text, wanted), vector in zip(questions, vectors, strict=True)]
    return Set(rows, Paragraphs(texts, encode(texts), LANGUAGES[name]), asked)


def _retrieval(folder: Path) -> tuple[list[dict[str, Any]], list[tuple[str, dict[str, int]]]]:
    grades = judgements(folder / "qrels" / "test.tsv")
    questions = [
        (" ".join(row["text"].split()), wanted)
        for row in lines_of(folder / "queries.jsonl")
        if (wanted := {name: grade for name, grade in grades.get(row["_id"], {}).items() if grade > 0})
    ]
    return lines_of(folder / "corpus.jsonl"), questions


def _squad(data: Path) -> tuple[list[dict[str, Any]], list[tuple[str, dict[str, int]]]]:
    """The answerable questions of the SQuAD half that are not in XQuAD too: beleg's finding was not set on any of them."""
    folder = data / "answers" / UNTUNED
    known = {row["text"] for row in lines_of(data / "retrieval" / "xquad_en" / "queries.jsonl")}
    questions = [
        (" ".join(row["text"].split()), {row["source_paragraph"]: 1})
        for row in lines_of(folder / "queries.half.jsonl")
        if not row["is_impossible"] and row["text"] not in known
    ]
    return lines_of(folder / "corpus.jsonl"), questions


class Ready(Embedders):
    """Questions' vectors that are at hand. What is left of a question where filters were read in it is embedded when asked."""

    def __init__(self, asked: Sequence[Asked], encode: Encode) -> None:
        super().__init__(Embeddings())
        self._ready = {analyse(each.text).text: array("f", each.vector.tobytes()) for each in asked}
        self._encode = encode

    async def question(self, mark: EmbedderMark, text: str) -> array[float]:
        """The question's vector, as the peers are given it."""
        if text not in self._ready:
            (vector,) = await asyncio.to_thread(self._encode, [text])
            self._ready[text] = array("f", vector.tobytes())
        return self._ready[text]


async def fill(parts: Parts, here: Set, *, dense: bool) -> None:
    """Each paragraph a document of one passage: state, vocabulary and index as an ingest leaves them."""
    source = await parts.state.add_source(Source(0, "folder", "set", "set", EVERYONE))
    if dense:
        await parts.index.forget(None, MARK)
    contents = [_content(at, row) for at, row in enumerate(here.rows)]
    ids = await parts.state.begin(contents)
    entries = [
        Entry(
            run[0],
            content.reading.terms[0],
            EVERYONE,
            frozenset({source.id}),
            content.reading.passages[0].language,
            array("f", vector.tobytes()) if dense else None,
        )
        for content, run, vector in zip(contents, ids, here.paragraphs.vectors, strict=True)
    ]
    await parts.index.put(entries, MARK.fingerprint if dense else "")
    await parts.state.commit(source.id, contents)
    await parts.state.learn_compounds()
    await parts.index.settle()


def _content(at: int, row: Mapping[str, Any]) -> NewContent:
    name, title, text = f"p{at}", str(row.get("title", "")), str(row["text"])
    language = detect(text)
    passage = Passage(name, 0, 0, len(text), text, (), "paragraph", None, max(1, len(text) // 4), language)
    document = Document(name, title, language, "text/plain", text, (Part("paragraph", text),))
    tally = Counter({fold(word) for word in _WORD.findall(text)})
    reading = Reading(document, (passage,), (terms_of(passage, title),), dict(tally))
    return NewContent(name, name, reading, Placed(Found(name, name, len(text), "text/plain", EVERYONE), "text/plain", "set"))


@contextmanager
def beleg(here: Set, encode: Encode, *, dense: bool) -> Iterator[Find]:
    """beleg over this set in a workspace of its own; everything it starts ends with the block."""
    with tempfile.TemporaryDirectory() as temporary, asyncio.Runner() as runner:
        Workspace.init(Path(temporary)).close()
        opened = open_parts(Path(temporary))
        parts = runner.run(opened.__aenter__())
        runner.run(fill(parts, here, dense=dense))
        parts = replace(parts, embedders=Ready(here.asked, encode))

        def find(text: str, _: Vectors) -> list[int]:
            ranked = runner.run(rank(parts, Question(text, parts.owner), DEPTH))
            return [int(each.document.path[1:]) for each in ranked.found]

        yield find
        runner.run(parts.index.tidy())
        runner.run(opened.__aexit__(None, None, None))


def measured(find: Find, here: Set) -> tuple[float, float, float]:
    """nDCG@10, recall@10, median milliseconds."""
    gains, recalls, spent = [], [], []
    for each in here.asked[:20]:
        find(each.text, each.vector)
    for each in here.asked:
        mark = time.perf_counter()
        numbers = find(each.text, each.vector)
        spent.append((time.perf_counter() - mark) * 1000)
        names = [here.rows[number]["_id"] for number in numbers][:DEPTH]
        gains.append(ndcg(names, each.wanted))
        recalls.append(len(each.wanted.keys() & set(names)) / len(each.wanted))
    return statistics.mean(gains), statistics.mean(recalls), statistics.median(spent)


def ways(here: Set, encode: Encode, only: Sequence[str]) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Every way of finding with its figures."""
    for dense in (False, True):
        if not only or "beleg" in only:
            with beleg(here, encode, dense=dense) as find:
                yield (
                    f"beleg {version('beleg')}: {'words and vectors, nothing learnt' if dense else 'words'}",
                    measured(find, here),
                )
    for name, peer in PEERS.items():
        if only and name not in only:
            continue
        try:
            for told, find in peer(here.paragraphs):
                yield told, measured(find, here)
        except Missing as missing:
            print(f"{name} {missing}", flush=True)


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="folder with model.onnx, or model.safetensors, and tokenizer.json")
    parser.add_argument("--sets", default=",".join(LANGUAGES))
    parser.add_argument("--only", default="", help=f"names, with commas: beleg, {', '.join(PEERS)}")
    given = parser.parse_args()
    silence()
    encode = encoder(model_folder(given.model))
    only = [each for each in given.only.split(",") if each]
    names = given.sets.split(",")
    rows: dict[str, dict[str, tuple[float, float, float]]] = {}
    for name in names:
        here = read(given.data, name, encode)
        for told, figures in ways(here, encode, only):
            rows.setdefault(told, {})[name] = figures
            print(f"{name}: {told}: {figures[0]:.3f} {figures[1]:.3f} {figures[2]:.2f} ms", flush=True)
        print(f"{name}: {len(here.asked)} questions, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"| nDCG@10 / recall@10 / ms | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}")
    for told, by_set in rows.items():
        cells = [
            f"{f'{by_set[each][0]:.3f} / {by_set[each][1]:.3f}'.replace('0.', '.')} / {by_set[each][2]:.1f}"
            if each in by_set
            else "–"
            for each in names
        ]
        print(f"| {told} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
