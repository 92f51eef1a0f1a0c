"""Pages of the runs over data sets: the list, one run, two side by side. For the owner alone.

In: a browser that is signed in. Out: HTML that `evaluation/report/` makes, with its style as a file of its own. A run shows
answers as those groups saw them that it asked for: nobody but the owner may see it. Measures nothing.
"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from beleg.errors import NotAllowed
from beleg.evaluation.comparison import compare
from beleg.evaluation.report.pages import comparison_page, evaluation_page, list_page, style_sheet
from beleg.evaluation.results import read_evaluation
from beleg.server.routes.page import LANGUAGE_COOKIE
from beleg.server.web.words import choose_language
from beleg.workspace import Parts

SHOWN = 200
router = APIRouter(prefix="/evaluations", include_in_schema=False)


@router.get("")
async def get_list(request: Request) -> Response:
    """The runs, newest first."""
    parts = _owners(request)
    return HTMLResponse(list_page(await parts.state.evaluations(SHOWN), _language(request)))


@router.get("/report.css")
async def get_style() -> Response:
    """The style of the reports."""
    return Response(style_sheet(), media_type="text/css", headers={"cache-control": "no-cache"})


@router.get("/{run}")
async def get_evaluation(run: str, request: Request) -> Response:
    """One run."""
    evaluation = await read_evaluation(_owners(request).state, run)
    return HTMLResponse(await asyncio.to_thread(evaluation_page, evaluation, _language(request), (), True))


@router.get("/{first}/compared-with/{second}")
async def get_comparison(first: str, second: str, request: Request) -> Response:
    """The second run against the first."""
    state = _owners(request).state
    one, other = await read_evaluation(state, first), await read_evaluation(state, second)
    told = await asyncio.to_thread(compare, one, other)
    return HTMLResponse(await asyncio.to_thread(comparison_page, told, _language(request), True))


def _owners(request: Request) -> Parts:
    """The parts, for the owner. Raises NotAllowed for anybody else."""
    parts: Parts = request.app.state.parts
    if request.state.asker.name != parts.owner.name:
        raise NotAllowed("Evaluations are shown to the owner of this workspace alone. Sign in with the owner's key.")
    return parts


def _language(request: Request) -> str:
    accepted = request.headers.get("accept-language", "")
    return choose_language(request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE), accepted)
