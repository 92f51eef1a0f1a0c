"""What vectors add to words, and whether they ever harm: nDCG@10 of words, vectors, reciprocal ranks, and beleg's fusion.

    python benchmarks/fusion.py DATA_FOLDER [SET ...] [--model FOLDER] [--cache FOLDER]

In: the folder with `retrieval/<set>`, and all-MiniLM-L6-v2 (see `minilm.py`). Out: a table on the terminal. The scores by terms
are the index's, exact, in memory; fusing and learning are the product's own. *cautious* is what beleg does where nothing was
learnt; *own* has its weight from 300 questions made of the corpus, no label seen; *half* from the other half of the labelled
questions, split by article.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from beleg.chunking.prepare import embedded_text
from beleg.language.analysis import stems_of, words_of
from beleg.language.compounds import parts_of
from beleg.language.normalise import fold
from beleg.language.weighting import passage_vector, query_vector, query_words
from beleg.records import JudgedHits, LearntRanking, Passage, SparseVector
from beleg.retrieval.fuse import rarity_of
from beleg.retrieval.learn_fusion import HIGHEST_OF_OWN, WEIGHTS, gain, interval, learn
from beleg.retrieval.own_questions import own_questions
from minilm import MiniLM, model_folder
from retrieval import SETS, judgements, lines_of

LIMIT = 40
BLOCK = 5
"""XQuAD takes five paragraphs of an article, one article after the other: what belongs together stays in one half."""


class Set:
    """One data set: passages with their terms and vectors, questions with what they found."""

    def __init__(self, folder: Path, language: str, model: MiniLM) -> None:
        corpus = lines_of(folder / "corpus.jsonl")
        self.language, self.model = language, model
        self.number = {row["_id"]: at for at, row in enumerate(corpus)}
        self.titles = [row.get("title", "") for row in corpus]
        self.passages = [
            Passage(f"v{at}", 0, 0, len(row["text"]), row["text"], (), "paragraph", None, 0, language)
            for at, row in enumerate(corpus)
        ]
        self.postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.stems: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        for at, (passage, title) in enumerate(zip(self.passages, self.titles, strict=True)):
            for name, value in _pairs(passage_vector(passage.text, "", title, language)):
                self.postings[name].append((at, value))
            self.stems.update(set(stems_of(f"{title} {passage.text}", language)))
            self.words.update({fold(word) for word, _, _ in words_of(f"{title} {passage.text}")})
        self.vectors = model.encode(
            [embedded_text(each, title) for each, title in zip(self.passages, self.titles, strict=True)]
        )
        grades = judgements(folder / "qrels" / "test.tsv")
        self.questions = [
            (row["text"], {self.number[name]: float(grade) for name, grade in found.items() if grade > 0})
            for row in lines_of(folder / "queries.jsonl")
            if (found := {name: grade for name, grade in grades.get(row["_id"], {}).items() if grade > 0})
        ]

    def labelled(self) -> list[JudgedHits]:
        """What the labelled questions found."""
        asked = self.model.encode([text for text, _ in self.questions])
        return [self._judged(text, vector, wanted) for (text, wanted), vector in zip(self.questions, asked, strict=True)]

    def own(self, wanted: int = 300) -> list[JudgedHits]:
        """What questions made of the corpus found, each without its own words in its passage."""
        made = own_questions(
            [(at, each, title) for at, (each, title) in enumerate(zip(self.passages, self.titles, strict=True))], wanted
        )
        asked = self.model.encode([each.text for each in made])
        rests = self.model.encode([f"{each.title}\n{each.rest}".strip() for each in made])
        found = []
        for question, vector, rest in zip(made, asked, rests, strict=True):
            terms = passage_vector(question.rest, question.heading, question.title, self.language)
            changed = question.passage_id, terms, float(vector @ rest)
            found.append(self._judged(question.text, vector, {question.passage_id: 1.0}, changed))
        return found

    def _judged(
        self, text: str, vector: Any, wanted: Mapping[int, float], changed: tuple[int, SparseVector, float] | None = None
    ) -> JudgedHits:
        parts = parts_of(query_words(text), self.words) if self.language == "de" else {}
        terms = query_vector(text, [self.language], parts)
        scores: dict[int, float] = defaultdict(float)
        other = dict(_pairs(changed[1])) if changed else {}
        for name, weight in _pairs(terms):
            idf = self._idf(len(self.postings.get(name, ())))
            for at, value in self.postings.get(name, ()):
                if changed is None or at != changed[0]:
                    scores[at] += weight * idf * value
            if changed is not None and name in other:
                scores[changed[0]] += weight * idf * other[name]
        near = vector @ self.vectors.T
        if changed is not None:
            near[changed[0]] = changed[2]
        best = sorted(scores.items(), key=lambda item: -item[1])[:LIMIT]
        cosines = {int(at): float(near[at]) for at in np.argsort(-near)[:LIMIT]}
        idf_of = {each: self._idf(self.stems[each]) for each in stems_of(text, self.language)}
        names = {at: str(at) for at in (*dict(best), *cosines)}
        relevant = {str(at): grade for at, grade in wanted.items()}
        return JudgedHits(self.language, dict(best), cosines, rarity_of(text, self.language, idf_of), names, relevant)

    def _idf(self, holding: int) -> float:
        total = len(self.passages)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def _pairs(terms: SparseVector) -> Iterator[tuple[int, float]]:
    return zip(terms.indices, terms.values, strict=True)


def reciprocal(judged: JudgedHits) -> JudgedHits:
    """The same hits with one score by reciprocal rank, constant 60, as scores by terms."""
    scores: dict[int, float] = defaultdict(float)
    for ranking in (judged.terms, judged.cosines):
        for place, key in enumerate(ranking, 1):
            scores[key] += 1 / (60 + place)
    ordered = dict(sorted(scores.items(), key=lambda item: -item[1]))
    return JudgedHits(judged.language, ordered, {}, 1.0, judged.names, judged.relevant)


def rows(data: Path, names: Sequence[str], model: MiniLM) -> Iterator[list[str]]:
    """A line of the table for each set."""
    for name in names:
        here = Set(data / "retrieval" / name, SETS[name], model)
        judged = here.labelled()
        own = learn(here.own(), LIMIT, HIGHEST_OF_OWN)[0]
        halves = [[at for at, (_, wanted) in enumerate(here.questions) if min(wanted) // BLOCK % 2 == side] for side in (0, 1)]
        weights = [learn([judged[at] for at in half], LIMIT)[0].weight for half in reversed(halves)]
        of_half = {at: weight for half, weight in zip(halves, weights, strict=True) for at in half}
        words = [gain(each, 0.0, LIMIT) for each in judged]
        alone = [
            gain(JudgedHits(each.language, each.cosines, {}, 1.0, each.names, each.relevant), 0.0, LIMIT) for each in judged
        ]
        cautious = LearntRanking().weight(SETS[name])
        told = [
            words,
            alone,
            [gain(reciprocal(each), 0.0, LIMIT) for each in judged],
            [gain(each, cautious, LIMIT) for each in judged],
            [gain(each, own.weight, LIMIT) for each in judged],
            [gain(each, of_half[at], LIMIT) for at, each in enumerate(judged)],
        ]
        bounds = [interval([new - old for old, new in zip(words, row, strict=True)]) for row in told[3:]]
        figures = [f"{sum(row) / len(row):.4f}" for row in told]
        spans = [
            f"({weight}; {low:+.3f} {high:+.3f})"
            for weight, (low, high) in zip(
                (f"{cautious:g}", f"{own.weight:g}{' kept' if own.kept else ''}", "/".join(f"{each:g}" for each in weights)),
                bounds,
                strict=True,
            )
        ]
        best = max(WEIGHTS, key=lambda weight: sum(gain(each, weight, LIMIT) for each in judged))
        yield [name, *figures[:3], *(f"{figure} {span}" for figure, span in zip(figures[3:], spans, strict=True)), f"{best:g}"]


def main() -> None:
    """Measure the sets named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--model", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors between runs")
    given = parser.parse_args()
    model = MiniLM(model_folder(given.model), given.cache)
    headings = [
        "set",
        "words",
        "vectors",
        "RRF",
        "cautious (weight; 95 % of the gain)",
        "own",
        "half",
        "best weight in hindsight",
    ]
    print(" | ".join(headings))
    for row in rows(given.data, given.sets, model):
        print(" | ".join(row), flush=True)


if __name__ == "__main__":
    main()
