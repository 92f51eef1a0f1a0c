"""What is asked and answered: questions, claims with citations and verdicts, steps of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from beleg.records.documents import Principal
from beleg.records.finding import AppliedFilter
from beleg.records.quality import Guarantee

Outcome = Literal["answered", "no_evidence", "refused", "withheld"]
Purpose = Literal["use", "evaluation", "labels"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom. `sources` limits the search to sources of these names, `filters` to what else they say.

    `without` are names of filters (`kind:value`) that shall not be read from the text, or `*` for all. `like` and `unlike`
    are ids of passages that the search shall move towards and away from. `purpose`: an evaluation is answered as a user is,
    but is no part of the traffic that is watched for drift; of `labels` every draft is given, as the writer has it.
    """

    text: str
    asker: Principal
    sources: tuple[str, ...] = ()
    like: tuple[int, ...] = ()
    unlike: tuple[int, ...] = ()
    filters: tuple[AppliedFilter, ...] = ()
    without: tuple[str, ...] = ()
    purpose: Purpose = "use"


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact place a claim rests on: `quote` is the document version's text from `start` to `end`.

    `also` are other documents (`source/path`) that say the same and that the asker may read.
    """

    document: int
    title: str
    version: str
    page: int | None
    heading: str
    quote: str
    start: int
    end: int
    source: str = ""
    path: str = ""
    passage_id: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of a subject; `score` is 0 to 1."""

    check: str
    passed: bool
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with what it rests on and what was checked of it."""

    text: str
    citations: tuple[Citation, ...]
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer proposes; nobody sees it before it is verified. `confidence` is the writer's own estimate, 0 to 1.

    `reasons` says why it is that sure: names of reasons with what each adds to the log-odds, the heaviest first.
    """

    claims: tuple[Claim, ...]
    confidence: float
    features: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a run. `nearest` are the places to look when the outcome is `no_evidence`.

    `filters` are what the search was limited to, and those that were dropped because they left no answer; `guarantee` is what
    was promised of answers when this one was given, None where nothing is asked for.
    """

    outcome: Outcome
    confidence: float
    claims: tuple[Claim, ...] = ()
    nearest: tuple[Citation, ...] = ()
    language: str = ""
    reason: str = ""
    run: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    filters: tuple[AppliedFilter, ...] = ()
    guarantee: Guarantee | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A step of a run as its asker may see it: what leaves the house."""

    name: str
    at_ms: float
    data: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded. `kept` never leaves the house: it is not a field of `Shown`."""

    shown: Shown
    kept: Mapping[str, Any] = field(default_factory=dict)
