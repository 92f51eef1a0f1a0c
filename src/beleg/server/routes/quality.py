"""Quality: how often answers are known to be right, as figures and as a page. For the owner only.

In: the owner's request. Out: JSON, or a page with pictures that needs no script. Knows no statistics.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from beleg.calibration.risk import advised, needed
from beleg.errors import NotAllowed
from beleg.guarantee import Quality, quality
from beleg.records import OWNER, as_json
from beleg.server.problems import PROBLEMS
from beleg.server.routes.page import language_of, render
from beleg.server.web import pictures
from beleg.server.web.quality_words import quality_words
from beleg.workspace import Parts

router = APIRouter(tags=["How things stand"])
ROWS = 20


@router.get("/v1/quality", summary="How good are the answers?", responses={200: {"model": Quality}, **PROBLEMS})
async def get_quality(request: Request) -> Response:
    """The calibration, the guarantee as it stands, and the watch over drift. Needs the owner's key."""
    return JSONResponse(as_json(await _quality(request, "en")))


@router.get("/quality", include_in_schema=False)
async def get_quality_page(request: Request) -> Response:
    """The same as a page."""
    language = language_of(request)
    it = await _quality(request, language)
    words = quality_words(language)
    words["learn_4"] = words["learn_4"].format(needed(0.05, 0.95), advised(0.05, 0.95))
    shown = _pictures(it, words, language) if it.labels else []
    facts = _facts(it, words, language) if it.labels else []
    return render(request, "quality.html", more=words, it=it, facts=facts, pictures=shown, advice=_advice(it, words))


async def _quality(request: Request, language: str) -> Quality:
    if request.state.asker.name != OWNER:
        raise NotAllowed("Only the owner of this workspace may see how good its answers are.")
    parts: Parts = request.app.state.parts
    return await quality(parts, language)


def _advice(it: Quality, words: dict[str, str]) -> str:
    if it.status == "withdrawn":
        drifted = it.watched is not None and it.watched.withdrawn_at is not None
        return words["withdrawn_drift"].format(words[f"signal_{it.loudest}"]) if drifted else words["withdrawn_changed"]
    named = {"holds": "holds_means", "vacuous": "vacuous_means"}.get(it.status, f"{it.status}_says")
    return words[named]


def _facts(it: Quality, words: dict[str, str], language: str) -> list[tuple[str, str]]:
    """The figures beside the pictures."""

    def percent(share: float, digits: int = 1) -> str:
        return f"{_figure(share * 100, digits, language)}\u00a0%"

    found: list[tuple[str, str]] = []
    certificate = it.certificate
    if certificate is not None:
        found.append((words["fact_demand"], words["demand"].format(percent(it.acceptable_error), percent(it.certainty))))
        found.append((words["fact_coverage"], words["coverage_of"].format(percent(certificate.coverage, 0))))
        if certificate.given:
            seen = words["seen_of"].format(certificate.wrong, certificate.given, percent(certificate.bound))
            found.append((words["fact_seen"], seen))
        found.append((words["fact_all"], percent(certificate.base)))
        found.append((words["fact_needed"], words["needed_of"].format(certificate.needed, certificate.advised)))
        threshold = words["none"] if certificate.threshold is None else _figure(certificate.threshold, 3, language)
        found.append((words["fact_threshold"], threshold))
    errors = [_figure(each[0], 3, language) for each in (it.error_before, it.error_after)]
    found += [
        (words["fact_labels"], f"{it.labels}"),
        (words["fact_error"], words["error_of"].format(*errors, it.curve)),
        (words["fact_made"], words["made_of"].format(it.made_at[:10], it.labelled)),
        (words["fact_watched"], f"{it.watched.seen if it.watched else 0}"),
    ]
    return found


def _pictures(it: Quality, words: dict[str, str], language: str) -> list[tuple[str, Any, list[str], list[list[str]]]]:
    """Each picture with its figures as a table."""

    def percent(share: float) -> str:
        return f"{_figure(share * 100, 1, language)}\u00a0%"

    sure = [[percent(each.confidence), percent(each.right), f"{each.count}"] for each in it.reliability]
    risk = [[percent(x), percent(y)] for x, y in _thinned(it.curve_points)]
    told = [
        [f"{number}", at[:16].replace("T", " "), _figure(10**value, 2, language)] for number, at, value in _thinned(it.history)
    ]
    return [
        (
            "reliability",
            pictures.reliability(it, words),
            [words["axis_confidence"], words["axis_right"], words["column_count"]],
            sure,
        ),
        ("risk", pictures.risk_coverage(it, words), [words["axis_coverage"], words["axis_wrong"]], risk),
        (
            "drift",
            pictures.drift(it, words),
            [words["axis_questions"], words["column_time"], words["axis_evidence"]],
            told,
        ),
    ]


def _thinned(rows: Any) -> list[Any]:
    """At most so many rows, evenly chosen, the last among them."""
    every = max(1, -(-len(rows) // ROWS))
    return [row for at, row in enumerate(rows, 1) if at % every == 0 or at == len(rows)]


def _figure(value: float, digits: int, language: str) -> str:
    text = f"{value:.{digits}f}"
    if digits == 1:
        text = text.removesuffix(".0")
    return text.replace(".", ",") if language == "de" else text
