"""Check a text against the sources, and read the text of a file for it.

In: a text or a file over HTTP. Out: the verdict on each sentence, as one object or as events. Knows no retrieval: the path
does everything.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from beleg.errors import UserError
from beleg.factcheck import admit, check, how_many, read_text
from beleg.records import CheckedSentence, Shown, TextToCheck, as_json
from beleg.server.problems import PROBLEMS
from beleg.server.stream import StepStream
from beleg.workspace import Parts

router = APIRouter(prefix="/v1", tags=["Check a text"])

STREAM: dict[str, Any] = {
    "text/event-stream": {
        "example": 'event: sentence\ndata: {"text": "…", "verdict": "carried"}\n\n'
        'event: report\ndata: {"counts": {"carried": 1}}'
    }
}


class TextCheck(BaseModel):
    """A text; `sources` limits the search to sources of these names; `skip` are spans with nothing to check; `stream` asks for
    each sentence as it is judged.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Die Kantine ist montags geöffnet.", "sources": []}]}
    )

    text: str
    sources: list[str] = Field(default=[], max_length=100)
    skip: list[tuple[int, int]] = Field(default=[], max_length=20_000)
    stream: bool = False


class CheckReport(BaseModel):
    """Every sentence with its verdict, and how many there are of each."""

    sentences: list[CheckedSentence]
    counts: dict[str, int]


class FileText(BaseModel):
    """The text of a file, and the spans of its headings and code."""

    text: str
    skip: list[tuple[int, int]]


@router.post("/check", summary="Check a text", responses={200: {"model": CheckReport, "content": STREAM}, **PROBLEMS})
async def post_check(body: TextCheck, request: Request) -> Response:
    """What the sources that your key may read say of each sentence. With `Accept: text/event-stream` or `stream`, one
    `sentence` event for each as it is judged, at the end one `report` with the counts."""
    parts: Parts = request.app.state.parts
    given = await admit(parts, TextToCheck(body.text, request.state.asker, tuple(body.sources), tuple(body.skip)))
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        return StepStream(_steps(parts, given))
    async with aclosing(check(parts, given)) as checked:
        found = [each async for each in checked]
    return JSONResponse({"sentences": as_json(found), "counts": _counts(found)})


@router.post("/check/file", summary="Read a file to check", responses={200: {"model": FileText}, **PROBLEMS})
async def post_file(request: Request, name: str = Query(description="The file's name", examples=["draft.docx"])) -> Response:
    """The text of the file in the body (text, Markdown, HTML, DOCX, PDF), to be sent to `/v1/check`. Nothing is kept."""
    data = await request.body()
    if not data:
        raise UserError("The body is empty. Send the file's bytes.")
    text, skip = await read_text(request.app.state.parts, data, name)
    return JSONResponse({"text": text, "skip": skip})


async def _steps(parts: Parts, given: TextToCheck) -> AsyncGenerator[Shown, None]:
    """The sentences as steps of a stream."""
    started = time.perf_counter()
    total = how_many(given.text)
    found: list[CheckedSentence] = []
    async with aclosing(check(parts, given)) as checked:
        async for each in checked:
            found.append(each)
            at_ms = round((time.perf_counter() - started) * 1000, 3)
            yield Shown("sentence", at_ms, {"index": len(found) - 1, "of": total, **as_json(each)})
    yield Shown("report", round((time.perf_counter() - started) * 1000, 3), {"counts": _counts(found)})


def _counts(found: Sequence[CheckedSentence]) -> dict[str, int]:
    counts = Counter(each.verdict for each in found)
    return {name: counts[name] for name in ("carried", "contradicted", "not_found", "nothing_to_check")}
