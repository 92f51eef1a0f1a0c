"""Which share of an answer's receipts leads to a relevant place.

In: a subject with an answer and the relevant documents. Out: 0 to 1. None where nothing was cited: silence has no receipts.
"""

from __future__ import annotations

from beleg.checks.citing import citations_of, cited_label
from beleg.checks.contract import Check, Subject
from beleg.records import Verdict


class CitationPrecision(Check):
    """Passed where every receipt leads to a relevant place."""

    name = "citation_precision"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without citations or without relevant documents."""
        if subject.answer is None or subject.expected is None or not subject.expected.documents:
            return None
        cited = citations_of(subject.answer)
        if not cited:
            return None
        good = sum(cited_label(each, subject.expected) is not None for each in cited)
        return Verdict(self.name, good == len(cited), good / len(cited))
