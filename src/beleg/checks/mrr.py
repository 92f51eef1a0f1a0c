"""Reciprocal rank: one divided by the place of the first relevant document. Its mean over cases is the MRR.

In: a subject with passages and relevant documents. Out: 0 to 1; 0 where none is among the first.
"""

from __future__ import annotations

from beleg.checks.citing import ranked_labels
from beleg.checks.contract import RankingCheck, Subject
from beleg.records import Verdict


class ReciprocalRank(RankingCheck):
    """1 where a relevant document stands first."""

    name = "mrr"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without relevant documents."""
        if subject.expected is None or not any(grade > 0 for _, grade in subject.expected.documents):
            return None
        labels = ranked_labels(subject.retrieved, subject.expected)[: self.cutoff]
        score = next((1 / rank for rank, label in enumerate(labels, 1) if label is not None), 0.0)
        return Verdict(f"{self.name}@{self.cutoff}", score > 0, score)
