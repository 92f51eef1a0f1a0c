"""Whether a draft becomes an answer, how sure, and what is promised of it; and how the promise stands.

In: a draft that was verified, what was found for its question, the calibration that counts. Out: the calibrated confidence,
whether it reaches the threshold (the certified one where an acceptable error is stated, else `answers.threshold`), and the
guarantee with one step of the watch over drift. Knows no statistics itself and no database.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Literal

from beleg.calibration import drift
from beleg.calibration.maps import FEWEST, FITTERS, applied, cross_fitted
from beleg.calibration.reliability import Bin, bins, error_interval
from beleg.calibration.risk import Point, certify, level, risk_coverage, sequence, upper_bound
from beleg.calibration.words import says
from beleg.language.normalise import fold
from beleg.language.weighting import ANALYSIS_REVISION
from beleg.records import Calibration, Certificate, Guarantee, Purpose, Retrieved, Watched
from beleg.settings import Settings
from beleg.workspace import Parts

POINTS = 400
"""Points of the watch's history that are looked at."""
NOT_IN_RECIPE = ("owner", "server", "ingest")
NOT_IN_RECIPE_OF_ANSWERS = ("threshold", "acceptable_error", "certainty", "without_guarantee", "question_characters")


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a draft. `kept` is for the record: the writer's own confidence and the places of the signals."""

    confidence: float
    given: bool
    withheld: bool
    guarantee: Guarantee | None
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """One tested threshold of the risk-coverage picture: coverage, share wrong, its exact upper limit."""

    threshold: float
    coverage: float
    wrong: float
    bound: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good answers are known to be, for the page. Without a calibration only `acceptable_error` and `says` speak."""

    status: Literal["uncalibrated", "no_target", "holds", "withdrawn", "vacuous"]
    says: str
    acceptable_error: float
    certainty: float
    made_at: str = ""
    made_by: str = ""
    labelled: str = ""
    labels: int = 0
    curve: str = ""
    certificate: Certificate | None = None
    watched: Watched | None = None
    loudest: str = ""
    reliability: tuple[Bin, ...] = ()
    error_before: tuple[float, float, float] = (0.0, 0.0, 0.0)
    error_after: tuple[float, float, float] = (0.0, 0.0, 0.0)
    curve_points: tuple[tuple[float, float], ...] = ()
    limits: tuple[Limit, ...] = ()
    history: tuple[tuple[int, str, float], ...] = field(default=())


async def judge(
    parts: Parts, question: tuple[Sequence[str], str], packed: Sequence[Retrieved], raw: float, run_id: str, purpose: Purpose
) -> Judged:
    """Judge a draft of confidence `raw` (0: nothing stands) for a question of these words in this language.

    For labels every draft is given and nothing promised; only use is traffic that is watched.
    """
    words, language = question
    places = drift.places(raw, len(words), language, overlap(words, packed))
    kept = {"raw": raw, "places": places, "purpose": purpose}
    if purpose == "labels":
        return Judged(raw, raw > 0, False, None, kept)
    answers = parts.settings.answers
    calibration = await parts.state.calibration()
    confidence, watched, certificate = raw, None, None
    if calibration is not None:
        confidence = round(applied(calibration.curve, raw), 4)
        if purpose == "use":
            watched = await parts.state.step_watch(calibration.id, lambda state: _stepped(state, places, run_id))
        else:
            watched, _, _ = await parts.state.watched(calibration.id, 1)
        if answers.acceptable_error:
            certificate = _certified(calibration, answers.acceptable_error, answers.certainty)
    guarantee = _guarantee(parts.settings, calibration, certificate, watched, language)
    if certificate is not None and certificate.threshold is not None:
        given = raw > 0 and raw >= certificate.threshold
    else:
        given = raw > 0 and confidence >= answers.threshold
    holds = guarantee is None or guarantee.status == "holds"
    withheld = given and not holds and answers.without_guarantee == "withhold"
    return Judged(confidence, given and not withheld, withheld, guarantee, kept)


def recipe(settings: Settings) -> str:
    """A digest of everything that decides how an answer comes about: with another one, old labels say nothing."""
    told = settings.model_dump(mode="json", exclude=set(NOT_IN_RECIPE))
    for name in NOT_IN_RECIPE_OF_ANSWERS:
        told["answers"].pop(name, None)
    told["index"].pop("linger_s", None)
    text = json.dumps([told, ANALYSIS_REVISION, _version()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def quality(parts: Parts, language: str, *, pictures: bool = True) -> Quality:
    """How the calibration that counts stands today, with what its pictures show unless these are not wanted."""
    answers = parts.settings.answers
    calibration = await parts.state.calibration()
    if calibration is None:
        return Quality("uncalibrated", says("uncalibrated", language), answers.acceptable_error, answers.certainty)
    watched, state, history = await parts.state.watched(calibration.id, POINTS)
    certificate = None
    if answers.acceptable_error:
        certificate = _certified(calibration, answers.acceptable_error, answers.certainty)
    guarantee = _guarantee(parts.settings, calibration, certificate, watched, language)
    measured: dict[str, Any] = {}
    if pictures:
        measured = await asyncio.to_thread(_measured, calibration, answers.acceptable_error, answers.certainty)
    return Quality(
        status="no_target" if guarantee is None else guarantee.status,
        says="" if guarantee is None else guarantee.says,
        acceptable_error=answers.acceptable_error,
        certainty=answers.certainty,
        made_at=calibration.made_at,
        made_by=calibration.made_by,
        labelled=calibration.labelled,
        labels=len(calibration.cases),
        curve=str(calibration.curve["kind"]),
        certificate=certificate,
        watched=watched,
        loudest=drift.loudest(state) if watched.seen else "",
        history=tuple(history),
        **measured,
    )


def stated(settings: Settings, calibration: Calibration) -> Certificate | None:
    """The certificate of this calibration for what the settings ask; None where they ask nothing."""
    answers = settings.answers
    return certify(calibration.cases, answers.acceptable_error, answers.certainty) if answers.acceptable_error else None


def errors_of(calibration: Calibration) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The calibration error before and after the curve, after by cross-validation; each with its 95 % interval."""
    raws, after, rights = _cross_fitted(calibration)
    return error_interval(raws, rights), error_interval(after, rights)


def _guarantee(
    settings: Settings,
    calibration: Calibration | None,
    certificate: Certificate | None,
    watched: Watched | None,
    language: str,
) -> Guarantee | None:
    asked = settings.answers
    if not asked.acceptable_error:
        return None
    if calibration is None or certificate is None:
        return Guarantee(asked.acceptable_error, asked.certainty, None, 0, "vacuous", says("uncalibrated", language))
    status: Literal["holds", "withdrawn", "vacuous"] = "withdrawn"
    if certificate.vacuous:
        status, kind = "vacuous", certificate.vacuous
    elif calibration.recipe != recipe(settings):
        kind = "changed"
    elif watched is not None and watched.withdrawn_at is not None:
        kind = "drift"
    else:
        status = kind = "holds"
    told = says(kind, language, certificate)
    return Guarantee(asked.acceptable_error, asked.certainty, certificate.threshold, len(calibration.cases), status, told)


def _stepped(state: drift.State, places: Sequence[int], run_id: str) -> tuple[drift.State, float, bool]:
    after = drift.step(state, places, run_id)
    return after, math.log10(drift.capital(after)), drift.drifted(after)


def overlap(words: Sequence[str], packed: Sequence[Retrieved]) -> float:
    """The share of the question's words that stand in the best passage."""
    if not words or not packed:
        return 0.0
    best = packed[0].passage
    text = fold(" ".join((*best.heading, best.text)))
    return sum(word in text for word in words) / len(words)


@lru_cache(maxsize=8)
def _certified(calibration: Calibration, acceptable: float, certainty: float) -> Certificate:
    return certify(calibration.cases, acceptable, certainty)


@lru_cache(maxsize=1)
def _version() -> str:
    return version("beleg")


@lru_cache(maxsize=4)
def _cross_fitted(calibration: Calibration) -> tuple[list[float], list[float], list[bool]]:
    drafted = [case for case in calibration.cases if case.raw > 0]
    raws, rights = [case.raw for case in drafted], [case.right for case in drafted]
    if len(drafted) < FEWEST:
        return raws, raws, rights
    return raws, cross_fitted(drafted, FITTERS[calibration.curve["kind"]]), rights


@lru_cache(maxsize=4)
def _measured(calibration: Calibration, acceptable: float, certainty: float) -> dict[str, Any]:
    """What the pictures show of a calibration. It does not change, so it is made once."""
    _, after, rights = _cross_fitted(calibration)
    before_error, after_error = errors_of(calibration)
    total = max(1, len(calibration.cases))
    points: list[Point] = sequence(calibration.cases, acceptable, certainty) if acceptable else []
    return {
        "reliability": tuple(bins(after, rights)) if rights else (),
        "error_before": before_error,
        "error_after": after_error,
        "curve_points": tuple(risk_coverage(calibration.cases)),
        "limits": tuple(
            Limit(
                each.threshold,
                each.given / total,
                each.wrong / each.given,
                upper_bound(each.given, each.wrong, 1 - level(certainty)),
            )
            for each in points
        ),
    }
