"""How well the words alone find: nDCG@10, recall@10 and MRR@10 through the real analysis and the real index.

    python benchmarks/retrieval.py DATA_FOLDER [SET ...]

In: the folder with `retrieval/<set>/{corpus,queries}.jsonl` and `qrels/test.tsv`. Out: a table on the terminal.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any

from beleg.language.analysis import words_of
from beleg.language.compounds import parts_of
from beleg.language.normalise import fold
from beleg.language.weighting import passage_vector, query_vector, query_words
from beleg.records import Entry, IndexQuery
from beleg.stores.index.edge import EdgeIndex

SETS = {"xquad_de": "de", "xquad_en": "en", "covid_faq_de": "de", "cranfield": "en"}
_DEPTH = 10


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


async def measure(folder: Path, language: str) -> tuple[float, float, float, float, int]:
    """nDCG@10, recall@10, MRR@10, milliseconds a search and the number of questions."""
    corpus = lines_of(folder / "corpus.jsonl")
    names = [entry["_id"] for entry in corpus]
    grades = judgements(folder / "qrels" / "test.tsv")
    known: dict[str, int] = {}
    for entry in corpus:
        for word in {fold(word) for word, _, _ in words_of(f"{entry.get('title', '')} {entry['text']}")}:
            known[word] = known.get(word, 0) + 1
    entries = [
        Entry(
            number,
            passage_vector(entry["text"], "", entry.get("title", ""), language),
            frozenset({"all"}),
            frozenset({1}),
            language,
        )
        for number, entry in enumerate(corpus)
    ]
    gains: list[float] = []
    recalls: list[float] = []
    ranks: list[float] = []
    with tempfile.TemporaryDirectory() as temporary:
        index = EdgeIndex(Path(temporary) / "index", 0.0)
        await index.put(entries)
        await index.settle()
        begun = time.perf_counter()
        for query in lines_of(folder / "queries.jsonl"):
            wanted = {name: grade for name, grade in grades.get(query["_id"], {}).items() if grade > 0}
            if not wanted:
                continue
            parts = parts_of(query_words(query["text"]), known) if language == "de" else {}
            terms = query_vector(query["text"], [language], parts)
            hits = await index.search(IndexQuery(terms, frozenset({"all"}), _DEPTH))
            found = [names[hit.passage_id] for hit in hits]
            gains.append(ndcg(found, wanted))
            recalls.append(len(wanted.keys() & set(found)) / len(wanted))
            ranks.append(next((1 / (rank + 1) for rank, name in enumerate(found) if name in wanted), 0.0))
        spent_ms = (time.perf_counter() - begun) * 1000 / len(gains)
        await index.close()
        count = len(gains)
    return sum(gains) / count, sum(recalls) / count, sum(ranks) / count, spent_ms, count


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    given = parser.parse_args()
    print(f"{'set':14} {'questions':>9} {'nDCG@10':>8} {'recall@10':>9} {'MRR@10':>7} {'ms':>6}")
    for name in given.sets:
        gain, recall, rank, spent_ms, count = asyncio.run(measure(given.data / "retrieval" / name, SETS[name]))
        print(f"{name:14} {count:9} {gain:8.4f} {recall:9.4f} {rank:7.4f} {spent_ms:6.2f}")


if __name__ == "__main__":
    main()
