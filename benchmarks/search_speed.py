"""How fast the index is built and searched: synthetic passages through the real analysis and the real process.

    python benchmarks/search_speed.py FOLDER [--passages 100000]

In: a folder to work in (the index is made in a new one inside it and removed). Out: a table on the terminal.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from beleg.language.weighting import passage_vector, query_vector
from beleg.records import Entry, IndexQuery
from beleg.stores.index.address import read_address
from beleg.stores.index.edge import EdgeIndex

_WORDS = 60_000
_LENGTH = 120
_GROUPS = 20
_BATCH = 1000
_SEARCHES = 300


def vocabulary(dice: random.Random) -> list[str]:
    """Invented words of syllables, so that n-grams repeat between words as in a real language."""
    syllables = [
        first + vowel + last for first in "bdfgklmnprstvwz" for vowel in "aeiou" for last in ("", "n", "r", "l", "s", "ch")
    ]
    made: set[str] = set()
    while len(made) < _WORDS:
        made.add("".join(dice.choices(syllables, k=dice.choice((2, 2, 3, 3, 4)))))
    return sorted(made, key=lambda word: (len(word), dice.random()))


def memory_mb(pid: int) -> float:
    """Resident memory of the process; 0 where the system does not tell."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


async def build(index: EdgeIndex, passages: int, words: list[str], dice: random.Random) -> None:
    """Analyse, put and settle; prints what each took."""
    weights = [1 / (rank + 10) for rank in range(len(words))]
    analysing = putting = 0.0
    for begin in range(0, passages, _BATCH):
        texts = [" ".join(dice.choices(words, weights, k=_LENGTH)) for _ in range(min(_BATCH, passages - begin))]
        mark = time.perf_counter()
        vectors = [passage_vector(text, "", "", "de") for text in texts]
        analysing += time.perf_counter() - mark
        groups = [frozenset({f"group{dice.randrange(_GROUPS)}", "all"}) for _ in texts]
        mark = time.perf_counter()
        await index.put(
            [Entry(begin + at, each, groups[at], frozenset({at % 7}), "de") for at, each in enumerate(vectors)],
        )
        putting += time.perf_counter() - mark
    mark = time.perf_counter()
    await index.settle()
    print(f"analyse {analysing / passages * 1e6:8.0f} µs a passage ({_LENGTH} words)", flush=True)
    print(f"put     {passages / putting:8.0f} passages/s")
    print(f"settle  {time.perf_counter() - mark:8.1f} s", flush=True)


async def search(index: EdgeIndex, words: list[str], dice: random.Random, group: str) -> None:
    """Search with questions of six words; prints p50 and p99."""
    spent: list[float] = []
    weights = [1 / (rank + 10) for rank in range(len(words))]
    for _ in range(_SEARCHES):
        terms = query_vector(" ".join(dice.choices(words, weights, k=6)), ["de", "en"])
        mark = time.perf_counter()
        await index.search(IndexQuery(terms, frozenset({group}), 40))
        spent.append((time.perf_counter() - mark) * 1000)
    spent.sort()
    print(
        f"search  {spent[len(spent) // 2]:8.2f} ms p50 {spent[int(len(spent) * 0.99)]:8.2f} ms p99, visible to {group!r}",
        flush=True,
    )


async def measure(folder: Path, passages: int) -> None:
    """Build, search everything, search a twentieth, look at disk and memory."""
    dice = random.Random(7)
    words = vocabulary(dice)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        index = EdgeIndex(Path(temporary), 0.0)
        await build(index, passages, words, dice)
        await search(index, words, dice, "all")
        await search(index, words, dice, "group3")
        disk = sum(path.stat().st_size for path in Path(temporary).rglob("*") if path.is_file())
        address = read_address(Path(temporary))
        print(f"disk    {disk / 1e6:8.0f} MB, index process {memory_mb(address.pid) if address else 0:.0f} MB resident")
        await index.close()
        await asyncio.sleep(1)


def main() -> None:
    """Measure in the folder given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    given = parser.parse_args()
    asyncio.run(measure(given.folder, given.passages))


if __name__ == "__main__":
    main()
