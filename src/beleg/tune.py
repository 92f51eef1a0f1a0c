"""Questions → how much the vectors count, read top to bottom.

In: labelled questions of the operator's, or none: then questions are made of the corpus (`retrieval/own_questions.py`).
Out: progress, and what was learnt, written into the workspace. sample or read → look up each by each means → learn → keep.
Only what the owner may read is looked at. Safe to repeat: the last result counts. Knows no vendor and no database.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from beleg.chunking.prepare import embedded_text, terms_of
from beleg.errors import UserError
from beleg.language.weighting import query_vector
from beleg.narrow import narrow
from beleg.records import JudgedHits, LearntRanking, OwnQuestion, Passage, Progress, Question, SparseVector
from beleg.retrieval.fuse import rarity_of
from beleg.retrieval.learn_fusion import HIGHEST_OF_OWN, WEIGHTS, learn
from beleg.retrieval.own_questions import own_questions
from beleg.search import Looked, look_up
from beleg.workspace import Parts

Embed = Callable[[Sequence[str], Literal["query", "passage"]], Awaitable[Sequence[Sequence[float]]]]

LIMIT = 40
"""Hits looked at by each means."""
WANTED = 300
"""Questions made of the corpus."""
SAMPLE = 2000
"""Passages that questions are drawn from and that tell how rare a term is."""
_STRETCH = 50


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the documents that answer it: `source/path` or path, and their grades."""

    text: str
    documents: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Passages of the corpus with their titles, and how many of them hold a term."""

    passages: Mapping[int, tuple[Passage, str]]
    holding: Mapping[int, int]


def read_labelled(text: str) -> list[Labelled]:
    """Questions of a JSON-lines file: `question`, and `document` or `documents` (a list, or grades by document).

    A line without a document is a question that nothing answers; it teaches nothing here and is left out. Raises UserError
    naming the line that cannot be read.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            named = told.get("documents") or ([told["document"]] if told.get("document") else [])
            grades = {str(name): float(named[name]) if isinstance(named, dict) else 1.0 for name in named}
            question = str(told["question"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f'Line {number} is no labelled question. It needs {{"question": "…", "document": "path of a document"}}.'
            ) from error
        if grades and question.strip():
            found.append(Labelled(" ".join(question.split()), grades))
    if not found:
        raise UserError("No question of the file names a document that answers it.")
    return found


async def index_embedder(parts: Parts) -> tuple[Embed | None, str]:
    """What made the vectors of the index, and its fingerprint; None where it holds none. Raises EmbedderFailure."""
    mark = await parts.index.made_by()
    if mark is None:
        return None, ""
    return (await parts.embedders.that_made(mark, "passage")).embed, mark.fingerprint


async def tune(
    parts: Parts, embed: Embed | None, embedder: str, labelled: Sequence[Labelled] = (), source: str = "synthetic"
) -> AsyncGenerator[Progress | LearntRanking, None]:
    """Learn the weights and keep them. Ends with what was learnt.

    Raises UserError where there is nothing to learn: no embedder, or no questions.
    """
    if embed is None:
        raise UserError("There is nothing to tune: no embedder made this index, so words alone rank. See embeddings.kind.")
    begun = time.monotonic()
    drawn = _Drawn({}, {}) if labelled else await _draw(parts)
    sample = [(key, passage, title) for key, (passage, title) in drawn.passages.items()]
    questions: Sequence[Labelled | OwnQuestion] = labelled or own_questions(sample, WANTED)
    if not questions:
        raise UserError("No questions can be made of so few passages. Name a file of your own with --questions.")
    judged: list[JudgedHits] = []
    for done, question in enumerate(questions):
        if isinstance(question, Labelled):
            judged += await _judged_by_people(parts, question)
        else:
            judged += await _judged_by_itself(parts, embed, question, drawn)
        spent = time.monotonic() - begun
        yield Progress(done + 1, len(questions), 0, left_s=spent * (len(questions) - done - 1) / (done + 1), unit="questions")
    if not judged:
        raise UserError("None of the questions finds what answers it among the documents that you may read.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    learnt = LearntRanking(learn(judged, LIMIT, WEIGHTS[-1] if labelled else HIGHEST_OF_OWN), now, source, embedder)
    parts.learnt.keep(learnt)
    yield learnt


async def _draw(parts: Parts) -> _Drawn:
    """Passages in stretches from all over the corpus, the same each time for the same corpus."""
    last = 1
    while await parts.state.live_passages(last, 1):
        last *= 2
    dice = random.Random(last)  # noqa: S311 (a sample, no secret)
    found: dict[int, tuple[Passage, str]] = {}
    for _ in range(SAMPLE // _STRETCH * 4):
        if len(found) >= SAMPLE:
            break
        for key, passage, title in await parts.state.live_passages(dice.randrange(last), _STRETCH):
            found[key] = (passage, title)
    holding: Counter[int] = Counter()
    for passage, title in found.values():
        holding.update(terms_of(passage, title).indices)
    return _Drawn(found, holding)


async def _judged_by_people(parts: Parts, question: Labelled) -> list[JudgedHits]:
    """What the question found; nothing where no document of its label is there for the owner."""
    looked = await _looked(parts, question.text)
    ids = {hit.passage_id: hit.score for hit in looked.hits}
    found = await parts.state.passages(ids, parts.owner.groups)
    names: dict[int, str] = {}
    for each in found:
        full = f"{each.document.source}/{each.document.path}"
        names[each.passage_id] = next((told for told in question.documents if told in (full, each.document.path)), full)
    if not set(names.values()) & question.documents.keys():
        return []
    return [_judged(looked, names, question.documents)]


async def _judged_by_itself(parts: Parts, embed: Embed, question: OwnQuestion, drawn: _Drawn) -> list[JudgedHits]:
    """What the question found, with its passage scored as if what was asked did not stand in it."""
    looked = await _looked(parts, question.text)
    passage, title = drawn.passages[question.passage_id]
    without = replace(passage, text=question.rest, heading=(question.heading,) if question.heading else ())
    (asked,) = await embed([question.text], "query")
    (rest,) = await embed([embedded_text(without, question.title)], "passage")
    cosine = math.fsum(one * other for one, other in zip(asked, rest, strict=True))
    terms = query_vector(looked.analysed.text, looked.analysed.languages)
    whole, left = (_dot(terms, terms_of(each, name), drawn) for each, name in ((passage, title), (without, question.title)))
    scores = {hit.passage_id: hit.score for hit in looked.hits if hit.by == "terms"}
    if question.passage_id not in scores or whole <= 0:
        return []
    scores[question.passage_id] *= left / whole
    judged = _judged(looked, {}, {})
    terms_left = {key: score for key, score in sorted(scores.items(), key=lambda item: -item[1]) if score > 0}
    cosines = {**judged.cosines, question.passage_id: cosine}
    names = {key: str(key) for key in (*terms_left, *cosines)}
    language = question.language if looked.analysed.language == "und" else looked.analysed.language
    relevant = {str(question.passage_id): 1.0}
    return [replace(judged, language=language, terms=terms_left, cosines=cosines, names=names, relevant=relevant)]


async def _looked(parts: Parts, text: str) -> Looked:
    """What the index says of a text as it stands, no word of it read as a filter."""
    question = Question(text, parts.owner, without=("*",))
    return await look_up(parts, question, await narrow(parts, question), LIMIT)


def _judged(looked: Looked, names: Mapping[int, str], relevant: Mapping[str, float]) -> JudgedHits:
    return JudgedHits(
        language=looked.analysed.language,
        terms={
            hit.passage_id: hit.score for hit in looked.hits if hit.by == "terms" and (not names or hit.passage_id in names)
        },
        cosines={
            hit.passage_id: hit.score for hit in looked.hits if hit.by == "vector" and (not names or hit.passage_id in names)
        },
        rarity=rarity_of(looked.analysed.text, looked.analysed.language, looked.idf),
        names=names,
        relevant=relevant,
    )


def _dot(terms: SparseVector, held: SparseVector, drawn: _Drawn) -> float:
    """The score of a passage by the terms, with their rarity as the sample has it."""
    values = dict(zip(held.indices, held.values, strict=True))
    total = len(drawn.passages)
    return sum(
        weight * values[name] * math.log(1 + (total - drawn.holding.get(name, 0) + 0.5) / (drawn.holding.get(name, 0) + 0.5))
        for name, weight in zip(terms.indices, terms.values, strict=True)
        if name in values
    )
