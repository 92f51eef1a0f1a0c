"""Whether beleg answered where the documents answer, and kept silent where they do not.

In: a subject that says whether it is answerable. Out: 1 or 0. Looks at whether, not at what: `right` looks at what.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class Abstention(Check):
    """Passed where the choice between answer and silence was the right one."""

    name = "abstention"
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None where the case does not say whether it is answerable."""
        if subject.answer is None or subject.expected is None or subject.expected.answerable is None:
            return None
        passed = (subject.answer.outcome == "answered") == subject.expected.answerable
        return Verdict(self.name, passed, float(passed))
