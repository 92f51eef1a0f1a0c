"""How often words of a question are taken for filters where none is meant, and what that does to finding.

    python benchmarks/filters.py DATA_FOLDER

In: questions about contents from the data folder; none of them means a filter. Out: for each set how many filters were read,
then nDCG@10 of XQuAD through a workspace whose files have days spread at random over ten years, with filters read and without.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from beleg import Workspace
from beleg.retrieval.filters import phrases_of, settled
from retrieval import judgements, lines_of, ndcg

SETS = {
    "xquad_de": "retrieval/xquad_de/queries.jsonl",
    "xquad_en": "retrieval/xquad_en/queries.jsonl",
    "covid_faq_de": "retrieval/covid_faq_de/queries.jsonl",
    "cranfield": "retrieval/cranfield/queries.jsonl",
    "nomiracl_de": "answers/nomiracl_de/half.jsonl",
    "squad2_en": "answers/squad2_en/queries.half.jsonl",
}
LABELS = {f"type:{name}" for name in ("pdf", "docx", "xlsx", "pptx", "html", "markdown", "text")}
SOURCES = ("handbook", "Confluence", "wiki", "documents")
TEN_YEARS_S = 10 * 365 * 86_400


def questions_of(path: Path) -> Iterator[str]:
    """The questions of a set, on one line each."""
    for entry in lines_of(path):
        yield " ".join(str(entry.get("text") or entry.get("question") or entry.get("query")).split())


def fired(questions: Iterator[str]) -> tuple[int, Counter[str], list[str]]:
    """How many questions there are, how often each kind of filter was read, and the questions that would be limited."""
    counts: Counter[str] = Counter()
    limited: list[str] = []
    everything = list(questions)
    today = datetime.now(UTC).date()
    for text in everything:
        read, _ = settled(text, phrases_of(text, today), LABELS, SOURCES, ())
        counts.update(each.kind for each in read)
        if any(each.kind != "newest" for each in read):
            limited.append(text)
    return len(everything), counts, limited


def compare(folder: Path, name: str) -> None:
    """nDCG@10 with filters read and without, over all questions and over those where anything was read."""
    grades = judgements(folder / "qrels" / "test.tsv")
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "documents"
        place.mkdir()
        now = datetime.now(UTC).timestamp()
        for entry in lines_of(folder / "corpus.jsonl"):
            file = place / f"{entry['_id']}.txt"
            file.write_text(f"{entry.get('title', '')}\n\n{entry['text']}", "utf-8")
            when = now - chance.random() * TEN_YEARS_S
            os.utime(file, (when, when))
        with Workspace.init(Path(temporary) / "workspace") as workspace:
            workspace.add(place)
            gains: dict[bool, list[float]] = {True: [], False: []}
            changed = []
            for query in lines_of(folder / "queries.jsonl"):
                wanted = grades.get(query["_id"], {})
                for reading in (True, False):
                    ranked = workspace.rank(workspace.question(query["text"], without=() if reading else ("*",)))
                    names = list(dict.fromkeys(Path(hit.document.path).stem for hit in ranked.found))
                    gains[reading].append(ndcg(names, wanted))
                    if reading and ranked.filters:
                        changed.append(len(gains[reading]) - 1)
    both = [sum(gains[reading]) / len(gains[reading]) for reading in (True, False)]
    touched = [f"{gains[True][at]:.3f} instead of {gains[False][at]:.3f}" for at in changed]
    print(
        f"{name}: nDCG@10 {both[0]:.4f} with filters read, {both[1]:.4f} without; {len(changed)} questions touched: {touched}"
    )


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description="How often filters are read where none is meant.")
    parser.add_argument("data", type=Path)
    data: Path = parser.parse_args().data
    for name, path in SETS.items():
        number, counts, limited = fired(questions_of(data / path))
        print(f"{name}: {number} questions, {len(limited)} limited, {json.dumps(counts)}", *limited, sep="\n    ")
    for name in ("xquad_de", "xquad_en"):
        compare(data / "retrieval" / name, name)


if __name__ == "__main__":
    main()
