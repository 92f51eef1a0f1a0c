"""Question → answer, read top to bottom.

In: a question with its asker. Out: steps as they end; each verified sentence is a step of its own, and the last step
carries the answer. admit → search with the asker's groups (`search.py`) → expand → pack → write → verify every claim
against the version it cites → judge (→ once more without the filters that were only read from the text) → record. A refusal
is a result, a failure an exception, an abandoned run a record. What streams out are checked sentences, not tokens. Knows no
vendor and no database.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from beleg.checks.supported import with_verdict
from beleg.grounding.quoted import stands, verify
from beleg.guarantee import judge
from beleg.language.weighting import ANALYSIS_REVISION
from beleg.narrow import limiting
from beleg.providers.contract import WritingTask
from beleg.records import Answer, Citation, Claim, Draft, Question, Retrieved, Shown, Step, as_json
from beleg.retrieval.expand import neighbours, with_neighbours
from beleg.retrieval.pack import pack
from beleg.search import Ranked, admit, rank, widened
from beleg.stores.state import Place
from beleg.workspace import Parts

NEIGHBOUR_SHARE = 0.6
"""A neighbour's score as a share of the score of the passage beside it."""

NEAREST = 3
"""Places shown when the documents do not answer."""


@dataclass(slots=True)
class _Run:
    """A run as it goes: its steps with the time at which each ended."""

    id: str = field(default_factory=lambda: uuid4().hex)
    started: float = field(default_factory=time.perf_counter)
    steps: list[Step] = field(default_factory=list)
    timings_ms: dict[str, float] = field(default_factory=dict)
    last: float = 0.0

    def step(
        self, name: str, shown: Mapping[str, Any], kept: Mapping[str, Any] | None = None, answer: Answer | None = None
    ) -> Shown:
        """Note a step; what the asker may see of it."""
        at = self.elapsed_ms()
        self.timings_ms[name] = round(self.timings_ms.get(name, 0.0) + at - self.last, 3)
        self.last = at
        told = Shown(name, at, shown, answer)
        self.steps.append(Step(replace(told, answer=None), kept or {}))
        return told

    def elapsed_ms(self) -> float:
        """Milliseconds since the run began."""
        return round((time.perf_counter() - self.started) * 1000, 3)


async def ask(parts: Parts, question: Question) -> AsyncGenerator[Shown, None]:
    """Answer from what the asker may read, telling each step as it ends.

    The last step carries the Answer. Raises UserError for a question that cannot be asked. A run that fails, or whose
    asker leaves, is recorded as exactly that.
    """
    question = await admit(parts, question)
    run = _Run()
    answer: Answer | None = None
    ended = "left"
    versions = {"writer": parts.settings.answers.writer, "analysis": str(ANALYSIS_REVISION), "index": parts.settings.index.kind}
    await parts.state.begin_run(run.id, question, versions)
    try:
        async with aclosing(_steps(parts, question, run)) as steps:
            async for shown in steps:
                if shown.answer is not None:
                    answer, ended = shown.answer, "done"
                    await parts.state.end_run(run.id, ended, run.steps, answer)
                yield shown
    except Exception:
        ended = "failed"
        raise
    finally:
        if answer is None:
            await parts.state.end_run(run.id, ended, run.steps, None)


async def answer_to(parts: Parts, question: Question) -> Answer:
    """`ask`, for callers who only want the end of it."""
    answer: Answer | None = None
    async with aclosing(ask(parts, question)) as steps:
        async for shown in steps:
            answer = shown.answer or answer
    if answer is None:
        raise AssertionError("every run ends with an answer, if only an empty one")
    return answer


async def _steps(parts: Parts, question: Question, run: _Run) -> AsyncGenerator[Shown, None]:
    ranked = await rank(parts, question, parts.settings.retrieval.candidates)
    async with aclosing(_answered(parts, question, run, ranked)) as steps:
        async for shown in steps:
            yield shown


async def _answered(
    parts: Parts, question: Question, run: _Run, ranked: Ranked, before: Sequence[Retrieved] = ()
) -> AsyncGenerator[Shown, None]:
    """From what was found to the answer. `before` are the passages of a search that was more limited and did not answer."""
    analysed, found = ranked.analysed, ranked.found
    yield run.step(
        "searched",
        {
            "language": analysed.language,
            "passages": len(found),
            "documents": len({each.document.id for each in found}),
            "filters": as_json(ranked.filters),
        },
        {"words": analysed.words, "found": {each.passage_id: each.score for each in found}, "stages": as_json(ranked.stages)},
    )

    packed = await _packed(parts, question, found)
    yield run.step("packed", {"passages": len(packed)}, {"passages": [each.passage_id for each in packed]})

    task = WritingTask(analysed.text, analysed.language, tuple(packed), parts.settings.answers.claims, ranked.idf)
    draft = await parts.writer.write(task)
    yield run.step("written", {"reasons": as_json(draft.reasons)}, {"draft": as_json(draft)})

    verified = _with_also(await _verified(parts, question, draft, packed), packed)
    standing = tuple(claim for claim in verified if stands(claim))
    removed = len(verified) - len(standing)
    yield run.step("verified", {"claims": len(standing), "removed": removed}, {"claims": as_json(verified)})

    raw = draft.confidence if standing else 0.0
    judged = await judge(parts, (analysed.words, analysed.language), packed, raw, run.id, question.purpose)
    promised = {} if judged.guarantee is None else {"guarantee": judged.guarantee.status}
    yield run.step("judged", {"confidence": judged.confidence, **promised}, judged.kept)

    if judged.given:
        for number, claim in enumerate(standing):
            yield run.step("claim", {"index": number, **as_json(claim)})
        answer = Answer("answered", judged.confidence, standing, guarantee=judged.guarantee)
    elif judged.withheld and judged.guarantee is not None:
        answer = Answer("withheld", judged.confidence, reason=judged.guarantee.says, guarantee=judged.guarantee)
    elif limiting(ranked.filters):  # the answer may lie outside a filter that nobody asked for by name
        wider = await widened(parts, question, ranked.filters, parts.settings.retrieval.candidates)
        async with aclosing(_answered(parts, question, run, wider, packed)) as steps:
            async for shown in steps:
                yield shown
        return
    else:
        nearest = _nearest([*before, *packed])
        answer = Answer("no_evidence", judged.confidence, nearest=nearest, guarantee=judged.guarantee)
    language = analysed.language
    total = run.elapsed_ms()
    finished = replace(
        answer, language=language, run=run.id, timings_ms={**run.timings_ms, "total": total}, filters=ranked.filters
    )
    yield run.step("answer", {"outcome": answer.outcome}, answer=finished)


async def _packed(parts: Parts, question: Question, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The best passages with their neighbours, inside the token budget."""
    limits = parts.settings.retrieval
    best = pack(found, limits.passages, limits.context_tokens)
    beside = await parts.state.passages_at(neighbours(best), question.asker.groups)
    fetched, ids = [each.passage for each in beside], [each.passage_id for each in beside]
    return pack(with_neighbours(best, fetched, ids, NEIGHBOUR_SHARE), limits.passages, limits.context_tokens)


async def _verified(parts: Parts, question: Question, draft: Draft, packed: Sequence[Retrieved]) -> list[Claim]:
    """Every claim held against the versions it cites, as the asker may read them: its words stand there and carry it."""
    asker = question.asker.groups
    cited = [citation.version for claim in draft.claims for citation in claim.citations]
    texts = await parts.state.texts(cited, asker)
    quoted = [verify(claim, texts.get) for claim in draft.claims]
    threshold = parts.settings.entailment.threshold
    checked = [await with_verdict(claim, packed, parts.entailer, threshold) for claim in quoted]
    spots = [(citation.version, citation.start) for claim in checked for citation in claim.citations]
    places = await parts.state.places(spots, asker)
    return [replace(claim, citations=tuple(_placed(each, places) for each in claim.citations)) for claim in checked]


def _with_also(claims: list[Claim], packed: Sequence[Retrieved]) -> list[Claim]:
    """The claims, their citations naming where else the same passage stands."""
    also = {each.passage_id: tuple(f"{one.source}/{one.path}" for one in each.also) for each in packed if each.also}
    return [
        replace(claim, citations=tuple(replace(each, also=also.get(each.passage_id, ())) for each in claim.citations))
        for claim in claims
    ]


def _placed(citation: Citation, places: Mapping[tuple[str, int], Place]) -> Citation:
    """A passage may run over pages and headings: a receipt names those of its own words."""
    place = places.get((citation.version, citation.start))
    return citation if place is None else replace(citation, page=place.page, heading=" > ".join(place.heading))


def _nearest(packed: list[Retrieved]) -> tuple[Citation, ...]:
    """Where to look: the best passage of each of the best documents."""
    places: dict[int, Citation] = {}
    for each in packed:
        passage = each.passage
        if each.document.id not in places and len(places) < NEAREST:
            places[each.document.id] = Citation(
                document=each.document.id,
                title=each.document.title,
                version=passage.version,
                page=passage.page,
                heading=" > ".join(passage.heading),
                quote=passage.text,
                start=passage.start,
                end=passage.end,
                source=each.document.source,
                path=each.document.path,
                passage_id=each.passage_id,
            )
    return tuple(places.values())
