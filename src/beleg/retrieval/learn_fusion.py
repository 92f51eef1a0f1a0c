"""Judged questions to the weight of the vectors, by language.

In: what each question found and what was relevant. Out: a weight a language, with what it brought and how sure that is. Of
the weights that are as good as the best within the error of the difference, the one nearest to the cautious weight is taken:
questions must speak up to change it. Plain arithmetic, the same result for the same questions. Knows no index and no embedder.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from math import log2, sqrt

from beleg.records import JudgedHits, LearntRanking, LearntWeight
from beleg.retrieval.fuse import fuse

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0)
"""Weights that are tried."""
ENOUGH = 40
"""Questions of a language below which the cautious weight stays."""
ERRORS = 1.0
"""A weight this many standard errors of the difference below the best one counts as as good."""
HIGHEST_OF_OWN = 3.0
"""The most that questions made of the corpus may give: their words were taken out of the passage, which flatters vectors."""
DEPTH = 10
FOLDS = 5
RESAMPLES = 1000


def learn(judged: Sequence[JudgedHits], limit: int, highest: float = WEIGHTS[-1]) -> tuple[LearntWeight, ...]:
    """A weight of at most `highest` for every language with questions, the language with most questions first."""
    by_language: dict[str, list[JudgedHits]] = defaultdict(list)
    for each in judged:
        by_language[each.language].append(each)
    ordered = sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_learnt(language, questions, limit, highest) for language, questions in ordered)


def gain(judged: JudgedHits, weight: float, limit: int) -> float:
    """nDCG@10 of the question's ranking with this weight; a document counts where its first passage stands."""
    found: dict[str, None] = {}
    for key in fuse(judged.terms, judged.cosines, judged.rarity, weight, limit):
        found.setdefault(judged.names[key])
        if len(found) == DEPTH:
            break
    got = sum(judged.relevant.get(name, 0.0) / log2(place + 2) for place, name in enumerate(found))
    ideal = sorted(judged.relevant.values(), reverse=True)[:DEPTH]
    best = sum(grade / log2(place + 2) for place, grade in enumerate(ideal))
    return got / best if best else 0.0


def _learnt(language: str, questions: Sequence[JudgedHits], limit: int, highest: float) -> LearntWeight:
    gains = [[gain(each, weight, limit) for weight in WEIGHTS if weight <= highest] for each in questions]
    before = [row[0] for row in gains]
    cautious = LearntRanking().weight(language)
    if len(questions) < ENOUGH:
        after = [gain(each, cautious, limit) for each in questions]
        return _told(language, cautious, before, after, kept=True)
    after = [0.0] * len(gains)
    for fold in range(FOLDS):
        chosen = _choose([row for at, row in enumerate(gains) if at % FOLDS != fold], cautious)
        for at in range(fold, len(gains), FOLDS):
            after[at] = gains[at][chosen]
    return _told(language, WEIGHTS[_choose(gains, cautious)], before, after, kept=False)


def _choose(gains: Sequence[Sequence[float]], cautious: float) -> int:
    """The place of the weight nearest to the cautious one among those that are as good as the best; the smaller of two."""
    count = len(gains)
    means = [sum(row[at] for row in gains) / count for at in range(len(gains[0]))]
    best = max(range(len(means)), key=lambda at: (means[at], -at))

    def as_good(at: int) -> bool:
        mean = means[best] - means[at]
        spread = sum((row[best] - row[at] - mean) ** 2 for row in gains) / max(1, count - 1)
        return mean <= ERRORS * sqrt(spread / count)

    return min((at for at in range(len(means)) if as_good(at)), key=lambda at: (abs(WEIGHTS[at] - cautious), at))


def _told(language: str, weight: float, before: Sequence[float], after: Sequence[float], *, kept: bool) -> LearntWeight:
    differences = [new - old for old, new in zip(before, after, strict=True)]
    low, high = interval(differences)
    count = len(before)
    return LearntWeight(language, weight, count, sum(before) / count, sum(after) / count, low, high, kept)


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Bounds of the mean, 95 %, by drawing the questions again and again; the same for the same differences."""
    dice = random.Random(0)  # noqa: S311 (a resample, no secret)
    count = len(differences)
    means = sorted(sum(dice.choices(differences, k=count)) / count for _ in range(RESAMPLES))
    return means[int(RESAMPLES * 0.025)], means[int(RESAMPLES * 0.975) - 1]
