"""How sure a figure is: intervals of a mean and of a difference, and tests of pairs.

In: scores, one for each case. Out: intervals and p-values. Everything that draws lots is seeded: the same scores give the
same figures. numpy is loaded when it is needed. Knows no metric: only whether scores are 0 or 1, or anything else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

LEVEL = 0.95
RESAMPLES = 4000
PORTION = 2_000_000
EXACT_FLIPS = 12
"""Up to so many differing pairs every way to flip their signs is counted; above, lots are drawn."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `cases` with its 95 % interval."""

    mean: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean difference (second less first) over pairs, with its 95 % interval and the p-value of no difference.

    `adjusted` is the p-value after Holm, when several metrics are looked at together.
    """

    difference: float
    low: float
    high: float
    p: float
    adjusted: float
    cases: int
    test: str


def mean_interval(scores: Sequence[float], binary: bool = False, bounded: bool = True, seed: int = 0) -> Interval:
    """The mean with its interval: Wilson's for scores of 0 and 1, else a bootstrap (BCa).

    Where all scores are equal a bootstrap knows nothing; scores within 0 to 1 (`bounded`) get Wilson's interval then, which
    is never too narrow for them.
    """
    count = len(scores)
    if not count:
        raise ValueError("there are no scores")
    mean = math.fsum(scores) / count
    if binary or (bounded and min(scores) == max(scores)):
        low, high = wilson(mean * count, count)
        return Interval(mean, low, high, count)
    low, high = bootstrap(scores, seed)
    return Interval(mean, low, high, count)


def wilson(successes: float, count: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share = successes / count
    spread = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / spread
    half = z / spread * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(scores: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """The bias-corrected and accelerated bootstrap interval of a mean."""
    import numpy as np

    values = np.asarray(scores, dtype=float)
    if len(values) < 2 or values.min() == values.max():
        return float(values[0]), float(values[0])
    means = _resampled_means(values, seed)
    mean = values.mean()
    below = float(((means < mean).sum() + 0.5 * (means == mean).sum()) / len(means))
    normal = NormalDist()
    bias = normal.inv_cdf(min(max(below, 0.5 / len(means)), 1 - 0.5 / len(means)))
    left_out = (values.sum() - values) / (len(values) - 1)
    apart = left_out.mean() - left_out
    scale = float((apart**2).sum()) ** 1.5
    acceleration = float((apart**3).sum()) / (6 * scale) if scale else 0.0
    ends = []
    for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        z = bias + normal.inv_cdf(tail)
        ends.append(normal.cdf(bias + z / (1 - acceleration * z)))
    low, high = np.quantile(means, ends)
    return float(low), float(high)


def paired(first: Sequence[float | None], second: Sequence[float | None], binary: bool = False, seed: int = 0) -> Paired:
    """How the second differs from the first over the same cases; None where a case had nothing to judge.

    Scores of 0 and 1: the interval of Agresti and Min, and McNemar's exact test. Others: a paired bootstrap, and a
    permutation test over the signs of the differences. Where a case is judged in one of the two alone (one answered, the
    other did not) the two means are over different cases: cases are drawn and swapped whole then, so that this is counted.
    """
    both = [(one, other) for one, other in zip(first, second, strict=True) if not (one is None and other is None)]
    before = [one for one, _ in both if one is not None]
    after = [other for _, other in both if other is not None]
    if not before or not after:
        raise ValueError("both sides need scores")
    if len(before) < len(both) or len(after) < len(both):
        return _paired_means(both, seed)
    apart = [each - one for one, each in zip(before, after, strict=True)]
    mean = math.fsum(apart) / len(apart)
    if binary:
        gained, lost = sum(each > 0 for each in apart), sum(each < 0 for each in apart)
        low, high = _agresti_min(gained, lost, len(apart))
        p = mcnemar(gained, lost)
        return Paired(mean, low, high, p, p, len(apart), "mcnemar")
    low, high = bootstrap(apart, seed)
    p = permutation(apart, seed)
    return Paired(mean, low, high, p, p, len(apart), "permutation")


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p-value that as many cases turned one way as the other."""
    changed = gained + lost
    if not changed:
        return 1.0
    tail = sum(math.comb(changed, k) for k in range(min(gained, lost) + 1)) / (1 << changed)
    return min(1.0, 2 * tail)


def permutation(apart: Sequence[float], seed: int = 0, draws: int = 10_000) -> float:
    """The two-sided p-value that the differences' signs are chance: exact for few, else by lot."""
    import numpy as np

    values = np.asarray([each for each in apart if each], dtype=float)
    if not len(values):
        return 1.0
    seen = float(abs(values.sum())) - 1e-12
    if len(values) <= EXACT_FLIPS:
        every = 1 - 2 * ((np.arange(2 ** len(values))[:, None] >> np.arange(len(values))) & 1)
        return float(np.mean(abs(every @ values) >= seen))
    lots = np.random.default_rng(seed)
    as_large = 0
    for count in _portions(draws, len(values)):
        signs = lots.integers(0, 2, size=(count, len(values)), dtype=np.int8) * 2 - 1
        as_large += int((abs(signs @ values) >= seen).sum())
    return (as_large + 1) / (draws + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for being several (Holm), in their order."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = highest
    return adjusted


def _agresti_min(gained: int, lost: int, count: int) -> tuple[float, float]:
    """The interval of a difference of paired shares, with half a case added to each of the four ways."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    up, down, total = gained + 0.5, lost + 0.5, count + 2
    middle = (up - down) / total
    half = z * math.sqrt(max(0.0, up + down - (up - down) ** 2 / total)) / total
    return max(-1.0, middle - half), min(1.0, middle + half)


def _paired_means(both: Sequence[tuple[float | None, float | None]], seed: int) -> Paired:
    """The difference of two means over cases that are not all in both: percentile bootstrap, permutation of sides."""
    import numpy as np

    scores = np.array([[side or 0.0 for side in pair] for pair in both])
    judged = np.array([[side is not None for side in pair] for pair in both], dtype=float)

    def difference(sums: Any, counts: Any) -> Any:
        with np.errstate(invalid="ignore", divide="ignore"):
            means = sums / counts
        return means[..., 1] - means[..., 0]

    seen = float(difference(scores.sum(axis=0), judged.sum(axis=0)))
    lots = np.random.default_rng(seed)
    drawn, swapped = [], []
    for count in _portions(RESAMPLES, 4 * len(both)):
        taken = lots.integers(0, len(both), size=(count, len(both)))
        drawn.append(difference(scores[taken].sum(axis=1), judged[taken].sum(axis=1)))
        swap = lots.integers(0, 2, size=(count, len(both), 1)).astype(bool)
        sides = [np.where(swap, each[None, :, ::-1], each[None]).sum(axis=1) for each in (scores, judged)]
        swapped.append(difference(*sides))
    low, high = np.nanquantile(np.concatenate(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    as_large = int((np.abs(np.nan_to_num(np.concatenate(swapped))) >= abs(seen) - 1e-12).sum())
    p = (as_large + 1) / (RESAMPLES + 1)
    return Paired(seen, float(low), float(high), p, p, len(both), "sides")


def _resampled_means(values: Any, seed: int) -> Any:
    import numpy as np

    lots = np.random.default_rng(seed)
    means = []
    for count in _portions(RESAMPLES, len(values)):
        drawn = lots.integers(0, len(values), size=(count, len(values)))
        means.append(values[drawn].mean(axis=1))
    return np.concatenate(means)


def _portions(draws: int, each: int) -> Iterator[int]:
    """The draws in portions whose numbers fit into little memory; `each` is how many numbers one draw takes."""
    step = max(1, PORTION // each)
    for begin in range(0, draws, step):
        yield min(step, draws - begin)
