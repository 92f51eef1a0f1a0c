"""What a check promises: a verdict on a subject, or none where the subject gives it nothing to judge."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from beleg.records import Answer, Retrieved, Verdict


@dataclass(frozen=True, slots=True)
class Expected:
    """What a labelled case says. `answers` are wordings of the right answer, each enough by itself; `documents` the
    relevant ones with their grades (1 = relevant), by `source/path` or path; None where the case does not say.
    """

    answers: tuple[str, ...] = ()
    documents: tuple[tuple[str, int], ...] = ()
    answerable: bool | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at: a question with its answer, the passages it was made from, and what was expected."""

    question: str
    language: str
    answer: Answer | None = None
    retrieved: tuple[Retrieved, ...] = ()
    expected: Expected | None = None


class Check(ABC):
    """Judges a subject. Pure: the same subject gives the same verdict, and nothing else is read."""

    name: ClassVar[str]
    higher_is_better: ClassVar[bool] = True

    @abstractmethod
    def verdict(self, subject: Subject) -> Verdict | None:
        """The verdict, or None where the subject does not say enough."""
