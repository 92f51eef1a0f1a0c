"""Labelled questions over paragraphs, with passages retrieved as beleg retrieves them, in memory.

In: the data folder. Out: for each question the task a writer would be given, the gold answers, whether the paragraphs
answer it, and the fold it belongs to. A fold holds whole articles: XQuAD's German and English paragraphs are translations
of each other, and a part of them stands in SQuAD as well, so one article is in one fold over all sets.
`question_variants.py` makes further questions of these. Knows no writer.
"""

from __future__ import annotations

import csv
import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beleg.language.analysis import stem, stems_of, surface_words
from beleg.language.weighting import passage_vector, query_vector
from beleg.providers.contract import WritingTask
from beleg.records import DocumentRef, Passage, Retrieved
from beleg.retrieval.aggregate import aggregate
from beleg.retrieval.analyse import analyse
from beleg.retrieval.rescore import rescore

FOLDS = 5
DEPTH = 10
CANDIDATES = 40
ARTICLE_PARAGRAPHS = 5
"""XQuAD takes five paragraphs of each article, one article after the other."""


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
    """Passages with a search over them: the index's scoring, exact, and the steps of `search.py` after it."""

    def __init__(self, texts: Sequence[tuple[str, str]], language: str) -> None:
        self.passages = [_passage(number, title, text, language) for number, (title, text) in enumerate(texts)]
        self.language = language
        self.postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.stems: Counter[str] = Counter()
        for number, (title, text) in enumerate(texts):
            vector = passage_vector(text, "", title, language)
            for name, value in zip(vector.indices, vector.values, strict=True):
                self.postings[name].append((number, value))
            self.stems.update({stem(word, language) for word in set(surface_words(f"{title} {text}"))})

    def task(self, question: str, among: Iterable[int] | None = None) -> WritingTask:
        """What a writer would be given for the question; with `among`, only these passages, weighed by the whole corpus."""
        total = len(self.passages)
        scores: dict[int, float] = defaultdict(float, dict.fromkeys(among or (), 0.0))
        terms = query_vector(question, (self.language,))
        for name, weight in zip(terms.indices, terms.values, strict=True):
            found = self.postings.get(name, ())
            idf = math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
            for number, value in found:
                if among is None or number in scores:
                    scores[number] += weight * idf * value
        best = sorted((number for number in scores if scores[number] > 0), key=lambda number: -scores[number])[:CANDIDATES]
        hits = [Retrieved(number, self.passages[number][0], self.passages[number][1], scores[number]) for number in best]
        analysed = analyse(question)
        rarity = {
            each: math.log(1 + (total - self.stems[each] + 0.5) / (self.stems[each] + 0.5))
            for each in (*analysed.stems, *analysed.relating)
        }
        ranked = aggregate(rescore(analysed, rarity, hits))[:DEPTH]
        idf_of = {each: rarity[each] for each in stems_of(question, self.language) if each in rarity}
        return WritingTask(question, self.language, tuple(ranked), 3, idf_of)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one set with the corpus they were asked of."""

    name: str
    corpus: Corpus
    questions: tuple[Labelled, ...]


def read_all(data: Path) -> list[QuestionSet]:
    """Every set that is there."""
    squad_rows = _lines(data / "answers" / "squad2_en" / "corpus.jsonl")
    titles = sorted({row["title"] for row in squad_rows})
    fold_of = {title: at % FOLDS for at, title in enumerate(titles)}
    article = {_plain(row["text"]): row["title"] for row in squad_rows}
    blocks: dict[int, int] = {}
    for at, row in enumerate(_lines(data / "retrieval" / "xquad_en" / "corpus.jsonl")):
        if _plain(row["text"]) in article:
            blocks[at // ARTICLE_PARAGRAPHS] = fold_of[article[_plain(row["text"])]]
    found = [*_xquad(data, "de", blocks), *_xquad(data, "en", blocks), *_squad(data, squad_rows, fold_of), *_nomiracl(data)]
    if not found:
        raise SystemExit(f"There are no labelled questions in {str(data)!r}.")
    return found


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] if path.is_file() else []


def _xquad(data: Path, language: str, blocks: dict[int, int]) -> list[QuestionSet]:
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
    questions = []
    for row in _lines(folder / "queries.jsonl"):
        if not gold[row["_id"]]:
            continue
        block = min(gold[row["_id"]]) // ARTICLE_PARAGRAPHS
        fold = blocks.get(block, block % FOLDS)
        where = frozenset(gold[row["_id"]])
        questions.append(Labelled(f"xquad_{language}", corpus.task(row["text"]), tuple(row["answers"]), where, True, fold))
    return [QuestionSet(f"xquad_{language}", corpus, tuple(questions))]


def _squad(data: Path, corpus_rows: Sequence[dict[str, Any]], fold_of: dict[str, int]) -> list[QuestionSet]:
    if not corpus_rows:
        return []
    corpus = Corpus([(row["title"].replace("_", " "), row["text"]) for row in corpus_rows], "en")
    number = {row["_id"]: at for at, row in enumerate(corpus_rows)}
    questions = []
    for row in _lines(data / "answers" / "squad2_en" / "queries.half.jsonl"):
        at = number[row["source_paragraph"]]
        fold = fold_of[corpus_rows[at]["title"]]
        task = corpus.task(row["text"])
        questions.append(Labelled("squad2_en", task, tuple(row["answers"]), frozenset({at}), not row["is_impossible"], fold))
    return [QuestionSet("squad2_en", corpus, tuple(questions))]


def _nomiracl(data: Path) -> list[QuestionSet]:
    """Ten passages a question; how rare a word is, all passages of the set tell."""
    rows = _lines(data / "answers" / "nomiracl_de" / "half.jsonl")
    if not rows:
        return []
    texts: dict[str, tuple[str, str]] = {}
    for row in rows:
        for passage in row["passages"]:
            title, _, text = passage["text"].partition(": ")
            texts[passage["docid"]] = (title, text) if text and len(title) < 100 else ("", passage["text"])
    corpus = Corpus(list(texts.values()), "de")
    number = {docid: at for at, docid in enumerate(texts)}
    questions = [
        Labelled(
            "nomiracl_de",
            corpus.task(row["question"], [number[passage["docid"]] for passage in row["passages"]]),
            (),
            frozenset(),
            row["answerable"],
            zlib.crc32(row["id"].encode()) % FOLDS,
        )
        for row in rows
    ]
    return [QuestionSet("nomiracl_de", corpus, tuple(questions))]


def _passage(number: int, title: str, text: str, language: str) -> tuple[Passage, DocumentRef]:
    passage = Passage(f"v{number}", 0, 0, len(text), text, (), "paragraph", None, len(text) // 4, language)
    return passage, DocumentRef(number, "benchmark", f"{number}.txt", title, "text/plain")
