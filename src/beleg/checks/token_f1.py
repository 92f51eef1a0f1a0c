"""Token F1: how many words an answer shares with the expected one, as F1 of the two bags of words.

In: a subject with expected wordings. Out: 0 to 1, the best over the wordings. As in SQuAD, but articles count: German has
too many to leave out by list.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.checks.wording import best, overlap_f1
from beleg.records import Verdict


class TokenF1(Check):
    """Shared words, each as often as it stands in both. Passed from one half on."""

    name = "token_f1"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        score = best(subject, overlap_f1)
        return None if score is None else Verdict(self.name, score >= 0.5, score)
