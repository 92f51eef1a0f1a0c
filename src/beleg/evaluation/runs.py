"""A run over a data set, read top to bottom: begin or go on → ask each case as users ask → check → record → sum up.

In: the parts, and a plan. Out: progress as cases end; the last item is the whole evaluation. Asks through `ask.py`, or only
searches through `search.py`. A case that is recorded is never asked again: Ctrl-C and kill -9 cost at most the cases at hand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import uuid4

from filelock import FileLock, Timeout

from beleg.ask import answer_to
from beleg.checks.citing import label_of
from beleg.checks.contract import Check, Subject
from beleg.checks.named import check_named, full_name
from beleg.checks.right import Right
from beleg.errors import Busy, NotFound, UserError
from beleg.evaluation.cases import Case, DataSet
from beleg.evaluation.fingerprint import settings_of, versions_of
from beleg.evaluation.recorded import claim_of, cost_of, kept, retrieved_by
from beleg.evaluation.results import Evaluation, read_evaluation
from beleg.evaluation.summary import summed_up
from beleg.grounding.quoted import stands
from beleg.records import Answer, Principal, Question, Retrieved, as_json
from beleg.search import admit, rank
from beleg.settings import DATA_FOLDER
from beleg.workspace import Parts

Kind = Literal["answers", "retrieval"]
RETRIEVAL_METRICS = ("ndcg@10", "recall@10", "mrr@10", "map@10", "latency")
ANSWER_METRICS = (
    "right",
    "wrong",
    "exact_match",
    "token_f1",
    "rouge_l",
    "citation_precision",
    "citation_recall",
    "faithfulness",
    "abstention",
    "answered_anyway",
    "refused_wrongly",
    "ndcg@10",
    "recall@10",
    "mrr@10",
    "latency",
    "cost",
)
NEEDS_ANSWER = frozenset(ANSWER_METRICS) - frozenset(RETRIEVAL_METRICS) | {"rouge_1", "rouge_2", "bleu", "chrf", "bert_score"}
SHOWN_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: which data set, answers or the search alone, as whom, by which metrics, and how many at a time.

    `resume` None: go on with an unfinished run of the same plan if there is one; True: there must be one; False: begin anew.
    """

    data_set: DataSet
    asker: Principal
    kind: Kind = "answers"
    metrics: tuple[str, ...] = ()
    parallel: int = 0
    name: str = ""
    resume: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a run is. `before` of the done cases were done already when it went on; `left_s` is estimated."""

    done: int
    total: int
    before: int
    question: str = ""
    outcome: str = ""
    left_s: float | None = None


async def evaluate(parts: Parts, plan: Plan) -> AsyncGenerator[Asked | Evaluation, None]:
    """Run the plan, or the rest of it. The last item is the Evaluation. Raises UserError for metrics that do not fit."""
    checks = checks_of(parts, plan)
    async with _held(parts, plan, checks) as (evaluation_id, done):
        cases = plan.data_set.cases
        waiting = [place for place in range(len(cases)) if place not in done]
        ended: asyncio.Queue[tuple[int, str] | BaseException] = asyncio.Queue()
        work = iter(waiting)

        async def worker() -> None:
            try:
                for place in work:
                    row = await _case_row(parts, plan, checks, cases[place])
                    await parts.state.add_case({"evaluation_id": evaluation_id, "ordinal": place, **row})
                    ended.put_nowait((place, row["outcome"]))
            except BaseException as error:
                ended.put_nowait(error)
                raise

        count = min(plan.parallel or parts.settings.evaluation.parallel, max(1, len(waiting)))
        started = time.perf_counter()
        workers = [asyncio.create_task(worker()) for _ in range(count)]
        try:
            yield Asked(len(done), len(cases), len(done))
            for number in range(1, len(waiting) + 1):
                told = await ended.get()
                if isinstance(told, BaseException):
                    raise told
                left = (time.perf_counter() - started) / number * (len(waiting) - number)
                yield Asked(len(done) + number, len(cases), len(done), cases[told[0]].question, told[1], left)
        finally:
            for each in workers:
                each.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        evaluation = await read_evaluation(parts.state, evaluation_id)
        await parts.state.end_evaluation(evaluation_id, as_json(summed_up(evaluation)))
        yield await read_evaluation(parts.state, evaluation_id)


def checks_of(parts: Parts, plan: Plan) -> list[Check]:
    """The checks of the plan. Raises NotFound or UserError for a metric that is not known or needs an answer."""
    standard = ANSWER_METRICS if plan.kind == "answers" else RETRIEVAL_METRICS
    checks = [check_named(each, parts.settings.evaluation.bert_score_folder) for each in plan.metrics or standard]
    if plan.kind == "retrieval" and (unfit := sorted({each.name for each in checks} & NEEDS_ANSWER)):
        raise UserError(f"The metric {unfit[0]!r} needs an answer, and only the search is measured. Use `beleg evaluate`.")
    return checks


@asynccontextmanager
async def _held(parts: Parts, plan: Plan, checks: Sequence[Check]) -> AsyncIterator[tuple[str, set[int]]]:
    """The run's id, begun or taken up again, with the cases done before; no other process works on it meanwhile."""
    versions = await versions_of(parts)
    row: dict[str, Any] = {
        "kind": plan.kind,
        "name": plan.name or plan.data_set.name,
        "data_set": plan.data_set.name,
        "data_set_sha256": plan.data_set.sha256,
        "cases": len(plan.data_set.cases),
        "versions": versions,
    }
    metrics = [full_name(each) for each in checks]
    told = {"metrics": metrics, "groups": sorted(plan.asker.groups), "settings": settings_of(parts)}
    for unfinished in await _unfinished(parts, plan, {**row, "plan": told}):
        lock = FileLock(_lock_file(parts, unfinished))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            if plan.resume:
                raise Busy("Another beleg is working on this run. Wait for it to end, or begin anew with --fresh.") from error
            continue
        done = {each["ordinal"] for each in await parts.state.evaluation_cases(unfinished)}
        break
    else:
        if plan.resume:
            raise NotFound(
                "There is no unfinished run with this data set, these settings and these documents. Begin one without --resume."
            )
        unfinished, done = uuid4().hex, set()
        lock = FileLock(_lock_file(parts, unfinished))
        lock.acquire(timeout=0)
        parallel = plan.parallel or parts.settings.evaluation.parallel
        await parts.state.begin_evaluation({"id": unfinished, **row, "plan": {**told, "parallel": parallel}})
    try:
        yield unfinished, done
    finally:
        lock.release()
        _lock_file(parts, unfinished).unlink(missing_ok=True)


async def _unfinished(parts: Parts, plan: Plan, wanted: Mapping[str, Any]) -> list[str]:
    """Runs that were cut off and asked exactly what is wanted, newest first."""
    if plan.resume is False:
        return []
    found = []
    for each in await parts.state.evaluations():
        there = {**each, "plan": {name: value for name, value in each["plan"].items() if name != "parallel"}}
        if each["ended"] == "running" and all(there[name] == value for name, value in wanted.items()):
            found.append(str(each["id"]))
    return found


def _lock_file(parts: Parts, evaluation_id: str) -> Any:
    return parts.root / DATA_FOLDER / f"evaluation-{evaluation_id}.lock"


async def _case_row(parts: Parts, plan: Plan, checks: Sequence[Check], case: Case) -> dict[str, Any]:
    """Ask, check, and what is recorded of it. A question that cannot be asked is a row that says so."""
    question = Question(case.question, plan.asker, case.sources, purpose="evaluation")
    started = time.perf_counter()
    try:
        run = _searched if plan.kind == "retrieval" else _answered
        subject, more = await run(parts, question, case)
    except UserError as error:
        elapsed = (time.perf_counter() - started) * 1000
        return {**_row(case, "failed", elapsed, ()), "problem": str(error)}
    verdicts = [verdict for check in checks if (verdict := check.verdict(subject)) is not None]
    outcome = subject.answer.outcome if subject.answer else "searched"
    row = _row(case, outcome, subject.elapsed_ms or 0.0, subject.retrieved)
    return {**row, **more, "verdicts": as_json(verdicts)}


async def _searched(parts: Parts, question: Question, case: Case) -> tuple[Subject, dict[str, Any]]:
    started = time.perf_counter()
    ranked = await rank(parts, await admit(parts, question), parts.settings.retrieval.candidates)
    elapsed = (time.perf_counter() - started) * 1000
    subject = Subject(
        question.text, ranked.analysed.language, None, ranked.found, case.expected(), cost=0.0, elapsed_ms=elapsed
    )
    return subject, {}


async def _answered(parts: Parts, question: Question, case: Case) -> tuple[Subject, dict[str, Any]]:
    answer = await answer_to(parts, question)
    run = await parts.state.whole_run(answer.run)
    found = await retrieved_by(parts, run, question.asker, question.sources)
    subject = Subject(
        question=question.text,
        language=answer.language,
        answer=answer,
        retrieved=tuple(found),
        expected=case.expected(),
        cost=cost_of(run),
        elapsed_ms=answer.timings_ms.get("total"),
    )
    would_be = _would_be_right(run, subject)
    return subject, {"run_id": answer.run, "confidence": answer.confidence, "would_be_right": would_be}


def _would_be_right(run: Mapping[str, Any], subject: Subject) -> bool | None:
    """Whether the drafted answer is right, given or not: what a threshold can be chosen by. None without a draft."""
    claims = tuple(claim for each in kept(run, "verified").get("claims", ()) if stands(claim := claim_of(each)))
    if not claims:
        return None
    drafted = Answer("answered", subject.answer.confidence if subject.answer else 0.0, claims)
    verdict = Right().verdict(replace(subject, answer=drafted))
    return None if verdict is None else verdict.passed


def _row(case: Case, outcome: str, elapsed_ms: float, retrieved: Sequence[Retrieved]) -> dict[str, Any]:
    expected = case.expected()
    names: dict[str, Retrieved] = {}
    for each in retrieved:
        names.setdefault(f"{each.document.source}/{each.document.path}", each)
    found = [
        {
            "document": name,
            "title": each.document.title,
            "relevant": label_of(each.document.source, each.document.path, expected) is not None,
        }
        for name, each in list(names.items())[:SHOWN_DOCUMENTS]
    ]
    return {
        "outcome": outcome,
        "elapsed_ms": round(elapsed_ms, 3),
        "expected_case": as_json(case),
        "verdicts": [],
        "found": found,
        "problem": "",
    }
