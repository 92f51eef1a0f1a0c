"""How well the words alone find: nDCG@10, recall@10 and MRR@10 through the real path of a search.

    python benchmarks/retrieval.py DATA_FOLDER [SET ...] [--long]

In: the folder with `retrieval/<set>/{corpus,queries}.jsonl` and `qrels/test.tsv`. Out: a table on the terminal, with the
two halves of the questions side by side (a question's half is decided by its id, so that nothing is tuned on both at once).
Each passage is a version of its own in a real state, with real vocabulary, index and `rank`: what `ask` itself is given.
`--long` glues five paragraphs in a row (XQuAD takes five of each article) to one document and looks for the document.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import tempfile
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from beleg.library import Workspace
from beleg.records import Question
from beleg.search import rank
from beleg.workspace import Parts, open_parts
from synthetic import fill

SETS = {"xquad_de": "de", "xquad_en": "en", "covid_faq_de": "de", "cranfield": "en"}
_DEPTH = 10
_GLUED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave: gain, recall, reciprocal rank, milliseconds, and which half it belongs to."""

    gain: float
    recall: float
    reciprocal: float
    spent_ms: float
    half: int


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def judgements(path: Path) -> dict[str, dict[str, int]]:
    """Question → passage → grade."""
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            grades.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return grades


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    gain = sum(grades.get(name, 0) / log2(rank + 2) for rank, name in enumerate(found[:_DEPTH]))
    best = sum(grade / log2(rank + 2) for rank, grade in enumerate(sorted(grades.values(), reverse=True)[:_DEPTH]))
    return gain / best if best else 0.0


async def measure(folder: Path, language: str, *, long: bool) -> list[Outcome]:
    """One outcome a question."""
    corpus = lines_of(folder / "corpus.jsonl")
    group = _GLUED if long else 1
    names = {entry["_id"]: f"d{at // group}" for at, entry in enumerate(corpus)}
    documents: dict[str, list[tuple[str, str]]] = {}
    for entry in corpus:
        documents.setdefault(names[entry["_id"]], []).append((entry.get("title", ""), entry["text"]))
    grades = judgements(folder / "qrels" / "test.tsv")
    with tempfile.TemporaryDirectory() as temporary:
        Workspace.init(Path(temporary)).close()
        async with open_parts(Path(temporary)) as parts:
            await fill(parts, documents, language)
            outcomes = []
            for query in lines_of(folder / "queries.jsonl"):
                wanted = {names[name]: grade for name, grade in grades.get(query["_id"], {}).items() if grade > 0}
                if wanted:
                    outcomes.append(await _outcome(parts, query, wanted))
    return outcomes


async def _outcome(parts: Parts, query: Mapping[str, Any], wanted: Mapping[str, int]) -> Outcome:
    mark = time.perf_counter()
    ranked = await rank(parts, Question(query["text"], parts.owner), parts.settings.retrieval.candidates)
    spent_ms = (time.perf_counter() - mark) * 1000
    found = list(dict.fromkeys(each.document.path for each in ranked.found))[:_DEPTH]
    first = next((1 / (place + 1) for place, name in enumerate(found) if name in wanted), 0.0)
    recall = len(wanted.keys() & set(found)) / len(wanted)
    return Outcome(ndcg(found, wanted), recall, first, spent_ms, zlib.crc32(str(query["_id"]).encode()) % 2)


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--long", action="store_true")
    given = parser.parse_args()
    print(f"{'set':14} {'questions':>9} {'nDCG@10':>8} {'halves':>13} {'recall@10':>9} {'MRR@10':>7} {'p50 ms':>6}")
    for name in given.sets:
        told = asyncio.run(measure(given.data / "retrieval" / name, SETS[name], long=given.long))
        count = len(told)
        halves = [[each.gain for each in told if each.half == half] for half in (0, 1)]
        shown = " ".join(f"{sum(half) / max(len(half), 1):.4f}" for half in halves)
        gain, recall, first = (sum(getattr(each, key) for each in told) / count for key in ("gain", "recall", "reciprocal"))
        middle = sorted(each.spent_ms for each in told)[count // 2]
        print(f"{name:14} {count:9} {gain:8.4f} {shown:>13} {recall:9.4f} {first:7.4f} {middle:6.2f}", flush=True)


if __name__ == "__main__":
    main()
