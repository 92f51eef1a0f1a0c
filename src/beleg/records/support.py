"""What is said of a sentence and the passages that shall carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from beleg.records.answers import Citation
from beleg.records.documents import Principal

Carried = Literal["carried", "contradicted", "not_found"]
CheckVerdict = Literal["carried", "contradicted", "not_found", "nothing_to_check"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that may carry a sentence: its text, and the heading and title that it stands under."""

    text: str
    heading: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class TextToCheck:
    """A text whose sentences are to be held against the sources, and who asks. `skip` are spans with nothing to check, such as
    headings; `sources` limits the search to sources of these names.
    """

    text: str
    asker: Principal
    sources: tuple[str, ...] = ()
    skip: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in which sentence and passage differ. `said` are the sentence's words, at `start` to `end` of it; `stands` the
    passage's in their place. One of the two is empty where the other has no counterpart.
    """

    code: str
    said: str = ""
    stands: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Support:
    """Whether passages carry a sentence. `score` is the probability that they do, `evidence` the number of the passage that
    was judged by, from `start` to `end` of its text; -1 where there was none. `features` are what the score was made of.
    """

    verdict: Carried
    score: float
    reasons: tuple[Reason, ...] = ()
    evidence: int = -1
    start: int = 0
    end: int = 0
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a text, from `start` to `end` of it, and what the sources say of it. Its best receipt comes first."""

    text: str
    start: int
    end: int
    verdict: CheckVerdict
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    citations: tuple[Citation, ...] = ()
