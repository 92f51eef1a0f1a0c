"""Question → passages, read top to bottom: what every answer, search and measurement looks at.

In: an admitted question with its asker. Out: the passages the asker may read, best first, with what each stage made of
them. analyse → look up the corpus's words → embed the question → search the index with the asker's groups → fuse → read
the passages.
Knows no vendor and no database; records nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from beleg.embedding import question_vector
from beleg.errors import MixedEmbedders, QuestionTooLong, UserError
from beleg.language.analysis import stems_of
from beleg.language.weighting import query_vector
from beleg.records import Hit, IndexQuery, Question, Retrieved, SparseVector, Stage
from beleg.retrieval.analyse import Analysed, analyse
from beleg.retrieval.feedback import moved, strongest
from beleg.retrieval.fuse import fuse
from beleg.workspace import Parts


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: passages best first, how rare the question's stems are (`idf`), and the stages in their order."""

    analysed: Analysed
    found: tuple[Retrieved, ...]
    idf: Mapping[str, float]
    stages: tuple[Stage, ...]


async def admit(parts: Parts, question: Question) -> Question:
    """The question on one line. Raises UserError or QuestionTooLong where it cannot be asked, NotFound for a foreign source.

    `ask` and `search` begin with it; a way in that streams calls it first, so that a refusal is no broken stream.
    """
    text = " ".join(question.text.split())
    limit = parts.settings.answers.question_characters
    if not text:
        raise UserError("The question is empty. Write what you want to know.")
    if len(text) > limit:
        raise QuestionTooLong(f"The question has {len(text):,} characters; at most {limit:,} are read. Ask a shorter one.")
    if question.sources:
        await parts.state.source_ids(question.sources, question.asker.groups)
    return replace(question, text=text)


async def search(parts: Parts, question: Question, limit: int) -> list[Retrieved]:
    """The passages that an answer would be made from, best first. Raises UserError for a question that cannot be asked."""
    return list((await rank(parts, await admit(parts, question), limit)).found)


async def rank(parts: Parts, question: Question, limit: int) -> Ranked:
    """The best passages that the asker may read, and how they came about."""
    analysed = analyse(question.text)
    stems = sorted({each for language in analysed.languages for each in stems_of(analysed.text, language)})
    lexicon = await parts.state.lexicon(analysed.words, stems)
    terms = query_vector(analysed.text, analysed.languages, lexicon.parts, lexicon.compounds)
    terms = await _towards_liked(parts, question, terms)
    source_ids = await parts.state.source_ids(question.sources, question.asker.groups) if question.sources else None
    hits, vectors = await _hits(parts, IndexQuery(terms, question.asker.groups, limit, source_ids), analysed.text)
    scores = dict(list(fuse(hits).items())[:limit])
    found = await parts.state.passages(scores, question.asker.groups, question.sources)
    by_terms = Stage("terms", {hit.passage_id: hit.score for hit in hits if hit.by == "terms"})
    return Ranked(analysed, tuple(found), lexicon.idf, (by_terms, *vectors))


async def _hits(parts: Parts, query: IndexQuery, text: str) -> tuple[list[Hit], tuple[Stage, ...]]:
    """What the index finds, and the stage of the vectors where the index holds any."""
    for attempt in range(3):
        asked = await question_vector(parts, text)
        try:
            hits = await parts.index.search(replace(query, vector=asked.vector, made_by=asked.made_by))
        except MixedEmbedders:  # a new index took the old one's place just now
            if attempt == 2:
                raise
            continue
        by_vector = {hit.passage_id: hit.score for hit in hits if hit.by == "vector"}
        told = asked.vector is not None or asked.says
        return hits, (Stage("vectors", by_vector, asked.says),) if told else ()
    raise AssertionError("the last attempt returns or raises")


async def _towards_liked(parts: Parts, question: Question, terms: SparseVector) -> SparseVector:
    """The question's terms moved by what its asker liked and did not, as far as they may read it."""
    if not question.like and not question.unlike:
        return terms
    rated = await parts.state.passages(dict.fromkeys((*question.like, *question.unlike), 0.0), question.asker.groups)
    marks = {each.passage_id: await marks_of(parts, each.passage.text, each.passage.language) for each in rated}
    liked, unliked = ([marks[number] for number in ids if number in marks] for ids in (question.like, question.unlike))
    return moved(terms, liked, unliked)


async def marks_of(parts: Parts, text: str, language: str) -> dict[str, float]:
    """The stems that mark a text in this corpus, with weights to search with."""
    lexicon = await parts.state.lexicon((), sorted(set(stems_of(text, language))))
    return strongest(text, language, lexicon.idf)
