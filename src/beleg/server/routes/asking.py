"""Ask and search.

In: a question over HTTP. Out: the answer as one object, or its steps as a stream; or the passages found. Knows no
retrieval: the paths do everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from beleg.ask import answer_to, ask
from beleg.records import Answer, AppliedFilter, Question, Retrieved, as_json
from beleg.retrieval.filters import given
from beleg.search import admit, rank
from beleg.server.problems import PROBLEMS
from beleg.server.stream import StepStream
from beleg.workspace import Parts

router = APIRouter(prefix="/v1", tags=["Ask and search"])

STREAM: dict[str, Any] = {
    "text/event-stream": {
        "example": 'event: claim\ndata: {"index": 0, "text": "…", "citations": []}\n\n'
        'event: answer\ndata: {"outcome": "answered"}'
    }
}


PassageId = Annotated[int, Field(ge=0, lt=2**62)]


class Ask(BaseModel):
    """A question; `sources` limits it to sources of these names, `filters` to more, such as `since:2024` or `folder:sales`.

    Filters are read from the question too: `without` names those that shall not be, `*` all. `stream` asks for the steps as
    they happen.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "Wie viele Urlaubstage gibt es?", "sources": []}]}
    )

    question: str
    sources: list[str] = Field(default=[], max_length=100)
    filters: list[str] = Field(default=[], max_length=100)
    without: list[str] = Field(default=[], max_length=100)
    stream: bool = False


class Search(BaseModel):
    """What to look for, and how many passages to return at most; `filters` and `without` as for a question."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"q": "Urlaubsanspruch", "limit": 10}]})

    q: str
    limit: int = Field(10, ge=1, le=100)
    sources: list[str] = Field(default=[], max_length=100)
    like: list[PassageId] = Field(default=[], max_length=50, description="Ids of passages to find more of")
    unlike: list[PassageId] = Field(default=[], max_length=50, description="Ids of passages to find less of")
    filters: list[str] = Field(default=[], max_length=100)
    without: list[str] = Field(default=[], max_length=100)


class Results(BaseModel):
    """Passages, best first, and what the search was limited to."""

    results: list[Retrieved]
    filters: list[AppliedFilter]


@router.post("/ask", summary="Answer a question", responses={200: {"model": Answer, "content": STREAM}, **PROBLEMS})
async def post_ask(body: Ask, request: Request) -> Response:
    """The answer with a receipt for every sentence. With `Accept: text/event-stream` or `stream`, its steps as events:
    one `claim` for each checked sentence, at the end one `answer` with the whole answer."""
    parts: Parts = request.app.state.parts
    question = await _question(parts, request, body.question, body)
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        return StepStream(ask(parts, question))
    return JSONResponse(as_json(await answer_to(parts, question)))


@router.get("/search", summary="Find passages", responses={200: {"model": Results}, **PROBLEMS})
async def get_search(
    request: Request,
    q: str = Query(description="What to look for", examples=["Urlaubsanspruch"]),
    limit: int = Query(10, ge=1, le=100, description="Passages at most"),
    source: list[str] = Query(default=[], max_length=100, description="Only sources of these names"),
    like: list[PassageId] = Query(default=[], max_length=50, description="Ids of passages to find more of"),
    unlike: list[PassageId] = Query(default=[], max_length=50, description="Ids of passages to find less of"),
    filters: list[str] = Query(
        default=[], max_length=100, alias="filter", description="Limits such as since:2024 or folder:sales"
    ),
    without: list[str] = Query(default=[], max_length=100, description="Filters not to be read from the words; * for all"),
) -> Response:
    """The passages that fit, best first, among the documents that your key may read."""
    body = Search(q=q, limit=limit, sources=source, like=like, unlike=unlike, filters=filters, without=without)
    return await _search(request, body)


@router.post("/search", summary="Find passages", responses={200: {"model": Results}, **PROBLEMS})
async def post_search(body: Search, request: Request) -> Response:
    """The same as GET, for long questions."""
    return await _search(request, body)


async def _search(request: Request, body: Search) -> Response:
    parts: Parts = request.app.state.parts
    question = await _question(parts, request, body.q, body)
    found = await rank(parts, replace(question, like=tuple(body.like), unlike=tuple(body.unlike)), body.limit)
    return JSONResponse({"results": as_json(found.found), "filters": as_json(found.filters)})


async def _question(parts: Parts, request: Request, text: str, limits: Ask | Search) -> Question:
    """Admitted here already: once a stream has begun, a refusal could no longer have a status of its own."""
    filters = tuple(map(given, limits.filters))
    question = Question(text, request.state.asker, tuple(limits.sources), filters=filters, without=tuple(limits.without))
    return await admit(parts, question)
