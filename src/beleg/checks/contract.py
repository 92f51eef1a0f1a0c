"""What a check promises: a verdict on a subject, or none where the subject gives it nothing to judge."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from beleg.records import Answer, Retrieved, Verdict


@dataclass(frozen=True, slots=True)
class Expected:
    """What a labelled case says. `answers` are wordings of the right answer, each enough by itself; `documents` the
    relevant ones with their grades (1 = relevant), by `source/path` or path; None where the case does not say.

    Each of `says` holds wordings of which one must stand in the answer. `quotes` are the words of a relevant document
    (as `documents` names it) that carry the answer.
    """

    answers: tuple[str, ...] = ()
    documents: tuple[tuple[str, int], ...] = ()
    answerable: bool | None = None
    says: tuple[tuple[str, ...], ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at: a question with its answer, the passages it was made from, and what was expected.

    `cost` is what the run cost in the currency of the settings, None where it is not known; `elapsed_ms` how long it took.
    """

    question: str
    language: str
    answer: Answer | None = None
    retrieved: tuple[Retrieved, ...] = ()
    expected: Expected | None = None
    cost: float | None = None
    elapsed_ms: float | None = None


class Check(ABC):
    """Judges a subject. Pure: the same subject gives the same verdict, and nothing else is read.

    A check that looks at the best few takes `cutoff`, and its verdicts are named `name@cutoff`. `unit` is empty where the
    score is 0 to 1. A `binary` check's scores are 0 or 1.
    """

    name: ClassVar[str]
    higher_is_better: ClassVar[bool] = True
    binary: ClassVar[bool] = False
    unit: ClassVar[str] = ""

    @abstractmethod
    def verdict(self, subject: Subject) -> Verdict | None:
        """The verdict, or None where the subject does not say enough."""

    def over_all(self, subjects: Sequence[Subject]) -> float | None:
        """The measure over a whole data set, for measures that are not the mean of their parts; None for all others."""
        return None


class RankingCheck(Check):
    """A check of the order of documents. `cutoff` is how many of the best are looked at."""

    def __init__(self, cutoff: int = 10) -> None:
        self.cutoff = cutoff


class ModelCheck(Check):
    """A check that looks through a model. `folder` is where it lies on this machine."""

    def __init__(self, folder: str = "") -> None:
        self.folder = folder
