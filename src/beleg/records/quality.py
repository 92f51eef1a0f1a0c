"""What is known of how often answers are right: labelled cases, certificates, guarantees, calibrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

GuaranteeStatus = Literal["holds", "withdrawn", "vacuous"]


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is promised of a given answer, as it stood when it was given.

    At most `acceptable_error` of the answers given are wrong, at `certainty`, found on `labels` labelled questions.
    `threshold` is in the writer's own confidence; None where nothing could be certified.
    """

    acceptable_error: float
    certainty: float
    threshold: float | None
    labels: int
    status: GuaranteeStatus
    says: str


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with what is known of its answer.

    Each of `wanted` holds wordings of which one must stand in the answer. None wanted: no answer is right, silence is.
    """

    question: str
    wanted: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled question after it was asked: the writer's confidence (0 where it had nothing to say), whether giving
    that answer would have been right, and the places of its signals (see `calibration/drift.py`)."""

    raw: float
    right: bool
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """The outcome of risk control on labelled cases.

    `threshold` is the least confidence certified, None where there is none; `given` and `wrong` are counted among the
    labels at it; `bound` is the exact upper limit of the share of wrong answers at `certainty`; `coverage` the share of
    the labelled questions answered; `base` the share wrong if every draft were given. `needed` given answers without one
    wrong are the least that can certify this; `advised` are enough when the true error is half the acceptable one.
    """

    acceptable_error: float
    certainty: float
    labels: int
    threshold: float | None
    given: int
    wrong: int
    bound: float
    coverage: float
    base: float
    needed: int
    advised: int
    vacuous: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """One labelling of this workspace, kept. `curve` maps the writer's confidence to a probability, see `maps.py`."""

    id: int
    made_at: str
    made_by: str
    labelled: str
    labelled_sha256: str
    recipe: str
    curve: Mapping[str, Any]
    cases: tuple[Case, ...]
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """How the watch over drift stands after `seen` questions: the evidence as its decimal logarithm, now and at most."""

    seen: int
    log10_now: float
    log10_most: float
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What `beleg calibrate` did. `error_before` and `error_after` are the expected calibration errors by cross-validation,
    with the limits of a 95 % bootstrap interval; `kept` is false for a dry run."""

    labelled: str
    labels: int
    answerable: int
    drafted: int
    right: int
    curve: str
    error_before: tuple[float, float, float]
    error_after: tuple[float, float, float]
    certificate: Certificate | None
    kept: bool
    seconds: float = 0.0
