"""How well an embedder finds by itself: nDCG@10 and recall@10 of its vectors alone, through the real index.

    python benchmarks/dense_quality.py DATA_FOLDER MODEL_FOLDER [--kind onnx] [--pooling mean] [SET ...]

In: the folder with `retrieval/<set>`, and a model's folder. Out: a table on the terminal, with passages embedded a second.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from array import array
from pathlib import Path

from beleg.providers.embedders import EMBEDDERS
from beleg.providers.embedders.contract import Embedder
from beleg.records import Entry, IndexQuery, SparseVector
from beleg.settings import Embeddings
from beleg.stores.index.edge import EdgeIndex
from retrieval import SETS, judgements, lines_of, ndcg

NOTHING = SparseVector(array("I"), array("f"))
EVERYONE = frozenset({"all"})


async def measure(folder: Path, embedder: Embedder) -> str:
    """The figures of one set, as a line."""
    corpus, mark = lines_of(folder / "corpus.jsonl"), await embedder.mark()
    grades = judgements(folder / "qrels" / "test.tsv")
    names = [each["_id"] for each in corpus]
    began = time.perf_counter()
    vectors = await embedder.embed([f"{each.get('title', '')}\n{each['text']}".strip() for each in corpus], "passage")
    rate = len(corpus) / (time.perf_counter() - began)
    gains, recalls, spent = [], [], []
    with tempfile.TemporaryDirectory() as temporary:
        index = EdgeIndex(Path(temporary) / "index", 0.0)
        await index.forget(None, mark)
        entries = [Entry(at, NOTHING, EVERYONE, frozenset({1}), "", vector) for at, vector in enumerate(vectors)]
        await index.put(entries, mark.fingerprint)
        for query in lines_of(folder / "queries.jsonl"):
            wanted = {name: grade for name, grade in grades.get(query["_id"], {}).items() if grade > 0}
            if not wanted:
                continue
            began = time.perf_counter()
            (vector,) = await embedder.embed([query["text"]], "query")
            spent.append((time.perf_counter() - began) * 1000)
            hits = await index.search(IndexQuery(NOTHING, EVERYONE, 10, vector=vector, made_by=mark.fingerprint))
            found = [names[hit.passage_id] for hit in hits]
            gains.append(ndcg(found, wanted))
            recalls.append(len(wanted.keys() & set(found)) / len(wanted))
        await index.remove()
    figures = f"{len(gains):9} {statistics.mean(gains):8.4f} {statistics.mean(recalls):9.4f}"
    return f"{folder.name:16} {figures} {rate:12.1f} {statistics.median(spent):14.1f}"


async def measure_all(data: Path, settings: Embeddings, sets: list[str]) -> None:
    """Every set with one embedder."""
    embedder: Embedder = EMBEDDERS.load(settings.kind)(settings)
    print(f"{'set':16} {'questions':>9} {'nDCG@10':>8} {'recall@10':>9} {'passages/s':>12} {'a question, ms':>14}")
    for name in sets:
        print(await measure(data / "retrieval" / name, embedder), flush=True)
    await embedder.close()


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--kind", default="onnx")
    parser.add_argument("--pooling", default="mean")
    given = parser.parse_args()
    settings = Embeddings(kind=given.kind, folder=str(given.model), pooling=given.pooling, threads=2)
    asyncio.run(measure_all(given.data, settings, given.sets))


if __name__ == "__main__":
    main()
