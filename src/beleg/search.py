"""Question → passages, read top to bottom: what every answer, search and measurement looks at.

In: an admitted question with its asker. Out: the passages the asker may read, best first, with what each stage made of
them. narrow (`narrow.py`) → analyse → look up the corpus's words → embed the question → search the index with the asker's
groups → merge → read the passages → score them anew by how the words stand in them and what else of their document was
found → arrange (`ranking.py`) → prefer newer ones where that is wanted. Knows no vendor and no database; records nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from beleg.embedding import question_vector
from beleg.errors import IndexFailure, MixedEmbedders, QuestionTooLong, UserError
from beleg.language.analysis import stems_of
from beleg.language.weighting import query_vector
from beleg.narrow import Narrowed, limiting, narrow
from beleg.ranking import arrange, merge
from beleg.records import AppliedFilter, Hit, IndexQuery, Question, Retrieved, SparseVector, Stage
from beleg.retrieval.aggregate import aggregate
from beleg.retrieval.analyse import Analysed, analyse, read_as
from beleg.retrieval.feedback import moved, strongest
from beleg.retrieval.freshness import ASKED_FOR, fresher
from beleg.retrieval.rescore import rescore
from beleg.workspace import Parts

SWITCHES = 3
"""As many times may the index change under one search before it is given up."""


MOST = 2**31 - 1
"""The index counts no further."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: passages best first, how rare the question's stems are (`idf`), and the stages in their order.

    `filters` are what it was limited to, and those it was made without because nothing was found with them.
    """

    analysed: Analysed
    found: tuple[Retrieved, ...]
    idf: Mapping[str, float]
    stages: tuple[Stage, ...]
    filters: tuple[AppliedFilter, ...] = ()
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
    named = (*question.sources, *(each.value for each in question.filters if each.kind == "source"))
    if named:
        await parts.state.source_ids(named, question.asker.groups)
    return replace(question, text=text)


async def search(parts: Parts, question: Question, limit: int) -> list[Retrieved]:
    """The passages that an answer would be made from, best first. Raises UserError for a question that cannot be asked."""
    return list((await ranked(parts, question, limit)).found)


async def ranked(parts: Parts, question: Question, limit: int) -> Ranked:
    """The same with how they came about."""
    return await rank(parts, await admit(parts, question), limit)


async def rank(parts: Parts, question: Question, limit: int) -> Ranked:
    """The best passages that the asker may read, and how they came about.

    Where a filter that was only read from the text leaves nothing, the search is made without such filters.
    """
    narrowed = await narrow(parts, question)
    found = await _rank(parts, question, narrowed, limit)
    if not found.found and limiting(narrowed.filters):
        return await widened(parts, question, narrowed.filters, limit)
    return found


async def widened(parts: Parts, question: Question, before: tuple[AppliedFilter, ...], limit: int) -> Ranked:
    """The search without the filters that were read from the text and kept passages out; they are told as dropped."""
    dropped = limiting(before)
    without = (*question.without, *(each.name for each in dropped))
    narrowed = await narrow(parts, replace(question, without=without))
    wider = await _rank(parts, question, narrowed, limit)
    return replace(wider, filters=(*wider.filters, *(replace(each, dropped=True) for each in dropped)))


async def _rank(parts: Parts, question: Question, narrowed: Narrowed, limit: int) -> Ranked:
    wide = min(max(limit, parts.settings.retrieval.candidates), MOST)
    looked = await look_up(parts, question, narrowed, wide)
    merged = merge(parts, looked.analysed, looked.idf, looked.hits, wide, looked.embedder)
    read = await parts.state.passages(merged.scores, question.asker.groups, narrowed.sources, narrowed.within)
    told = [replace(each, signals=merged.signals[each.passage_id]) for each in read]
    near = rescore(looked.analysed, looked.rarity, told, looked.spelled, looked.parts)
    whole = aggregate(near)
    found, arranged = await arrange(parts, looked.analysed.text, whole, wide)
    stages = [Stage("filters", {}, narrowed.says)] if narrowed.filters else []
    stages += [
        *merged.stages,
        *looked.told,
        Stage("near", _scores(near), "Raised where the question's words stand near one another."),
        Stage("document", _scores(whole), "Raised where more of the same document was found."),
        *arranged,
    ]
    filters = narrowed.filters
    share = max(parts.settings.retrieval.freshness, ASKED_FOR if narrowed.newest else 0.0)
    if share:
        before = [each.passage_id for each in found]
        found = fresher(found, share, parts.settings.retrieval.half_life_days)
        stages.append(Stage("freshness", _scores(found), f"Newness added up to {share:.0%}."))
        if [each.passage_id for each in found] == before:  # nothing to tell of what changed nothing
            filters = tuple(each for each in filters if each.kind != "newest" or not each.implicit)
    spelled = read_as(looked.spelled, found[:limit])
    return Ranked(looked.analysed, tuple(found[:limit]), looked.idf, tuple(stages), filters, spelled)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the index says of a question, before anything is made of it.

    `idf` is of the question's stems, `rarity` of its relating words too. `embedder` is the fingerprint of what made the
    vectors; `told` says why there are none where there should be some. `spelled` are the words that unknown ones were read
    as, `parts` what compounds are made of.
    """

    analysed: Analysed
    idf: Mapping[str, float]
    hits: tuple[Hit, ...]
    embedder: str = ""
    told: tuple[Stage, ...] = ()
    rarity: Mapping[str, float] = field(default_factory=dict)
    spelled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)


async def look_up(parts: Parts, question: Question, narrowed: Narrowed, limit: int) -> Looked:
    """The question's hits by each means, at most `limit` of each, among what the asker may find."""
    analysed = analyse(narrowed.text)
    lexicon = await parts.state.lexicon(analysed.words, (*analysed.stems, *analysed.relating))
    terms = query_vector(analysed.text, analysed.languages, lexicon.parts, lexicon.compounds, lexicon.spelled)
    terms = await _towards_liked(parts, question, terms)
    groups, sources = question.asker.groups, narrowed.sources
    source_ids = await parts.state.source_ids(sources, groups) if sources else None
    query = IndexQuery(terms, groups, limit, source_ids, within=narrowed.within)
    for _ in range(SWITCHES):
        asked = await question_vector(parts, analysed.text)
        try:
            hits = await parts.index.search(replace(query, vector=asked.vector, made_by=asked.made_by))
        except MixedEmbedders:  # a new index took the old one's place just now
            continue
        told = (Stage("vectors", {}, asked.says),) if asked.says else ()
        idf = {each: lexicon.idf[each] for each in analysed.stems}
        return Looked(analysed, idf, tuple(hits), asked.made_by, told, lexicon.idf, lexicon.spelled, lexicon.parts)
    raise IndexFailure("The index was replaced again and again during one search. Try again.")


async def _towards_liked(parts: Parts, question: Question, terms: SparseVector) -> SparseVector:
    """The question's terms moved by what its asker liked and did not, as far as they may read it."""
    if not question.like and not question.unlike:
        return terms
    told = [number for number in (*question.like, *question.unlike) if 0 <= number < 2**62]  # the database holds no others
    rated = await parts.state.passages(dict.fromkeys(told, 0.0), question.asker.groups)
    marks = {each.passage_id: await marks_of(parts, each.passage.text, each.passage.language) for each in rated}
    liked, unliked = ([marks[number] for number in ids if number in marks] for ids in (question.like, question.unlike))
    return moved(terms, liked, unliked)


async def marks_of(parts: Parts, text: str, language: str) -> dict[str, float]:
    """The stems that mark a text in this corpus, with weights to search with."""
    lexicon = await parts.state.lexicon((), sorted(set(stems_of(text, language))))
    return strongest(text, language, lexicon.idf)


def _scores(found: Iterable[Retrieved]) -> dict[int, float]:
    return {each.passage_id: each.score for each in found}
