"""How fast beleg's index is beside LanceDB, Chroma and PostgreSQL with pgvector: search by words and vectors with a rights
filter, on the same data in the same run.

    python benchmarks/peers_speed.py FOLDER [--passages 100000] [--only beleg,lancedb] [--rounds 3] [--seconds 4]

In: a folder to work in; what is built is kept there, so that a second run only measures. Out: a table on the terminal. The
data are those of `dense_speed.py`: 120 words a passage, vectors of 384 numbers, 200 groups, an asker with 10 of them. Each
figure is the median of the rounds, and the engines take turns in each round, so that other work on the machine meets all of
them. Recall is that of the vector half, against exact search over what the asker may find. A hit that the asker may not find
ends the run. The peers are no dependencies of beleg: install what is to be measured beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import numpy as np

from dense_speed import ASKER, BEST, GROUPS, MARK, WORDS_A_PASSAGE, Corpus, unit
from peers_engines import Asked, Beleg, Chroma, ChromaWords, Client, Engine, LanceDB, LanceRefined, Missing, Rows
from peers_postgres import Postgres, PostgresEvery

ENGINES: tuple[type[Engine], ...] = (Beleg, LanceDB, LanceRefined, Chroma, ChromaWords, Postgres, PostgresEvery)
QUERIES = 200
WORDS_A_QUESTION = 6
THREADS = 4
LONGEST_S = 30.0
"""One client asks no longer than this in a round; at least `FEWEST` questions in any case."""
FEWEST = 50


@dataclass(slots=True)
class Figures:
    """What was measured of one engine, a list entry a round."""

    told: str
    spent: list[list[float]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    recall: float = 0.0


def rows_of(corpus: Corpus) -> Rows:
    """The corpus as rows with their texts: the words of `dense_speed.py`, written out."""
    dice = random.Random(3)
    summed = list(accumulate(corpus.weights))
    texts = [" ".join(dice.choices(corpus.words, cum_weights=summed, k=WORDS_A_PASSAGE)) for _ in corpus.vectors]
    return Rows(texts, [int(each) for each in corpus.groups], corpus.vectors)


def questions_of(corpus: Corpus, rows: Rows) -> list[Asked]:
    """Questions near a passage by vector, with words drawn as the passages' are; each for an asker with groups of its own."""
    dice, numbers = random.Random(5), np.random.default_rng(5)
    holding: Counter[str] = Counter()
    for text in rows.texts:
        holding.update(set(text.split()))
    made = []
    for _ in range(QUERIES):
        seed = corpus.vectors[numbers.integers(0, len(corpus.vectors))]
        noise = unit(numbers.standard_normal((1, MARK.dimensions), "f4") * corpus.spectrum)[0]
        vector = unit((seed + 0.7 * noise)[None])[0]
        groups = sorted(dice.sample(range(GROUPS), ASKER))
        allowed = np.flatnonzero(np.isin(corpus.groups, groups))
        best = allowed[np.argsort(-(corpus.vectors[allowed] @ vector))[:BEST]]
        words = dice.choices(corpus.words, corpus.weights, k=WORDS_A_QUESTION)
        rarest = min(words, key=lambda word: holding[word] or len(rows.texts))
        made.append(Asked(" ".join(words), rarest, groups, vector, [int(each) for each in best]))
    return made


def built(engine: Engine, rows: Rows, kept: Path) -> None:
    """Build the engine's files unless they are there; keeps how long it took, and under which load."""
    notes = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    if engine.name in notes:
        return
    began, load = time.perf_counter(), os.getloadavg()[0]
    engine.build(rows)
    notes[engine.name] = {"seconds": round(time.perf_counter() - began, 1), "load": round(load, 1)}
    kept.write_text(json.dumps(notes), "utf-8")
    print(f"{engine.told()}: built in {notes[engine.name]['seconds']:.0f} s, load {load:.1f}", flush=True)


def one_client(client: Client, asked: Sequence[Asked], groups: Sequence[int]) -> list[float]:
    """Milliseconds of each question. Raises SystemExit where a hit is none of the asker's."""
    spent: list[float] = []
    until = time.perf_counter() + LONGEST_S
    for each in asked:
        mark = time.perf_counter()
        found = client.both(each)
        spent.append((time.perf_counter() - mark) * 1000)
        if not {groups[at] for at in found} <= set(each.groups):
            raise SystemExit("A hit is outside the asker's groups.")
        if time.perf_counter() > until and len(spent) >= FEWEST:
            break
    return spent


def in_threads(engine: Engine, asked: Sequence[Asked], seconds: float) -> float:
    """Questions a second of `THREADS` threads, each with a client of its own, all warm."""
    counts = [0] * THREADS
    ready = threading.Barrier(THREADS + 1)

    def ask(number: int) -> None:
        client = engine.client()
        client.both(asked[number])
        ready.wait()
        until, at = time.perf_counter() + seconds, number * 31
        while time.perf_counter() < until:
            client.both(asked[at % len(asked)])
            counts[number] += 1
            at += 1
        client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def measure(engine: Engine, asked: Sequence[Asked], rows: Rows, seconds: float, figures: Figures) -> None:
    """One round of one engine."""
    client = engine.client()
    for each in asked[:10]:
        client.both(each)
    figures.loads.append(os.getloadavg()[0])
    figures.spent.append(one_client(client, asked, rows.groups))
    if not figures.recall:
        some = asked[: len(figures.spent[0])]
        shares = [len(set(client.near(each)[:BEST]) & set(each.best)) / len(each.best) for each in some]
        figures.recall = statistics.mean(shares)
    client.close()
    figures.rates.append(in_threads(engine, asked, seconds))


def table(found: dict[type[Engine], Figures], notes: dict[str, dict[str, float]], folder: Path) -> str:
    """The figures in Markdown, the first engine as the measure of the others."""
    columns = ["engine", "build s (load)", "p50 ms", "p99 ms", "queries/s, 1 client", "queries/s, 4 threads"]
    columns += ["beleg is faster by, 1 / 4", "recall@10 by vector", "disk MB", "load"]
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    first: tuple[float, float] | None = None
    for kind, figures in found.items():
        middles = [statistics.median(spent) for spent in figures.spent]
        lasts = [sorted(spent)[int(len(spent) * 0.99)] for spent in figures.spent]
        alone = statistics.median(len(spent) * 1000 / sum(spent) for spent in figures.spent)
        rate = statistics.median(figures.rates)
        first = (alone, rate) if kind is Beleg else first
        times = f"{first[0] / alone:.1f} × / {first[1] / rate:.1f} ×" if first and kind is not Beleg else "–"
        note = notes.get(kind.name, {})
        disk = sum(path.stat().st_size for path in (folder / kind.name).rglob("*") if path.is_file()) / 1e6
        lines.append(
            f"| {figures.told} | {note.get('seconds', 0):.0f} ({note.get('load', 0):.1f}) "
            f"| {statistics.median(middles):.1f} | {statistics.median(lasts):.1f} | {alone:.0f} | {rate:.0f} | {times} "
            f"| {figures.recall:.3f} | {disk:.0f} | {min(figures.loads):.1f}–{max(figures.loads):.1f} |"
        )
    return "\n".join(lines)


def run(folder: Path, passages: int, only: Sequence[str], rounds: int, seconds: float) -> None:
    """Build what is not there, measure in rounds, print."""
    kept = folder / "built.json"
    corpus = Corpus(passages, False, folder / "terms.npz")
    rows = rows_of(corpus)
    asked = questions_of(corpus, rows)
    engines: dict[type[Engine], Engine] = {}
    started: dict[str, Engine] = {}
    found: dict[type[Engine], Figures] = {}
    try:
        for kind in ENGINES:
            engine = kind(folder / kind.name)
            if only and kind.name not in only:
                continue
            try:
                found[kind] = Figures(engine.told())
                if kind.name not in started:
                    engine.folder.mkdir(exist_ok=True)
                    engine.start()
                    started[kind.name] = engine
                built(engine, rows, kept)
            except Missing as missing:
                found.pop(kind, None)
                print(f"{kind.__name__} {missing}", flush=True)
                continue
            engines[kind] = engine
        for number in range(rounds):
            for kind, engine in engines.items():
                measure(engine, asked, rows, seconds, found[kind])
                spent, rate = statistics.median(found[kind].spent[-1]), found[kind].rates[-1]
                load = found[kind].loads[-1]
                print(f"round {number + 1}: {kind.__name__}: p50 {spent:.1f} ms, {rate:.0f}/s, load {load:.1f}", flush=True)
    finally:
        for engine in started.values():
            engine.stop()
    print(table(found, json.loads(kept.read_text("utf-8")) if kept.is_file() else {}, folder))


def main() -> None:
    """Measure in the folder given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--only", default="", help="names, with commas: beleg, lancedb, chroma, postgres")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measurement with threads")
    given = parser.parse_args()
    folder = given.folder.resolve() / f"peers-{given.passages}"
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, given.passages, [each for each in given.only.split(",") if each], given.rounds, given.seconds)


if __name__ == "__main__":
    main()
