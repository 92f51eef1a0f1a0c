"""Whether a given answer is wrong. A silence is no answer: it gives no verdict.

In: a subject that says what is expected. Out: 1 where what was answered is wrong, else 0. Its mean is the share of wrong
ones among the answers given.
"""

from __future__ import annotations

from dataclasses import replace

from beleg.checks.contract import Check, Subject
from beleg.checks.right import Right
from beleg.records import Verdict


class Wrong(Check):
    """The other side of `right`, counted among the answers given."""

    name = "wrong"
    higher_is_better = False
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None where nothing was answered, or nothing is known."""
        if subject.answer is None or subject.answer.outcome != "answered":
            return None
        right = Right().verdict(subject)
        return None if right is None else replace(right, check=self.name, score=1 - right.score)
