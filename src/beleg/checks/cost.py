"""What a run cost, as its record says. Without a model it is nothing.

In: a subject with its cost. Out: an amount of money; none where it is not known, which is not the same as nothing.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class Cost(Check):
    """The money of one run. Always passed: a gate says what is too much."""

    name = "cost"
    higher_is_better = False
    unit = "money"

    def verdict(self, subject: Subject) -> Verdict | None:
        """The amount; None where it is not known."""
        return None if subject.cost is None else Verdict(self.name, True, subject.cost)
