"""Finding without a question: a page of search results with feedback, documents like a document, what there is.

In: words, a document, liked passages. Out: JSON, or pages that need no script. Knows no retrieval: the paths do everything.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from beleg.errors import UserError
from beleg.records import DocumentTheme, Overview, Question, SimilarDocument, as_json
from beleg.search import admit, search
from beleg.server.problems import PROBLEMS
from beleg.server.routes.asking import PassageId
from beleg.server.routes.documents import DocumentId
from beleg.server.routes.page import render
from beleg.similar import overview, similar
from beleg.workspace import Parts

router = APIRouter(tags=["Find"])
RESULTS = 12
EXCERPT_CHARACTERS = 420
HUES = 12
LABELLED = 8
"""Themes whose first word stands on the map."""


class Similar(BaseModel):
    """Documents like a document, most alike first."""

    similar: list[SimilarDocument]


@router.get(
    "/v1/documents/{document_id}/similar", summary="Find similar documents", responses={200: {"model": Similar}, **PROBLEMS}
)
async def get_similar(document_id: DocumentId, request: Request, limit: int = Query(10, ge=1, le=100)) -> Response:
    """The documents that share the words which mark this one, among those that your key may read."""
    parts: Parts = request.app.state.parts
    return JSONResponse({"similar": as_json(await similar(parts, document_id, request.state.asker, limit))})


@router.get("/v1/overview", summary="See what there is", responses={200: {"model": Overview}, **PROBLEMS})
async def get_overview(
    request: Request,
    source: list[str] = Query(default=[], max_length=100, description="Only sources of these names"),
    themes: int | None = Query(None, ge=1, le=100, description="How many themes; without it beleg decides"),
) -> Response:
    """Themes of the documents that your key may read, and groups that repeat each other."""
    parts: Parts = request.app.state.parts
    return JSONResponse(as_json(await overview(parts, request.state.asker, tuple(source), themes)))


@router.get("/overview", include_in_schema=False)
async def get_overview_page(request: Request) -> Response:
    """The same as a page with a map."""
    found = await overview(request.app.state.parts, request.state.asker)
    dots = [
        {"x": round(4 + 92 * x, 2), "y": round(4 + 52 * y, 2), "hue": at % HUES, "title": document.title}
        for at, theme in enumerate(found.themes)
        for (x, y), document in zip(theme.places, theme.documents, strict=True)
    ]
    labels = [_label(theme) for theme in found.themes[:LABELLED] if theme.words]
    largest = max((len(theme.documents) for theme in found.themes), default=1)
    return render(request, "overview.html", found=found, dots=dots, labels=labels, largest=largest, hues=HUES)


@router.get("/search", include_in_schema=False)
async def get_search_page(
    request: Request,
    like: Annotated[list[PassageId], Query(default_factory=list, max_length=50)],
    unlike: Annotated[list[PassageId], Query(default_factory=list, max_length=50)],
    q: str = "",
    similar_to: DocumentId | None = None,
) -> Response:
    """Search results; each can be made to count for or against, by plain links."""
    asker = request.state.asker
    parts: Parts = request.app.state.parts
    hits: list[dict[str, Any]] = []
    problem = ""
    alike: list[SimilarDocument] = []
    if similar_to:
        alike = await similar(parts, similar_to, asker, RESULTS)
    elif q.strip():
        try:
            question = await admit(parts, Question(q, asker))
            found = await search(parts, replace(question, like=tuple(like), unlike=tuple(unlike)), RESULTS)
            best = max((hit.score for hit in found), default=1.0) or 1.0
            hits = [_told(each, q, like, unlike, each.score / best) for each in found]
        except UserError as error:
            problem = str(error)
    back = "/search?" + urlencode({"q": q}) if like or unlike else ""
    return render(request, "search.html", q=q, hits=hits, alike=alike, problem=problem, back=back)


def _label(theme: DocumentTheme) -> dict[str, Any]:
    x, y = (sum(place[axis] for place in theme.places) / len(theme.places) for axis in (0, 1))
    return {"x": round(4 + 92 * x, 2), "y": round(4 + 52 * y, 2), "word": theme.words[0]}


def _told(hit: Any, q: str, like: list[int], unlike: list[int], share: float) -> dict[str, Any]:
    number = hit.passage_id
    text = hit.passage.text
    return {
        "hit": hit,
        "excerpt": text if len(text) <= EXCERPT_CHARACTERS else text[: EXCERPT_CHARACTERS - 1].rstrip() + "…",
        "liked": number in like,
        "unliked": number in unlike,
        "more": _link(q, _toggled(like, number), [each for each in unlike if each != number]),
        "less": _link(q, [each for each in like if each != number], _toggled(unlike, number)),
        "bar": max(1, min(100, math.ceil(share * 100))),
    }


def _toggled(numbers: list[int], number: int) -> list[int]:
    return [each for each in numbers if each != number] if number in numbers else [*numbers, number]


def _link(q: str, like: list[int], unlike: list[int]) -> str:
    return "/search?" + urlencode({"q": q, "like": like, "unlike": unlike}, doseq=True)
