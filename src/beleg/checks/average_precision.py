"""Average precision: the mean precision at the places of the relevant documents. Its mean over cases is the MAP.

In: a subject with passages and relevant documents. Out: 0 to 1. Relevant documents that were not found count as 0.
"""

from __future__ import annotations

from beleg.checks.citing import ranked_labels
from beleg.checks.contract import RankingCheck, Subject
from beleg.records import Verdict


class AveragePrecision(RankingCheck):
    """1 where all relevant documents stand before all others."""

    name = "map"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without relevant documents."""
        if subject.expected is None:
            return None
        relevant = {name for name, grade in subject.expected.documents if grade > 0}
        if not relevant:
            return None
        found, total = 0, 0.0
        for rank, label in enumerate(ranked_labels(subject.retrieved, subject.expected)[: self.cutoff], 1):
            if label is not None:
                found += 1
                total += found / rank
        score = total / min(len(relevant), self.cutoff)
        return Verdict(f"{self.name}@{self.cutoff}", score > 0, score)
