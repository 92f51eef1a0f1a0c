"""Whether a question was left unanswered that the documents answer.

In: a subject that is answerable. Out: 1 or 0; none for all other subjects. Its mean is the share refused.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class RefusedWrongly(Check):
    """1 is bad: nothing was said where there was something to say."""

    name = "refused_wrongly"
    higher_is_better = False
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None where the case is not answerable or does not say."""
        if subject.answer is None or subject.expected is None or not subject.expected.answerable:
            return None
        refused = subject.answer.outcome != "answered"
        return Verdict(self.name, not refused, float(refused))
