"""Which share of an answer's sentences passed every check that was made of them.

In: a subject with an answer; the verdicts stand in its claims (`quoted`, `supported`). Out: 0 to 1. Needs no expected
answer: it says that the sentences are carried by what they cite, not that they answer the question.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class Faithfulness(Check):
    """Passed where every sentence did."""

    name = "faithfulness"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer, or where nothing was said."""
        if subject.answer is None or not subject.answer.claims:
            return None
        held = [bool(claim.verdicts) and all(each.passed for each in claim.verdicts) for claim in subject.answer.claims]
        return Verdict(self.name, all(held), sum(held) / len(held))
