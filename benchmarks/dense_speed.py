"""How fast and how complete search by words and vectors is at size, with a rights filter: through `Index.search`.

    python benchmarks/dense_speed.py FOLDER [--passages 100000] [--correlated]

In: a folder to work in; the index is kept there, so that a second run only measures. Out: a table on the terminal. The data
are synthetic: words as in `search_speed.py`, vectors of 384 numbers mixed of topics, documents of 8 passages and noise, with
a falling spectrum. Each document has one of 200 groups; an asker has 10 of them. What the vectors should find is computed by
numpy over all allowed passages. `--correlated` gives every topic a few groups of its own, as in real organisations.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from beleg.language.weighting import passage_vector, query_vector
from beleg.records import EmbedderMark, Entry, IndexQuery, SparseVector
from beleg.stores.index.address import read_address
from beleg.stores.index.edge import EdgeIndex
from search_speed import memory_mb, vocabulary

MARK = EmbedderMark("synthetic", 384, "synthetic")
TOPICS = 400
GROUPS = 200
ASKER = 10
PASSAGES_A_DOCUMENT = 8
WORDS_A_PASSAGE = 120
DISTINCT_TEXTS = 100_000
BATCH = 1000
LIMIT = 50
BEST = 10
QUERIES = 300
THREADS = 4
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Corpus:
    """Vectors, groups and term lists, the same for the same numbers."""

    def __init__(self, passages: int, correlated: bool, kept: Path) -> None:
        self.dice = np.random.default_rng(11)
        spectrum = (1 / np.sqrt(1 + np.arange(MARK.dimensions) / 8)).astype("f4")
        documents = -(-passages // PASSAGES_A_DOCUMENT)
        self.topics = unit(self.dice.standard_normal((TOPICS, MARK.dimensions), "f4") * spectrum)
        topic = self.dice.integers(0, TOPICS, (documents, 2))
        of_document = self.topics[topic[:, 0]] + 0.5 * self.topics[topic[:, 1]]
        of_document += 0.5 * unit(self.dice.standard_normal((documents, MARK.dimensions), "f4") * spectrum)
        repeated = np.repeat(of_document, PASSAGES_A_DOCUMENT, axis=0)[:passages]
        self.vectors = unit(repeated + 0.6 * unit(self.dice.standard_normal((passages, MARK.dimensions), "f4") * spectrum))
        drawn = self.dice.integers(0, GROUPS, documents)
        if correlated:
            drawn = (topic[:, 0] * 3 + self.dice.integers(0, 3, documents)) % GROUPS
        self.groups = np.repeat(drawn, PASSAGES_A_DOCUMENT)[:passages]
        self.spectrum = spectrum
        self.words = vocabulary(random.Random(7))
        self.weights = [1 / (rank + 10) for rank in range(len(self.words))]
        self._kept = kept

    def texts(self) -> list[SparseVector]:
        """The terms of `DISTINCT_TEXTS` passages, analysed once and kept; further passages repeat them."""
        if not self._kept.exists():
            dice = random.Random(3)
            some = (" ".join(dice.choices(self.words, self.weights, k=WORDS_A_PASSAGE)) for _ in range(DISTINCT_TEXTS))
            made = [passage_vector(text, "", "", "de") for text in some]
            np.savez(
                self._kept,
                lengths=np.array([len(each.indices) for each in made]),
                indices=np.concatenate([np.array(each.indices, "u4") for each in made]),
                values=np.concatenate([np.array(each.values, "f4") for each in made]),
            )
        read = np.load(self._kept)
        indices, values, ends = read["indices"], read["values"], np.cumsum(read["lengths"])
        begins = ends - read["lengths"]
        return [
            SparseVector(array("I", indices[begin:end].tobytes()), array("f", values[begin:end].tobytes()))
            for begin, end in zip(begins, ends, strict=True)
        ]

    def questions(self, visible: int) -> list[tuple[IndexQuery, list[int]]]:
        """Queries with what their vectors should find: near a passage, each for an asker of its own with `visible` groups."""
        dice = random.Random(5)
        made = []
        for _ in range(QUERIES):
            seed = self.vectors[self.dice.integers(0, len(self.vectors))]
            noise = unit(self.dice.standard_normal((1, MARK.dimensions), "f4") * self.spectrum)[0]
            vector = unit((seed + 0.7 * noise)[None])[0]
            groups = sorted(dice.sample(range(GROUPS), visible))
            allowed = np.flatnonzero(np.isin(self.groups, groups))
            best = allowed[np.argsort(-(self.vectors[allowed] @ vector))[:BEST]]
            text = " ".join(dice.choices(self.words, self.weights, k=6))
            names = frozenset(f"group{each}" for each in groups)
            terms = query_vector(text, ["de", "en"])
            query = IndexQuery(terms, names, LIMIT, vector=array("f", vector.tolist()), made_by=MARK.fingerprint)
            made.append((query, [int(each) for each in best]))
        return made


def unit(vectors: Any) -> Vectors:
    """Rows of length one."""
    scaled: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("f4")
    return scaled


async def build(index: EdgeIndex, corpus: Corpus) -> None:
    """Put every passage and settle; prints what each took."""
    texts = corpus.texts()
    await index.forget(None, MARK)
    putting = 0.0
    for begin in range(0, len(corpus.vectors), BATCH):
        entries = []
        for at in range(begin, min(begin + BATCH, len(corpus.vectors))):
            vector = array("f", corpus.vectors[at].tolist())
            groups = frozenset({f"group{corpus.groups[at]}"})
            entries.append(Entry(at, texts[at % DISTINCT_TEXTS], groups, frozenset({at % 7}), "de", vector))
        mark = time.perf_counter()
        await index.put(entries, MARK.fingerprint)
        putting += time.perf_counter() - mark
    mark = time.perf_counter()
    await index.settle()
    print(f"put     {len(corpus.vectors) / putting:8.0f} passages/s, settle {time.perf_counter() - mark:.0f} s", flush=True)


def processor_s(folder: Path) -> tuple[float, float]:
    """Seconds of processor time that the index process and this one have taken; 0 where the system does not tell."""
    address, index = read_address(folder), 0.0
    if address is not None:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{address.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            index = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return index, time.process_time()


def in_threads(folder: Path, questions: list[IndexQuery], seconds: float) -> tuple[float, float, float]:
    """Queries a second of `THREADS` threads, each with its own connection and event loop; and milliseconds of processor time
    that the index process and this one took for a query: they tell more than the rate where other work is on the machine."""
    counts = [0] * THREADS
    until = time.perf_counter() + seconds

    async def ask(number: int) -> None:
        index = EdgeIndex(folder, 5.0)
        at = number * 31
        while time.perf_counter() < until:
            await index.search(questions[at % len(questions)])
            counts[number] += 1
            at += 1
        await index.close()

    before = processor_s(folder)
    threads = [threading.Thread(target=lambda n=n: asyncio.run(ask(n))) for n in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, total = time.perf_counter() - began, sum(counts)
    after = processor_s(folder)
    return total / spent, (after[0] - before[0]) * 1000 / total, (after[1] - before[1]) * 1000 / total


async def timed(index: EdgeIndex, asked: list[tuple[IndexQuery, list[int]]]) -> tuple[list[float], float, int]:
    """Milliseconds of each query, the mean share of the true ten that were found, and how many lists came out short."""
    spent, shares, short = [], [], 0
    for query, best in asked:
        mark = time.perf_counter()
        hits = await index.search(query)
        spent.append((time.perf_counter() - mark) * 1000)
        near = [hit.passage_id for hit in hits if hit.by == "vector"]
        short += len(near) < LIMIT
        shares.append(len(set(near[:BEST]) & set(best)) / len(best))
    return sorted(spent), statistics.mean(shares), short


async def measure(folder: Path, corpus: Corpus) -> None:
    """Search with every share of groups and each half alone."""
    index = EdgeIndex(folder, 30.0)
    if await index.made_by() is None:
        await build(index, corpus)
    words_alone: Callable[[IndexQuery], IndexQuery] = lambda q: IndexQuery(q.terms, q.visible_to, LIMIT)  # noqa: E731
    nothing = SparseVector(array("I"), array("f"))
    vectors_alone: Callable[[IndexQuery], IndexQuery] = lambda q: IndexQuery(  # noqa: E731
        nothing, q.visible_to, LIMIT, vector=q.vector, made_by=q.made_by
    )
    columns = f"{'asker':24}{'what':10}{'p50 ms':>8}{'p99 ms':>8}{'recall@10':>11}{'short':>7}"
    print(f"{columns}{'4 threads, queries/s':>22}{'cpu ms, index + client':>25}")
    for visible in (ASKER, GROUPS // 4, GROUPS // 2, GROUPS):
        asked = corpus.questions(visible)
        await timed(index, asked[:50])
        for name, change in (("both", lambda q: q), ("words", words_alone), ("vectors", vectors_alone)):
            changed = [(change(query), best) for query, best in asked]
            spent, recall, short = await timed(index, changed)
            rate, inside, outside = await asyncio.to_thread(in_threads, folder, [query for query, _ in changed], 4.0)
            found, missing = ("–", 0) if name == "words" else (f"{recall:.4f}", short)
            p50, p99 = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
            columns = f"{visible / GROUPS:6.1%} of the groups     {name:10}{p50:8.2f}{p99:8.2f}{found:>11}{missing:7}"
            print(f"{columns}{rate:22.0f}{inside:17.2f} + {outside:.2f}", flush=True)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    address = read_address(folder)
    print(f"disk    {disk / 1e6:8.0f} MB, index process {memory_mb(address.pid) if address else 0:.0f} MB resident")
    await index.close()


def main() -> None:
    """Measure in the folder given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--correlated", action="store_true")
    given = parser.parse_args()
    name = f"dense-{given.passages}" + ("-correlated" if given.correlated else "")
    (given.folder / name).mkdir(parents=True, exist_ok=True)
    asyncio.run(measure(given.folder / name, Corpus(given.passages, given.correlated, given.folder / "terms.npz")))


if __name__ == "__main__":
    main()
