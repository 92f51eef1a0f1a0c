"""Why passages stand where they stand, for programs and on a page.

In: a question over HTTP. Out: an explanation as JSON, or drawn. Knows no ranking: the path `explain` does everything, with the
asker's groups.
"""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from beleg.errors import UserError
from beleg.explain import explain
from beleg.records import Explanation, Question, as_json
from beleg.server.problems import PROBLEMS
from beleg.server.routes.page import language_of, render
from beleg.server.web.bumps import chart_of
from beleg.server.web.words_explain import explaining_words
from beleg.workspace import Parts

router = APIRouter(tags=["Ask and search"])


@router.get("/v1/explain", summary="Explain a ranking", responses={200: {"model": Explanation}, **PROBLEMS})
async def get_explanation(
    request: Request,
    q: str = Query(description="The question", examples=["Urlaubsanspruch"]),
    limit: int = Query(10, ge=1, le=50, description="Passages at most"),
    source: list[str] = Query(default=[], max_length=100, description="Only sources of these names"),
) -> Response:
    """For each passage its place in every stage and what each word of the question brought; only what your key may read."""
    return JSONResponse(as_json(await _explained(request, q, limit, source)))


@router.get("/explain", include_in_schema=False)
async def get_page(request: Request, q: str = "", source: list[str] = Query(default=[], max_length=100)) -> Response:
    """The same as a page; without a question only the form."""
    problem, told = "", None
    if q.strip():
        try:
            told = await _explained(request, q, 10, source)
        except UserError as error:
            problem = str(error)
    return render(
        request,
        "explain.html",
        400 if problem else 200,
        explaining_words(language_of(request)),
        question=q,
        told=told,
        problem=problem,
        sources=source,
        chart=chart_of(told) if told else None,
        most=max((reason.total for each in told.passages for reason in each.reasons), default=1.0) if told else 1.0,
    )


async def _explained(request: Request, text: str, limit: int, sources: list[str]) -> Explanation:
    parts: Parts = request.app.state.parts
    return await explain(parts, Question(text, request.state.asker, tuple(sources)), limit)
