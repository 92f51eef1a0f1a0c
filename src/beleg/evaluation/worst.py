"""Which cases to look at first.

In: an evaluation. Out: its cases that went wrong, the worst first. Asks nothing.
"""

from __future__ import annotations

from beleg.evaluation.results import AskedCase, Evaluation

BY = ("right", "abstention", "ndcg@10", "recall@10", "token_f1")
"""The first of these that a case was judged by says how well it went."""


def worst_cases(evaluation: Evaluation) -> list[AskedCase]:
    """Cases that could not be asked, wrong answers by how sure they were, wrong silences, then by rising score."""
    wrong = [each for each in evaluation.cases if each.problem or goodness(each) < 1]
    return sorted(wrong, key=_badness)


def goodness(each: AskedCase) -> float:
    """How well a case went, 0 to 1; 1 where nothing judged it."""
    return next((score for name in BY if (score := each.score(name)) is not None), 1.0)


def _badness(each: AskedCase) -> tuple[int, float, int]:
    if each.problem:
        return 0, 0.0, each.ordinal
    answered = each.outcome == "answered"
    return (1 if answered else 2), goodness(each) - (each.confidence or 0.0 if answered else 0.0), each.ordinal
