"""Whether the confidence means what it says: of the answers said to be right with 80 %, are 80 % right?

In: confidences and whether each answer was right. Out: bins of equal size for the reliability diagram, and the expected
calibration error with a bootstrap interval. Knows no curve and no store.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from beleg.calibration.risk import upper_bound

BINS = 10
RESAMPLES = 400
SEED = 20261125


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: how many, their mean confidence, the share that was right and its 95 % interval."""

    count: int
    confidence: float
    right: float
    low: float
    high: float


def bins(confidences: Sequence[float], rights: Sequence[bool], count: int = BINS) -> list[Bin]:
    """Bins with the same number of answers each, the least sure first. Fewer where there are fewer than five for each."""
    pairs = sorted(zip(confidences, rights, strict=True), key=lambda pair: pair[0])
    return [_bin(part) for part in _parts(pairs, count)]


def error(confidences: Sequence[float], rights: Sequence[bool]) -> float:
    """The expected calibration error: the mean distance of confidence and share right over bins of equal size."""
    pairs = sorted(zip(confidences, rights, strict=True), key=lambda pair: pair[0])
    return _error(pairs)


def error_interval(confidences: Sequence[float], rights: Sequence[bool]) -> tuple[float, float, float]:
    """The error with the limits of its 95 % interval, by drawing the answers anew. The same input gives the same limits.

    The error of a resample is too large by the noise of its bins; the interval is moved by the mean of that (a basic
    bootstrap, cut at 0).
    """
    pairs = sorted(zip(confidences, rights, strict=True), key=lambda pair: pair[0])
    if not pairs:
        return 0.0, 0.0, 0.0
    found = _error(pairs)
    dice = random.Random(SEED)  # noqa: S311 (a resample, no cryptography)
    drawn = sorted(_error(sorted(dice.choices(pairs, k=len(pairs)), key=lambda pair: pair[0])) for _ in range(RESAMPLES))
    low, high = drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES) - 1]
    return found, max(0.0, 2 * found - high), max(found, 2 * found - low)


def _parts(pairs: Sequence[tuple[float, bool]], count: int) -> list[Sequence[tuple[float, bool]]]:
    used = max(1, min(count, len(pairs) // 5))
    edges = [round(at * len(pairs) / used) for at in range(used + 1)]
    return [pairs[low:high] for low, high in pairwise(edges) if high > low]


def _bin(part: Sequence[tuple[float, bool]]) -> Bin:
    count, right = len(part), sum(each[1] for each in part)
    mean = sum(each[0] for each in part) / count
    return Bin(count, mean, right / count, 1 - upper_bound(count, count - right, 0.975), upper_bound(count, right, 0.975))


def _error(pairs: Sequence[tuple[float, bool]]) -> float:
    gaps = [abs(sum(each[0] for each in part) - sum(each[1] for each in part)) for part in _parts(pairs, BINS)]
    return sum(gaps) / len(pairs) if pairs else 0.0
