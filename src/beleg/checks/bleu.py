"""BLEU by sacrebleu: shared runs of one to four words, with a penalty for answers that are too short.

In: subjects with expected wordings. Out: 0 to 1 for a sentence (effective order), and for a whole data set the corpus
BLEU, which is not the mean of its sentences. Tokens are sacrebleu's `13a`, so that the figure compares with published ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.checks.contract import Check, Subject
from beleg.checks.sacre import columns, sacrebleu_metrics
from beleg.checks.wording import pair
from beleg.records import Verdict


class Bleu(Check):
    """BLEU as sacrebleu has it, divided by 100. Raises UserError where sacrebleu is not installed."""

    name = "bleu"

    def __init__(self) -> None:
        self._sentence = sacrebleu_metrics().BLEU(effective_order=True)

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        found = pair(subject)
        if found is None:
            return None
        score = self._sentence.sentence_score(found[0], list(found[1])).score / 100
        return Verdict(self.name, score >= 0.5, score)

    def over_all(self, subjects: Sequence[Subject]) -> float | None:
        """Corpus BLEU over the subjects that have both."""
        pairs = [found for each in subjects if (found := pair(each)) is not None]
        return float(sacrebleu_metrics().BLEU().corpus_score(*columns(pairs)).score) / 100 if pairs else None
