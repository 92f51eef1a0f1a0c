"""Hits and passages → their order, read top to bottom: what stands between the index and whoever reads the passages.

In: hits of the index by terms and by vector; then the passages they are, all of them the asker's to read. Out: the order with
the stages that made it. fuse → re-rank → collapse → diversify. Every stage that is not set up leaves the order as it is.
Knows no vendor and no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from beleg.chunking.prepare import embedded_text
from beleg.errors import RerankerFailure
from beleg.records import Hit, LearntRanking, Retrieved, Stage
from beleg.retrieval.analyse import Analysed
from beleg.retrieval.collapse import collapse
from beleg.retrieval.diversify import diversify
from beleg.retrieval.fuse import fuse, rarity_of
from beleg.workspace import Parts


@dataclass(frozen=True, slots=True)
class Merged:
    """One score a passage, best first; what it is made of by passage; and the stages."""

    scores: Mapping[int, float]
    signals: Mapping[int, Mapping[str, float]]
    stages: tuple[Stage, ...]


def merge(
    parts: Parts, analysed: Analysed, idf: Mapping[str, float], hits: Sequence[Hit], limit: int, embedder: str = ""
) -> Merged:
    """The hits as one list of at most `limit`; by terms alone it is theirs, in their order.

    What was learnt for another embedder than the one of this fingerprint does not count.
    """
    terms = {hit.passage_id: hit.score for hit in hits if hit.by == "terms"}
    cosines = {hit.passage_id: hit.score for hit in hits if hit.by == "vector"}
    if not cosines:
        scores = dict(list(terms.items())[:limit])
        return Merged(scores, {key: {"terms": score} for key, score in scores.items()}, (Stage("terms", terms),))
    learnt = parts.learnt.ranking()
    if embedder and learnt.embedder and learnt.embedder != embedder:
        learnt = LearntRanking()
    rarity = rarity_of(analysed.text, analysed.language, idf)
    scores = fuse(terms, cosines, rarity, learnt.weight(analysed.language), limit)
    kept = dict(list(scores.items())[:limit])
    signals = {
        key: {
            **({"terms": terms[key]} if key in terms else {}),
            **({"vectors": cosines[key]} if key in cosines else {}),
            "fused": score,
        }
        for key, score in kept.items()
    }
    stages = (Stage("terms", terms), Stage("vectors", cosines), Stage("fused", kept, learnt.says(analysed.language)))
    return Merged(kept, signals, stages)


async def arrange(parts: Parts, text: str, found: Sequence[Retrieved], limit: int) -> tuple[list[Retrieved], tuple[Stage, ...]]:
    """The passages in their last order, at most `limit`, and the stages that had something to say."""
    hits, stages = list(found), []
    if parts.settings.rerank.kind and len(hits) > 1:
        hits, stage = await _reranked(parts, text, hits)
        stages.append(stage)
    once = collapse(hits)
    if len(once) < len(hits):
        stages.append(Stage("collapsed", _scores(once), f"{len(hits) - len(once)} passages say what a better one says"))
    share = parts.settings.retrieval.diversity
    if share > 0 and len(once) > 1:
        once = diversify(once, share)
        stages.append(
            Stage("diversified", _scores(once), f"words that a better passage holds too cost up to {share:g} of a score")
        )
    return once[:limit], tuple(stages)


async def _reranked(parts: Parts, text: str, hits: Sequence[Retrieved]) -> tuple[list[Retrieved], Stage]:
    """The best candidates in the re-ranker's order; the scores they had are dealt out anew in it, so that the scale stays.

    Where the re-ranker fails, the order stays and the stage says so.
    """
    count = parts.settings.rerank.candidates
    asked, rest = hits[:count], hits[count:]
    try:
        scores = await parts.reranker.scores(text, [embedded_text(each.passage, each.document.title) for each in asked])
    except RerankerFailure as error:
        return list(hits), Stage("reranked", {}, f"Not re-ranked. {error}")
    order = sorted(range(len(asked)), key=lambda at: (-scores[at], at))
    had = sorted((each.score for each in asked), reverse=True)
    new = [
        replace(asked[at], score=score, signals={**asked[at].signals, "reranked": scores[at]})
        for at, score in zip(order, had, strict=True)
    ]
    stage = Stage(
        "reranked", {asked[at].passage_id: scores[at] for at in order}, f"the best {len(asked)}, read with the question"
    )
    return [*new, *rest], stage


def _scores(hits: Sequence[Retrieved]) -> dict[int, float]:
    return {each.passage_id: each.score for each in hits}
