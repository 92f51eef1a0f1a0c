"""ROUGE-1, ROUGE-2 and ROUGE-L: shared words, shared pairs of words, and the longest common sequence of words.

In: a subject with expected wordings. Out: the F measure, 0 to 1, the best over the wordings. Words are ours, so that
umlauts and compounds stay whole; nothing is stemmed. ROUGE-L looks at the answer as one sequence.
"""

from __future__ import annotations

import itertools

from beleg.checks.contract import Check, Subject
from beleg.checks.wording import Words, best, f1, overlap_f1
from beleg.records import Verdict


class Rouge1(Check):
    """Shared words."""

    name = "rouge_1"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        return _verdict(self.name, best(subject, overlap_f1))


class Rouge2(Check):
    """Shared pairs of neighbouring words. An expected wording of one word has none: it gives no verdict."""

    name = "rouge_2"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without an expected wording of two words."""
        score = best(subject, _shared_pairs)
        return _verdict(self.name, None if score is None or score < 0 else score)


class RougeL(Check):
    """The longest common sequence of words, gaps allowed."""

    name = "rouge_l"

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        return _verdict(self.name, best(subject, _common_sequence))


def _verdict(name: str, score: float | None) -> Verdict | None:
    return None if score is None else Verdict(name, score >= 0.5, score)


def _shared_pairs(said: Words, wanted: Words) -> float:
    pairs = list(itertools.pairwise(wanted))
    return overlap_f1(list(itertools.pairwise(said)), pairs) if pairs else -1.0


def _common_sequence(said: Words, wanted: Words) -> float:
    if not said or not wanted:
        return float(not said and not wanted)
    row = [0] * (len(wanted) + 1)
    for word in said:
        diagonal = 0
        for at, other in enumerate(wanted, 1):
            diagonal, row[at] = row[at], diagonal + 1 if word == other else max(row[at], row[at - 1])
    return f1(row[-1], len(said), len(wanted))
