"""Whether a question was answered that the documents do not answer.

In: a subject that is not answerable. Out: 1 or 0; none for all other subjects. Its mean is the share answered anyway.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class AnsweredAnyway(Check):
    """1 is bad: something was said where there was nothing to say."""

    name = "answered_anyway"
    higher_is_better = False
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None where the case is answerable or does not say."""
        if subject.answer is None or subject.expected is None or subject.expected.answerable is not False:
            return None
        answered = subject.answer.outcome == "answered"
        return Verdict(self.name, not answered, float(answered))
