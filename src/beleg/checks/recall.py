"""Recall: which share of the relevant documents is among the first found.

In: a subject with passages and relevant documents. Out: 0 to 1.
"""

from __future__ import annotations

from beleg.checks.citing import ranked_labels
from beleg.checks.contract import RankingCheck, Subject
from beleg.records import Verdict


class Recall(RankingCheck):
    """1 where all of them are there."""

    name = "recall"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without relevant documents."""
        if subject.expected is None:
            return None
        relevant = {name for name, grade in subject.expected.documents if grade > 0}
        if not relevant:
            return None
        found = sum(label is not None for label in ranked_labels(subject.retrieved, subject.expected)[: self.cutoff])
        return Verdict(f"{self.name}@{self.cutoff}", found == len(relevant), found / len(relevant))
