"""Curves, certificates and the watch over drift: pure, and held against MAPIE and SciPy where these are there."""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Callable
from itertools import pairwise

import pytest

from beleg.calibration import drift
from beleg.calibration.labels import Reviewed, read_labels
from beleg.calibration.maps import FITTERS, applied, fit
from beleg.calibration.reliability import bins, error, error_interval
from beleg.calibration.risk import certify, level, needed, sequence, starts, tail, upper_bound
from beleg.errors import UserError
from beleg.records import Case, LabelledQuestion


def labelled(count: int, chance: Callable[[float], float], seed: int) -> list[Case]:
    """Cases whose confidence is even on 0 to 1 and which are right with this chance."""
    dice = random.Random(seed)
    return [Case(raw, dice.random() < chance(raw)) for raw in (dice.uniform(0.001, 0.999) for _ in range(count))]


def test_tails_and_bounds_are_those_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="SciPy comes with MAPIE in the dev group")
    for count in (1, 7, 60, 900, 20_000):
        for wrong in {0, count // 20, count // 3, count - 1, count}:
            for share in (0.001, 0.05, 0.5, 0.9):
                assert tail(count, wrong, share) == pytest.approx(stats.binom.cdf(wrong, count, share), rel=1e-8, abs=1e-14)
            if wrong < count:
                assert upper_bound(count, wrong, 0.95) == pytest.approx(
                    stats.beta.ppf(0.95, wrong + 1, count - wrong), abs=1e-9
                )


@pytest.mark.parametrize(("acceptable", "certainty", "count"), [(0.05, 0.95, 190), (0.1, 0.9, 66), (0.2, 0.95, 44)])
def test_certificates_are_those_of_mapie(acceptable: float, certainty: float, count: int) -> None:
    control = pytest.importorskip("mapie.risk_control", reason="MAPIE is in the dev group")
    fwer = pytest.importorskip("mapie.risk_control.fwer_control", reason="MAPIE is in the dev group")
    import numpy as np

    assert len(starts(count, acceptable, certainty)) == 1  # so few labels are tested in one sequence, as MAPIE does
    agreed = set()
    for seed in range(12):
        cases = labelled(count, lambda raw: 1 - acceptable * (0.1 if raw > 0.3 else 3), seed)
        points = sequence(cases, acceptable, certainty)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it wants the risk to rise with every threshold
            theirs = control.BinaryClassificationController(
                predict_function=lambda raws: np.column_stack([1 - raws.ravel(), raws.ravel()]),
                risk="precision",
                target_level=1 - acceptable,
                confidence_level=1 - level(certainty),
                list_predict_params=np.array([point.threshold for point in reversed(points)]),
                fwer_method="fixed_sequence",
            )
            theirs.calibrate(np.array([[case.raw] for case in cases]), np.array([int(case.right) for case in cases]))
        # It counts the wrong ones back from their share and rounds up: where that gives one more than there are, its tail
        # is larger, which is on the safe side. Everywhere else its tails are ours, and what it certifies we certify too.
        for point, chance in zip(points, reversed(theirs.p_values.ravel()), strict=True):
            counted = math.ceil(point.given * (1 - (point.given - point.wrong) / point.given))
            if counted == point.wrong:
                assert chance == pytest.approx(point.p_value, rel=1e-9)
            else:
                assert point.p_value < chance <= tail(point.given, point.wrong + 1, acceptable) * (1 + 1e-9)
        certified = {point.threshold for point in points if point.passed}
        assert certified >= set(map(float, theirs.valid_predict_params))
        passed = fwer.control_fwer(np.array([point.p_value for point in points]), level(certainty), "fixed_sequence")
        assert [point.passed for point in points] == [at in passed for at in range(len(points))]
        agreed.add(bool(certified))
    assert agreed == {True, False}, "both outcomes were compared"


@pytest.mark.parametrize("count", [150, 600])
def test_the_promise_is_kept_on_as_many_answers_again_even_where_that_is_hardest(count: int) -> None:
    """The share wrong is exactly acceptable from .5 on and a little more below: the worst place to be."""
    acceptable, broken, made = 0.1, 0, 400

    def truth(raw: float) -> float:
        return 0.9 if raw >= 0.5 else 0.88

    for seed in range(made):
        threshold = certify(labelled(count, truth, seed), acceptable, 0.95).threshold
        if threshold is not None:
            given = [case.right for case in labelled(count, truth, made + seed) if case.raw >= threshold]
            broken += given.count(False) > acceptable * len(given)
    assert broken / made <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / made)


def test_a_certificate_says_what_it_saw_and_what_it_would_take() -> None:
    assert (needed(0.05, 0.95), needed(0.1, 0.95), needed(0.01, 0.99)) == (90, 44, 757)
    cases = labelled(1000, lambda raw: 0.99 if raw > 0.5 else 0.3, 3)
    found = certify(cases, 0.05, 0.95)
    given = [case for case in cases if case.raw >= (found.threshold or 2)]
    assert (found.given, found.wrong) == (len(given), sum(not case.right for case in given))
    assert found.coverage == len(given) / 1000
    assert found.coverage > 0.4
    assert found.bound <= 0.05
    assert found.vacuous == ""


def test_vacuous_certificates_are_called_so() -> None:
    assert certify(labelled(40, lambda raw: 1.0, 1), 0.05, 0.95).vacuous == "too_few"
    assert certify(labelled(500, lambda raw: 0.7, 1), 0.05, 0.95).vacuous == "nothing_certified"
    assert certify([], 0.05, 0.95).vacuous == "too_few"
    little = [*labelled(400, lambda raw: 1.0, 1), *(Case(0.0, False) for _ in range(5_000))]
    assert certify(little, 0.05, 0.95).vacuous == "little_coverage"
    assert certify(labelled(4000, lambda raw: 0.985, 2), 0.3, 0.95).vacuous == ""


@pytest.mark.parametrize("kind", FITTERS)
def test_a_curve_never_falls_and_stays_a_probability(kind: str) -> None:
    curve = FITTERS[kind](labelled(300, lambda raw: 1 - raw, 4))  # the labels say the opposite: still it may not fall
    values = [applied(curve, step / 100) for step in range(101)]
    assert values[0] == 0.0
    assert all(0 <= low <= high <= 1 for low, high in pairwise(values))


def test_a_fitted_curve_makes_the_confidence_mean_what_it_says() -> None:
    def truth(raw: float) -> float:
        return 0.9 * raw**3

    curve, other = fit(labelled(600, truth, 5)), labelled(2000, truth, 6)
    rights = [case.right for case in other]
    before = error([case.raw for case in other], rights)
    after = error([applied(curve, case.raw) for case in other], rights)
    assert before > 0.2
    assert after < 0.05
    low, high = error_interval([case.raw for case in other], rights)[1:]
    assert low < before < high
    assert {each.count for each in bins([case.raw for case in other], rights)} == {200}


def test_with_few_labels_or_a_good_confidence_nothing_is_bent() -> None:
    assert fit(labelled(12, lambda raw: 0.5, 1))["kind"] == "identity"
    assert fit(labelled(60, lambda raw: 1.0, 1))["kind"] == "identity"
    kinds = [fit(labelled(300, lambda raw: raw, seed))["kind"] for seed in range(10)]
    assert kinds.count("identity") >= 7


def stream(seed: int, count: int, changed_after: int | None = None) -> int | None:
    """After how many questions the watch cries, on questions like the labelled ones or with other confidences."""
    dice = random.Random(seed)

    def places(raw: float) -> tuple[int, ...]:
        return drift.places(raw, max(1, round(dice.gauss(9, 3))), dice.choice(("de", "en")), dice.random())

    state = drift.begun([places(dice.betavariate(4, 2)) for _ in range(200)])
    for number in range(count):
        changed = changed_after is not None and number >= changed_after
        state = drift.step(state, places(dice.betavariate(2, 4) if changed else dice.betavariate(4, 2)), f"{seed}/{number}")
        if drift.drifted(state):
            return number + 1
    return None


def test_a_quiet_stream_raises_no_alarm_and_a_changed_one_does() -> None:
    assert sum(stream(seed, 250) is not None for seed in range(60)) <= 2
    noticed = [stream(1000 + seed, 400, changed_after=100) for seed in range(10)]
    assert all(at is not None and 100 < at < 250 for at in noticed), noticed


def test_the_capital_is_fair_and_starts_at_one() -> None:
    state = drift.begun([(1, 2, 0, 3)] * 5)
    assert drift.capital(state) == 1.0
    capitals = [drift.capital(drift.step(state, (place, 2, 0, 3), f"{chance}")) for place in (0, 1, 2) for chance in range(300)]
    by_rank = [sum(capitals[at : at + 300]) / 300 for at in (0, 300, 600)]
    assert by_rank[1] == pytest.approx(1.0, abs=0.02)  # a question like all the others wins and loses nothing on the whole
    assert min(capitals) > 0


def test_labels_are_read_in_every_form_and_a_bad_line_is_named() -> None:
    text = (
        '{"question": "a", "expect": ["30", "x|y"]}\n\n{"question": "b", "expect": null}\n'
        '{"question": "c", "answers": ["p", "q"]}\n{"question": "d", "answerable": false}\n'
        '{"run": "r", "right": true, "question": "e"}\n{"run": "s", "right": null}\n'
    )
    assert read_labels(text) == [
        LabelledQuestion("a", (("30",), ("x", "y"))),
        LabelledQuestion("b"),
        LabelledQuestion("c", (("p", "q"),)),
        LabelledQuestion("d"),
        Reviewed("r", True),
    ]
    for bad, says in (
        ("{", "Line 1 is not JSON"),
        ('{"question": "a", "expect": null}\n[]', "Line 2 is no JSON object"),
        ('{"expect": ["a"]}', "Line 1 has no `question`"),
        ('{"question": "a"}', "does not say what is right"),
        ('{"question": "a", "expect": [1]}', "are lists of texts"),
        ('{"run": 1, "right": true}', "the id of a run"),
        ("\n", "no labels"),
    ):
        with pytest.raises(UserError, match=says):
            read_labels(bad)
