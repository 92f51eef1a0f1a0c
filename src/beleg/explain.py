"""Question → why the passages stand where they stand, read top to bottom.

In: an admitted question with its asker. Out: an `Explanation`. rank as `search` does → read what the stages ranked, as the
asker may → say for each passage its place in every stage and what each word brought. It asks nothing that a search does not
ask, and shows nothing that the asker may not read. Knows no stage by name but the one by terms, no vendor and no database.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.chunking.prepare import terms_of
from beleg.language.analysis import stems_of
from beleg.records import Explained, Explanation, Question, Retrieved, Stage, StageTold, Standing
from beleg.retrieval.reasons import reasons
from beleg.search import Ranked, admit, rank
from beleg.workspace import Parts

TERMS = "terms"
LOST = 5
"""Of each stage the first so many are told, also where a later stage left them out."""


async def explain(parts: Parts, question: Question, limit: int) -> Explanation:
    """The best `limit` passages, then those that a stage ranked among its first and that are not in the end.

    Raises UserError for a question that cannot be asked.
    """
    question = await admit(parts, question)
    ranked = await rank(parts, question, limit)
    shown = {each.passage_id: each for each in ranked.found}
    lost = {key: 0.0 for stage in ranked.stages for key in list(stage.scores)[:LOST] if key not in shown}
    read = await parts.state.passages(lost, question.asker.groups, question.sources)
    passages = [(place, each) for place, each in enumerate(ranked.found, 1)]
    left_out = sorted(read, key=lambda each: _best(ranked.stages, each.passage_id))
    return Explanation(
        question.text,
        ranked.analysed.language,
        ranked.analysed.words,
        tuple(StageTold(each.name, len(each.scores), each.says) for each in ranked.stages),
        tuple(await _explained(parts, ranked, [*passages, *((None, each) for each in left_out)])),
    )


async def _explained(parts: Parts, ranked: Ranked, passages: Sequence[tuple[int | None, Retrieved]]) -> list[Explained]:
    """Each passage with its standings and reasons."""
    analysed = ranked.analysed
    lexicon = await parts.state.lexicon(analysed.words, [])
    split = sorted(
        {
            stem
            for made in lexicon.parts.values()
            for part in made
            for each in analysed.languages
            for stem in stems_of(part, each)
        }
    )
    idf = {**(await parts.state.lexicon([], split)).idf, **ranked.idf}
    places = {each.name: {key: at for at, key in enumerate(each.scores, 1)} for each in ranked.stages}
    told = []
    for place, hit in passages:
        standings = tuple(
            Standing(each.name, places[each.name].get(hit.passage_id), each.scores.get(hit.passage_id))
            for each in ranked.stages
        )
        score = next((each.score for each in standings if each.stage == TERMS), None)
        held = terms_of(hit.passage, hit.document.title)
        why, left = reasons(analysed.text, analysed.languages, idf, lexicon.parts, held, score)
        told.append(Explained(place, hit, standings, why, left))
    return told


def _best(stages: Sequence[Stage], key: int) -> int:
    """The best place that any stage gave the passage."""
    return min(list(each.scores).index(key) for each in stages if key in each.scores)
