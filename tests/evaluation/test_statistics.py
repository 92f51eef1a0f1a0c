"""The intervals hold what they promise on simulated data, and the tests agree with scipy."""

from __future__ import annotations

import random

import numpy as np
import pytest
import scipy.stats

from beleg.evaluation import statistics
from beleg.evaluation.statistics import bootstrap, holm, mcnemar, mean_interval, paired, permutation, wilson

TRIALS = 150


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for a coverage, and quick."""
    monkeypatch.setattr(statistics, "RESAMPLES", 1000)


def covered(draw: object, truth: float, binary: bool) -> float:
    assert callable(draw)
    held = 0
    for trial in range(TRIALS):
        interval = mean_interval([float(each) for each in draw(np.random.default_rng(trial))], binary, seed=trial)
        held += interval.low <= truth <= interval.high
    return held / TRIALS


def test_the_interval_of_a_share_covers_the_truth_in_about_95_of_100_runs() -> None:
    for share in (0.05, 0.5, 0.9):
        assert 0.91 <= covered(lambda lots, share=share: lots.random(60) < share, share, True) <= 0.995


def test_the_bootstrap_interval_of_skewed_scores_covers_the_truth_in_about_95_of_100_runs() -> None:
    assert 0.89 <= covered(lambda lots: lots.beta(5, 1, 60), 5 / 6, False) <= 0.985
    assert 0.89 <= covered(lambda lots: lots.exponential(1.0, 80), 1.0, False) <= 0.985


def test_the_interval_of_a_difference_covers_the_truth_with_pairs_and_where_cases_drop_out() -> None:
    held = {"pairs": 0, "scores": 0, "partly": 0}
    for trial in range(TRIALS):
        lots = np.random.default_rng(trial)
        skill = lots.random(80)
        one, other = (lots.random(80) < skill).astype(float), (lots.random(80) < 0.2 + 0.8 * skill).astype(float)
        for name, truth, told in (
            ("pairs", 0.1, paired(list(one), list(other), binary=True, seed=trial)),
            ("scores", 0.05, paired(list(skill), list(skill + lots.normal(0.05, 0.2, 80)), seed=trial)),
            (
                "partly",
                0.1,
                paired(
                    [each if keep else None for each, keep in zip(one, lots.random(80) < 0.8, strict=True)],
                    [each if keep else None for each, keep in zip(other, lots.random(80) < 0.8, strict=True)],
                    seed=trial,
                ),
            ),
        ):
            held[name] += told.low <= truth <= told.high
    assert all(0.89 * TRIALS <= count <= 0.995 * TRIALS for count in held.values()), held


def test_no_difference_is_called_one_in_about_5_of_100_runs() -> None:
    called = 0
    for trial in range(TRIALS):
        lots = random.Random(trial)
        called += permutation([lots.gauss(0, 1) for _ in range(11)], seed=trial) < 0.05
    assert 0.02 * TRIALS <= called <= 0.085 * TRIALS


def test_the_tests_agree_with_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 20_000)
    for gained, lost in ((9, 2), (1, 0), (30, 18), (0, 0), (700, 600)):
        wanted = scipy.stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
        assert mcnemar(gained, lost) == pytest.approx(wanted)
    low, high = wilson(27, 40)
    wanted_interval = scipy.stats.binomtest(27, 40).proportion_ci(method="wilson")
    assert [low, high] == pytest.approx([wanted_interval.low, wanted_interval.high])
    values = [0.3, -0.1, 0.5, 0.2, 0.0, 0.4, -0.2, 0.6]
    exact = scipy.stats.permutation_test(
        (np.array(values),), lambda sample, axis: sample.mean(axis=axis), permutation_type="samples", n_resamples=np.inf
    )
    assert permutation(values) == pytest.approx(exact.pvalue)
    scores = list(np.random.default_rng(5).beta(5, 1, 50))
    wanted_bca = scipy.stats.bootstrap((scores,), np.mean, method="BCa", n_resamples=20_000, rng=1).confidence_interval
    assert list(bootstrap(scores)) == pytest.approx([wanted_bca.low, wanted_bca.high], abs=0.002)


def test_many_tests_are_adjusted_by_holm_and_the_same_scores_give_the_same_figures() -> None:
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    assert mean_interval([0.1, 0.5, 0.9]) == mean_interval([0.1, 0.5, 0.9])
    assert mean_interval([1.0] * 10).low == pytest.approx(wilson(10, 10)[0])
    with pytest.raises(ValueError, match="no scores"):
        mean_interval([])
