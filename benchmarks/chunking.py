"""How well passages fit the spans that answer: recall, precision and IoU of characters in the five passages found first.

In: a folder with corpora/*.md and questions_df.csv. Out: one line per target size. Counts characters, not tokens, and
retrieves with our terms alone, so it is not the same measurement as published rows made with a vector model.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

from beleg.chunking.structure import passages_of
from beleg.chunking.tokens import estimate
from beleg.language.weighting import passage_vector, query_vector
from beleg.records import Document, Part, Passage

SIZES = (100, 200, 250, 300, 400)
FOUND = 5


def document_of(path: Path) -> Document:
    """The file as paragraphs and headings whose offsets are the file's."""
    text = path.read_text("utf-8")
    parts = []
    for block in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        marks = re.match(r"(#{1,6}) [^\n]*\Z", block[0])
        kind = Part("heading", block[0], len(marks[1]), start=block.start()) if marks else None
        parts.append(kind or Part("paragraph", block[0].rstrip(), start=block.start()))
    return Document(path.stem, path.stem, "en", "text/plain", text, tuple(parts))


def measure(documents: list[Document], questions: list[dict[str, str]], target: int) -> tuple[int, float, float, float]:
    """Number of passages, then mean recall, precision and IoU over the questions."""
    passages: list[Passage] = [each for doc in documents for each in passages_of(doc, target, int(target * 1.6), estimate)]
    postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, each in enumerate(passages):
        vector = passage_vector(each.text, " ".join(each.heading), "", "en")
        for name, value in zip(vector.indices, vector.values, strict=True):
            postings[name].append((number, value))
    sums = [0.0, 0.0, 0.0]
    for question in questions:
        asked = query_vector(question["question"], ["en"])
        scores: defaultdict[int, float] = defaultdict(float)
        for name, weight in zip(asked.indices, asked.values, strict=True):
            held = postings.get(name, [])
            idf = math.log(1 + (len(passages) - len(held) + 0.5) / (len(held) + 0.5))
            for number, value in held:
                scores[number] += weight * value * idf
        best = [passages[number] for number in sorted(scores, key=lambda key: -scores[key])[:FOUND]]
        spans = json.loads(question["references"])
        wanted = {at for span in spans for at in range(span["start_index"], span["end_index"])}
        total = sum(each.end - each.start for each in best)
        own = [each for each in best if each.version == question["corpus_id"]]
        hit = len({at for each in own for at in range(each.start, each.end)} & wanted)
        for place, value in enumerate((hit / len(wanted), hit / max(total, 1), hit / (total + len(wanted) - hit))):
            sums[place] += value
    return len(passages), sums[0] / len(questions), sums[1] / len(questions), sums[2] / len(questions)


def main() -> None:
    """Print the table for the folder named on the command line."""
    folder = Path(sys.argv[1])
    documents = [document_of(path) for path in sorted((folder / "corpora").glob("*.md"))]
    with (folder / "questions_df.csv").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    print("target  passages  recall  precision  IoU")
    for target in SIZES:
        count, recall, precision, iou = measure(documents, questions, target)
        print(f"{target:6}  {count:8}  {recall:6.3f}  {precision:9.3f}  {iou:.3f}", flush=True)


if __name__ == "__main__":
    main()
