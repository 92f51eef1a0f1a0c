"""Labelled questions over paragraphs, with passages retrieved as beleg retrieves them, in memory.

In: the data folder. Out: for each question the task a writer would be given, the gold answers, whether the paragraphs
answer it, and the fold it belongs to (all questions of one paragraph are in one fold). Knows no writer.
"""

from __future__ import annotations

import csv
import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beleg.language.analysis import stems_of
from beleg.language.weighting import passage_vector, query_vector
from beleg.providers.contract import WritingTask
from beleg.records import DocumentRef, Passage, Retrieved

FOLDS = 5
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is known of its answer. `gold` holds passage ids; no `answers` and `answerable`: unknown words."""

    set: str
    task: WritingTask
    answers: tuple[str, ...]
    gold: frozenset[int]
    answerable: bool
    fold: int


class Corpus:
    """Passages with a search over them: the index's scoring, exact."""

    def __init__(self, texts: Sequence[tuple[str, str]], language: str) -> None:
        self.passages = [_passage(number, title, text, language) for number, (title, text) in enumerate(texts)]
        self.language = language
        self.postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.stems: Counter[str] = Counter()
        for number, (title, text) in enumerate(texts):
            vector = passage_vector(text, "", title, language)
            for name, value in zip(vector.indices, vector.values, strict=True):
                self.postings[name].append((number, value))
            self.stems.update(set(stems_of(f"{title} {text}", language)))

    def task(self, question: str, claims: int = 3) -> WritingTask:
        """What a writer would be given for the question."""
        total = len(self.passages)
        scores: dict[int, float] = defaultdict(float)
        terms = query_vector(question, (self.language,))
        for name, weight in zip(terms.indices, terms.values, strict=True):
            found = self.postings.get(name, ())
            idf = math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
            for number, value in found:
                scores[number] += weight * idf * value
        best = sorted(scores, key=lambda number: -scores[number])[:DEPTH]
        hits = tuple(Retrieved(number, self.passages[number][0], self.passages[number][1], scores[number]) for number in best)
        idf_of = {
            each: math.log(1 + (total - self.stems[each] + 0.5) / (self.stems[each] + 0.5))
            for each in stems_of(question, self.language)
        }
        return WritingTask(question, self.language, hits, claims, idf_of)


def read_all(data: Path) -> list[Labelled]:
    """Every labelled question of the sets that are there."""
    found = [*_xquad(data, "de"), *_xquad(data, "en"), *_squad(data), *_nomiracl(data)]
    if not found:
        raise SystemExit(f"There are no labelled questions in {str(data)!r}.")
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] if path.is_file() else []


def _xquad(data: Path, language: str) -> list[Labelled]:
    folder = data / "retrieval" / f"xquad_{language}"
    corpus_rows = _lines(folder / "corpus.jsonl")
    if not corpus_rows:
        return []
    corpus = Corpus([(row.get("title", ""), row["text"]) for row in corpus_rows], language)
    number = {row["_id"]: at for at, row in enumerate(corpus_rows)}
    gold: dict[str, set[int]] = defaultdict(set)
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            gold[row["query-id"]].add(number[row["corpus-id"]])
    return [
        Labelled(
            f"xquad_{language}",
            corpus.task(row["text"]),
            tuple(row["answers"]),
            frozenset(gold[row["_id"]]),
            True,
            min(gold[row["_id"]]) % FOLDS,
        )
        for row in _lines(folder / "queries.jsonl")
        if gold[row["_id"]]
    ]


def _squad(data: Path) -> list[Labelled]:
    folder = data / "answers" / "squad2_en"
    corpus_rows = _lines(folder / "corpus.jsonl")
    if not corpus_rows:
        return []
    corpus = Corpus([(row.get("title", ""), row["text"]) for row in corpus_rows], "en")
    number = {row["_id"]: at for at, row in enumerate(corpus_rows)}
    return [
        Labelled(
            "squad2_en",
            corpus.task(row["text"]),
            tuple(row["answers"]),
            frozenset({number[row["source_paragraph"]]}),
            not row["is_impossible"],
            number[row["source_paragraph"]] % FOLDS,
        )
        for row in _lines(folder / "queries.half.jsonl")
    ]


def _nomiracl(data: Path) -> list[Labelled]:
    found = []
    for row in _lines(data / "answers" / "nomiracl_de" / "half.jsonl"):
        corpus = Corpus([("", passage["text"]) for passage in row["passages"]], "de")
        found.append(
            Labelled(
                "nomiracl_de",
                corpus.task(row["question"]),
                (),
                frozenset(),
                row["answerable"],
                zlib.crc32(row["id"].encode()) % FOLDS,
            )
        )
    return found


def _passage(number: int, title: str, text: str, language: str) -> tuple[Passage, DocumentRef]:
    passage = Passage(f"v{number}", 0, 0, len(text), text, (), "paragraph", None, len(text) // 4, language)
    return passage, DocumentRef(number, "benchmark", f"{number}.txt", title or str(number), "text/plain")
