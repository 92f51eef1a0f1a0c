"""Question → passages, read top to bottom: what every answer, search and measurement looks at.

In: an admitted question with its asker. Out: the passages the asker may read, best first, with what each stage made of
them. analyse → look up the corpus's words → search the index with the asker's groups → read the passages → score them anew by
how the words stand in them and what else of their document was found.
Knows no vendor and no database; records nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from beleg.errors import QuestionTooLong, UserError
from beleg.language.weighting import query_vector
from beleg.records import IndexQuery, Question, Retrieved, Stage
from beleg.retrieval.aggregate import aggregate
from beleg.retrieval.analyse import Analysed, analyse, read_as
from beleg.retrieval.rescore import rescore
from beleg.workspace import Parts


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: passages best first, how rare the question's stems are (`idf`), and the stages in their order.

    `read_as`: word of the question that no passage holds → words it was read as; only such as stand in what was found.
    """

    analysed: Analysed
    found: tuple[Retrieved, ...]
    idf: Mapping[str, float]
    stages: tuple[Stage, ...]
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    lexicon = await parts.state.lexicon(analysed.words, (*analysed.stems, *analysed.relating))
    terms = query_vector(analysed.text, analysed.languages, lexicon.parts, lexicon.compounds, lexicon.spelled)
    source_ids = await parts.state.source_ids(question.sources, question.asker.groups) if question.sources else None
    depth = max(limit, parts.settings.retrieval.candidates)
    hits = await parts.index.search(IndexQuery(terms, question.asker.groups, depth, source_ids))
    scores = {hit.passage_id: hit.score for hit in hits}
    found = await parts.state.passages(scores, question.asker.groups, question.sources)
    near = rescore(analysed, lexicon.idf, found, lexicon.spelled, lexicon.parts)
    whole = aggregate(near)[:limit]
    stages = (
        Stage("terms", scores, "Rare words and parts of words in common with the question (BM25)."),
        Stage("near", _scores(near), "Raised where the question's words stand near one another."),
        Stage("document", _scores(whole), "Raised where more of the same document was found."),
    )
    idf = {each: lexicon.idf[each] for each in analysed.stems}
    return Ranked(analysed, tuple(whole), idf, stages, read_as(lexicon.spelled, whole))


def _scores(found: Iterable[Retrieved]) -> dict[int, float]:
    return {each.passage_id: each.score for each in found}
