"""Pages of the runs over data sets: the list, one run, two side by side. For the owner alone.

In: a browser that is signed in. Out: HTML that `evaluation/report/` makes, with its style as a file of its own. A run shows
answers: one that asked with groups the owner is not in is not there, as everywhere over HTTP. Measures nothing.
"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from beleg.errors import NotAllowed
from beleg.evaluation.comparison import compare
from beleg.evaluation.report.pages import comparison_page, evaluation_page, list_page, style_sheet
from beleg.evaluation.results import Evaluation, no_such_run, read_evaluation
from beleg.server.routes.page import LANGUAGE_COOKIE
from beleg.server.web.words import choose_language
from beleg.workspace import Parts

SHOWN = 200
router = APIRouter(prefix="/evaluations", include_in_schema=False)


@router.get("")
async def get_list(request: Request) -> Response:
    """The runs, newest first."""
    parts = _owners(request)
    rows = [each for each in await parts.state.evaluations(SHOWN) if set(each["plan"]["groups"]) <= parts.owner.groups]
    return HTMLResponse(list_page(rows, _language(request)))


@router.get("/report.css")
async def get_style() -> Response:
    """The style of the reports."""
    return Response(style_sheet(), media_type="text/css", headers={"cache-control": "no-cache"})


@router.get("/{run}")
async def get_evaluation(run: str, request: Request) -> Response:
    """One run."""
    evaluation = await _seen(_owners(request), run)
    return HTMLResponse(await asyncio.to_thread(evaluation_page, evaluation, _language(request), (), True))


@router.get("/{first}/compared-with/{second}")
async def get_comparison(first: str, second: str, request: Request) -> Response:
    """The second run against the first."""
    parts = _owners(request)
    one, other = await _seen(parts, first), await _seen(parts, second)
    told = await asyncio.to_thread(compare, one, other)
    return HTMLResponse(await asyncio.to_thread(comparison_page, told, _language(request), True))


def _owners(request: Request) -> Parts:
    """The parts, for the owner. Raises NotAllowed for anybody else."""
    parts: Parts = request.app.state.parts
    if request.state.asker.name != parts.owner.name:
        raise NotAllowed("Evaluations are shown to the owner of this workspace alone. Sign in with the owner's key.")
    return parts


async def _seen(parts: Parts, run: str) -> Evaluation:
    """The run, if it asked with no more than the owner's groups. Raises NotFound, in the same words as for none at all."""
    evaluation = await read_evaluation(parts.state, run)
    if not set(evaluation.plan["groups"]) <= parts.owner.groups:
        raise no_such_run(run)
    return evaluation


def _language(request: Request) -> str:
    accepted = request.headers.get("accept-language", "")
    return choose_language(request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE), accepted)
