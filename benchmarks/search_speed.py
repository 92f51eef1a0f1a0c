"""How fast passages are brought in and searched: synthetic ones through the real analysis, index process and state.

    python benchmarks/search_speed.py FOLDER [--passages 100000]

In: a folder to work in (a workspace is made in a new one inside it and removed). Out: a table on the terminal: the index
alone, and the whole of `rank` (words looked up, index, passages read, scored anew), which is what a search takes.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from beleg.language.weighting import passage_vector, query_vector
from beleg.library import Workspace
from beleg.records import IndexQuery, Principal, Question
from beleg.search import rank
from beleg.stores.index.address import read_address
from beleg.workspace import Parts, data_folder, open_parts
from synthetic import fill

_WORDS = 60_000
_LENGTH = 120
_GROUPS = 20
_TOGETHER = 5
_SAMPLE = 2000
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


async def build(parts: Parts, passages: int, words: list[str], dice: random.Random) -> None:
    """Analyse, write, put and settle; prints what each took."""
    weights = [1 / (rank + 10) for rank in range(len(words))]
    texts = [" ".join(dice.choices(words, weights, k=_LENGTH)).capitalize() + "." for _ in range(passages)]
    mark = time.perf_counter()
    for text in texts[:_SAMPLE]:
        passage_vector(text, "", "", "de")
    print(
        f"analyse {(time.perf_counter() - mark) / min(_SAMPLE, passages) * 1e6:8.0f} µs a passage ({_LENGTH} words)", flush=True
    )
    documents = {f"d{at}": [("", text) for text in texts[at : at + _TOGETHER]] for at in range(0, passages, _TOGETHER)}
    groups = {path: frozenset({f"group{dice.randrange(_GROUPS)}", "all"}) for path in documents}
    mark = time.perf_counter()
    await fill(parts, documents, "de", groups)
    print(f"fill    {passages / (time.perf_counter() - mark):8.0f} passages/s, state and index", flush=True)


async def search(parts: Parts, words: list[str], dice: random.Random, group: str, *, slip: bool = False) -> None:
    """Search with questions of six words, one misspelled with `slip`; prints p50 and p99 of the index and of the whole."""
    alone: list[float] = []
    whole: list[float] = []
    weights = [1 / (rank + 10) for rank in range(len(words))]
    asker = Principal("benchmark", frozenset({group}))
    for _ in range(_SEARCHES):
        chosen = dice.choices(words, weights, k=6)
        if slip:
            long = max(chosen, key=len)
            chosen = [f"{word[:-2]}{word[-1]}{word[-2]}" if word == long else word for word in chosen]
        question = " ".join(chosen)
        terms = query_vector(question, ["de", "en"])
        mark = time.perf_counter()
        await parts.index.search(IndexQuery(terms, asker.groups, parts.settings.retrieval.candidates))
        alone.append((time.perf_counter() - mark) * 1000)
        mark = time.perf_counter()
        await rank(parts, Question(question, asker), 10)
        whole.append((time.perf_counter() - mark) * 1000)
    for name, spent in (("index", alone), ("rank", whole)):
        spent.sort()
        told = ", one word misspelled" if slip else ""
        middle, late = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
        print(f"{name:7} {middle:8.2f} ms p50 {late:8.2f} ms p99, visible to {group!r}{told}", flush=True)


async def measure(folder: Path, passages: int) -> None:
    """Build, search everything, search a twentieth, look at disk and memory."""
    dice = random.Random(7)
    words = vocabulary(dice)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        Workspace.init(Path(temporary)).close()
        async with open_parts(Path(temporary)) as parts:
            await build(parts, passages, words, dice)
            await search(parts, words, dice, "all")
            await search(parts, words, dice, "group3")
            await search(parts, words, dice, "all", slip=True)
            index = data_folder(Path(temporary)) / "index"
            disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
            address = read_address(index)
            print(f"disk    {disk / 1e6:8.0f} MB, index process {memory_mb(address.pid) if address else 0:.0f} MB resident")
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
