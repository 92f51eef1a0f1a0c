"""nDCG: how early the relevant documents stand, the more relevant the earlier.

In: a subject with passages and graded documents. Out: 0 to 1. The gain is the grade itself and the discount the binary
logarithm of the rank plus one, as BEIR and MTEB compute it. A document stands where its best passage stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from beleg.checks.citing import ranked_labels
from beleg.checks.contract import RankingCheck, Subject
from beleg.records import Verdict


class Ndcg(RankingCheck):
    """1 where no order would be better."""

    name = "ndcg"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without relevant documents."""
        if subject.expected is None:
            return None
        grades = dict(subject.expected.documents)
        ideal = _gain(sorted((grade for grade in grades.values() if grade > 0), reverse=True)[: self.cutoff])
        if not ideal:
            return None
        labels = ranked_labels(subject.retrieved, subject.expected)[: self.cutoff]
        score = _gain([grades.get(label, 0) if label else 0 for label in labels]) / ideal
        return Verdict(f"{self.name}@{self.cutoff}", score > 0, score)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
