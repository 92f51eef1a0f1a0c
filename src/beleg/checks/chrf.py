"""chrF by sacrebleu: shared runs of one to six characters. Kind to German, whose words change at their ends.

In: subjects with expected wordings. Out: 0 to 1 for a sentence, and for a whole data set the corpus chrF.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.checks.contract import Check, Subject
from beleg.checks.sacre import columns, sacrebleu_metrics
from beleg.checks.wording import pair
from beleg.records import Verdict


class Chrf(Check):
    """chrF2 as sacrebleu has it, divided by 100. Raises UserError where sacrebleu is not installed."""

    name = "chrf"

    def __init__(self) -> None:
        self._measure = sacrebleu_metrics().CHRF()

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        found = pair(subject)
        if found is None:
            return None
        score = self._measure.sentence_score(found[0], list(found[1])).score / 100
        return Verdict(self.name, score >= 0.5, score)

    def over_all(self, subjects: Sequence[Subject]) -> float | None:
        """Corpus chrF over the subjects that have both."""
        pairs = [found for each in subjects if (found := pair(each)) is not None]
        return float(self._measure.corpus_score(*columns(pairs)).score) / 100 if pairs else None
