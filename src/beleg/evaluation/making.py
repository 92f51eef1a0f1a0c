"""A data set made from what is there: documents, what was asked, corrections.

In: the parts and where the cases come from. Out: a file, and how many cases of which kind it holds. Reads only what its
maker may read. The same documents and seed give the same file. No model and no person has looked at the cases.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from beleg.errors import UserError
from beleg.evaluation.cases import FOLDER, Case, Relevant, case_of, write_data_set
from beleg.evaluation.lines import Line, lines_of
from beleg.evaluation.recorded import answer_of
from beleg.evaluation.synthetic import Draft, drafts_of
from beleg.language.detect import detect_question
from beleg.language.normalise import fold
from beleg.records import DocumentStatus, Principal
from beleg.workspace import Parts

UNANSWERABLE_SHARE = 0.25
PAGE = 200
_NAME = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Making:
    """Where the cases come from: so many by rule from `documents`, what was asked, a file of corrections."""

    name: str
    documents: int = 0
    from_runs: bool = False
    feedback: Path | None = None
    seed: int = 0
    force: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """A draft and the document it was made from."""

    draft: Draft
    status: DocumentStatus

    @property
    def place(self) -> str:
        return f"{self.status.document.source}/{self.status.document.path}"


async def make_data_set(parts: Parts, maker: Principal, making: Making) -> tuple[Path, dict[str, int]]:
    """Write `evaluations/NAME.jsonl`. Raises UserError where it is there already, or nothing could be made."""
    if not _NAME.fullmatch(making.name):
        raise UserError(f"{making.name!r} is no name for a data set. Use letters, digits, dots, dashes.")
    path = parts.root / FOLDER / f"{making.name}.jsonl"
    if path.exists() and not making.force:
        raise UserError(f"{FOLDER}/{path.name} is there already. Choose another name, or overwrite it with --force.")
    if not (making.documents or making.from_runs or making.feedback):
        raise UserError("Say where the cases come from: --from-documents N, --from-runs or --from-feedback FILE.")
    cases = await _synthetic(parts, maker, making) if making.documents else []
    cases += _of_traffic(await parts.state.traffic(maker.groups)) if making.from_runs else []
    cases += _of_feedback(making.feedback) if making.feedback else []
    if not cases:
        raise UserError("No case could be made: there is nothing to make questions from. Add documents, or ask first.")
    write_data_set(path, cases)
    kinds = Counter(_kind(each) for each in cases)
    return path, dict(sorted(kinds.items()))


async def _synthetic(parts: Parts, maker: Principal, making: Making) -> list[Case]:
    """Questions by rule, drawn from all documents in turn, a quarter of them unanswerable where that can be done."""
    lots = random.Random(making.seed)  # noqa: S311 (a draw that can be repeated, no secret)
    shelves = await _shelves(parts, maker, lots)
    answerable = round(making.documents * (1 - UNANSWERABLE_SHARE))
    chosen: list[_Known] = []
    for deep in range(max(map(len, shelves), default=0)):
        chosen += [shelf[deep] for shelf in shelves if deep < len(shelf)]
    text = _Everything(chosen)
    made = [_case(each) for each in chosen[:answerable]]
    asked = [each for each in chosen if each.draft.answer]
    made += [*_elsewhere(asked, text), *_swapped(asked, text, lots)][: making.documents - answerable]
    return [replace(each, id=f"s{number:04}") for number, each in enumerate(made, 1)]


async def _shelves(parts: Parts, maker: Principal, lots: random.Random) -> list[list[_Known]]:
    """For each document its drafts in the order they are taken: rules mixed, by lot."""
    shelves: list[list[_Known]] = []
    after = 0
    while page := await parts.state.documents(maker.groups, limit=PAGE, after=after):
        after = page[-1].document.id
        for status in page:
            if status.state != "indexed" or not status.version:
                continue
            _, document = await parts.state.document_version(status.document.id, status.version, maker.groups)
            known = [_Known(draft, status) for draft in drafts_of(document)]
            lots.shuffle(known)
            known = _mixed(known)
            if known:
                shelves.append(known)
    lots.shuffle(shelves)
    return shelves


def _mixed(known: Sequence[_Known]) -> list[_Known]:
    """One of each rule in turn, so that no rule fills the data set; topics, which know no answer, come last."""
    rules: dict[str, list[_Known]] = {}
    for each in known:
        rules.setdefault(each.draft.rule, []).append(each)
    topics = rules.pop("topic", [])
    turns = itertools.zip_longest(*(rules[name] for name in sorted(rules)))
    return [each for turn in turns for each in turn if each is not None] + topics


def _case(each: _Known) -> Case:
    draft = each.draft
    return Case(
        id="",
        question=draft.question,
        language=each.status.language,
        answers=tuple(dict.fromkeys(filter(None, (draft.answer,)))),
        documents=(Relevant(each.place, 1, draft.quote if draft.answer else ""),),
        answerable=True,
        tags=(draft.rule,),
        origin="synthetic",
    )


class _Everything:
    """What all sentences say together, for looking whether a made-up question is answered after all."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self._quotes: dict[str, list[str]] = {}
        for each in known:
            self._quotes.setdefault(each.status.document.source, []).append(fold(each.draft.quote))

    def says(self, words: Sequence[str], source: str | None = None) -> bool:
        """Whether one sentence (of this source) holds all the words."""
        folded = [fold(each) for each in words]
        chosen = self._quotes.get(source, []) if source else [quote for quotes in self._quotes.values() for quote in quotes]
        return any(all(word in quote for word in folded) for quote in chosen)


def _elsewhere(asked: Sequence[_Known], text: _Everything) -> list[Case]:
    """Questions of one source, asked in another one alone."""
    sources = sorted({each.status.document.source for each in asked})
    found = []
    for number, each in enumerate(asked):
        others = [name for name in sources if name != each.status.document.source]
        if not others or each.draft.rule not in ("amount", "date", "defined"):
            continue
        other = others[number % len(others)]
        if not text.says([each.draft.answer], other) and each.draft.thing and not text.says([each.draft.thing], other):
            found.append(_unanswerable(each, each.draft.question, "other source", (other,)))
    return found


def _swapped(asked: Sequence[_Known], text: _Everything, lots: random.Random) -> list[Case]:
    """Questions about a thing, asked of another thing of its kind that no sentence names together with what is asked."""
    things = sorted({(each.draft.thing, each.draft.kind, each.status.language) for each in asked if each.draft.thing})
    found = []
    for each in asked:
        draft = each.draft
        if draft.rule not in ("amount", "date") or draft.thing not in draft.question or not draft.thing:
            continue
        alike = (draft.kind, each.status.language)
        strangers = [name for name, *kind in things if tuple(kind) == alike and name not in draft.quote]
        lots.shuffle(strangers)
        if draft.kind == "year":
            strangers += [str(int(draft.thing) - back) for back in (9, 13, 17)]
        unit = draft.answer.split()[-1]
        new = next((name for name in strangers if not text.says([name, unit])), None)
        if new is not None:
            found.append(_unanswerable(each, draft.question.replace(draft.thing, new), "swapped", ()))
    return found


def _unanswerable(each: _Known, question: str, tag: str, sources: tuple[str, ...]) -> Case:
    return Case(
        id="",
        question=question,
        language=each.status.language,
        answerable=False,
        tags=(each.draft.rule, tag),
        origin="synthetic",
        sources=sources,
    )


def _of_traffic(rows: Sequence[Mapping[str, Any]]) -> list[Case]:
    """What was asked, each question once (spelling folded) with its last answer as a proposal."""
    last: dict[str, Mapping[str, Any]] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        key = " ".join(fold(row["question"]).split()).rstrip("?!. ")
        last[key] = row
        counts[key] += 1
    return [_proposal(number, last[key]) for number, (key, _) in enumerate(counts.most_common(), 1)]


def _proposal(number: int, row: Mapping[str, Any]) -> Case:
    answer = answer_of(row["answer"])
    claims = answer.claims if answer and answer.outcome == "answered" else ()
    cited = {
        f"{each.source}/{each.path}": Relevant(f"{each.source}/{each.path}") for claim in claims for each in claim.citations
    }
    return Case(
        id=f"t{number:04}",
        question=" ".join(str(row["question"]).split()),
        language=(answer.language if answer else "") or detect_question(row["question"]),
        answers=(" ".join(claim.text for claim in claims),) if claims else (),
        documents=tuple(cited.values()),
        answerable=True if claims else None,
        origin="traffic",
        unreviewed=True,
    )


def _of_feedback(path: Path) -> list[Case]:
    """Corrections as cases: a line is a case, and may leave out all but the question and what is right."""
    cases = []
    for number, line in enumerate(lines_of(path), 1):
        values = {"id": f"f{number:04}", **line.values, "origin": "feedback"}
        case = case_of(Line(line.place, values), number)
        if case.answerable is None:
            raise line.wrong("a correction says what is right: `answer`, `documents`, or `answerable`: false")
        cases.append(case)
    if not cases:
        raise UserError(f"{path.name} holds no corrections. Write one JSON object a line with `question` and `answer`.")
    return cases


def _kind(case: Case) -> str:
    kind = case.origin if not case.unreviewed else f"{case.origin}, unreviewed"
    return f"{kind}, unanswerable" if case.answerable is False else kind
