"""BERTScore: how well the words of an answer and of the expected wording match one another in a model's eyes.

In: a subject with expected wordings, a model's folder. Out: the F measure of greedy matching, the best over the wordings.
Not rescaled: figures compare only among those of one model. The vectors are those of the model's last layer.
"""

from __future__ import annotations

from pathlib import Path

from beleg.checks.contract import ModelCheck, Subject
from beleg.checks.wording import pair
from beleg.errors import UserError
from beleg.providers.token_vectors import TokenVectors
from beleg.records import Verdict


class BertScore(ModelCheck):
    """Needs a model's folder (setting `evaluation.bert_score_folder`). Raises UserError where there is none."""

    name = "bert_score"

    def __init__(self, folder: str = "") -> None:
        if not folder:
            raise UserError("BERTScore needs a model on this machine. Set evaluation.bert_score_folder in beleg.toml.")
        self._vectors = TokenVectors(Path(folder).expanduser())

    def verdict(self, subject: Subject) -> Verdict | None:
        """0 to 1; None without an answer or without expected wordings."""
        found = pair(subject)
        if found is None:
            return None
        score = max(self._score(found[0], wording) for wording in found[1])
        return Verdict(self.name, score >= 0.5, score)

    def _score(self, said: str, wanted: str) -> float:
        said_vectors, wanted_vectors = self._vectors.of(said), self._vectors.of(wanted)
        if not len(said_vectors) or not len(wanted_vectors):
            return 0.0
        likeness = said_vectors @ wanted_vectors.T
        precision, recall = float(likeness.max(axis=1).mean()), float(likeness.max(axis=0).mean())
        score = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
        return min(1.0, max(0.0, score))
