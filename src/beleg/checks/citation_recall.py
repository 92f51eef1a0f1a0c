"""Which share of the relevant documents an answer cites.

In: a subject with an answer and the relevant documents. Out: 0 to 1. A silence cites none of them: 0.
"""

from __future__ import annotations

from beleg.checks.citing import cited_labels
from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class CitationRecall(Check):
    """Passed where every relevant document is cited. Where one of several is enough, 1 is too much to ask."""

    name = "citation_recall"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without relevant documents."""
        if subject.answer is None or subject.expected is None:
            return None
        relevant = {name for name, grade in subject.expected.documents if grade > 0}
        if not relevant:
            return None
        score = len(cited_labels(subject.answer, subject.expected)) / len(relevant)
        return Verdict(self.name, score == 1, score)
