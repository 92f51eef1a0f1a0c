"""Errors as problem documents (RFC 9457).

In: an exception, or a status with words. Out: a JSON response of type `application/problem+json` with `type`, `title`,
`status`, `detail` and `hint`. Knows no route. What was not foreseen is named by its status only, never by its message.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from beleg.errors import (
    BelegError,
    Busy,
    IndexFailure,
    NotAllowed,
    NotFound,
    StorageFailure,
    UserError,
    is_half_character,
)

log = logging.getLogger("beleg.server")

HINTS: dict[type[BelegError], str] = {
    NotFound: "GET /v1/sources and GET /v1/documents list what your key may read.",
    NotAllowed: "Use a key whose groups reach it.",
    Busy: "Try again in a moment.",
    IndexFailure: "Try again in a moment; if it stays so, run `beleg doctor`.",
    StorageFailure: "Free some space, then try again.",
    UserError: "Correct the request; /docs lists what it may hold.",
}


class Problem(BaseModel):
    """What went wrong, and what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""


def problem(status: int, detail: str, hint: str = "", title: str = "") -> Problem:
    """A problem of this status; without a title it has the status's own name."""
    words = title or HTTPStatus(status).phrase
    name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    return Problem(type=f"urn:beleg:problem:{name}", title=words, status=status, detail=detail, hint=hint)


def problem_of(error: BaseException) -> Problem:
    """The problem that an exception stands for. An unforeseen one keeps its message to itself."""
    if isinstance(error, BelegError):
        title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).capitalize()
        hint = next((HINTS[kind] for kind in type(error).__mro__ if kind in HINTS), "Run `beleg doctor` on the server.")
        return problem(error.http_status, str(error), hint, title)
    if is_half_character(error):
        return problem(400, "The request holds half a character (a lone surrogate), which is no text.", "Send it as UTF-8.")
    return problem(500, "The server failed at this request.", "The reason is in the server's log.")


def as_response(what: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as a response."""
    return JSONResponse(what.model_dump(), what.status, headers, "application/problem+json")


def install(app: FastAPI, page: Callable[[Request, Problem], Response]) -> None:
    """Make every error of the application a problem document, or a `page` where a browser opened an address of the page."""

    def told(request: Request, what: Problem, headers: dict[str, str] | None = None) -> Response:
        opens = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        return page(request, what) if opens and not request.url.path.startswith("/v1/") else as_response(what, headers)

    async def ours(request: Request, error: Exception) -> Response:
        known = isinstance(error, BelegError) or is_half_character(error)
        if not known:
            log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        wait = {"Retry-After": "1"} if isinstance(error, BelegError) and error.retryable else None
        return told(request, problem_of(error), wait)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first: dict[str, Any] = dict(error.errors()[0])
        if first["type"] == "json_invalid":
            return told(request, problem(400, "The body is not valid JSON.", 'Send for example {"question": "…"}.'))
        where = ".".join(str(step) for step in first["loc"] if step not in ("body", "query", "path")) or "the body"
        return told(request, problem(400, f"{where}: {first['msg']}.", "/docs lists what each field may be."))

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = {
            404: f"There is nothing at {request.url.path}.",
            405: f"{request.method} is not possible at {request.url.path}.",
        }.get(error.status_code, str(error.detail))
        return told(request, problem(error.status_code, detail, "/docs lists every address."), dict(error.headers or {}))

    app.add_exception_handler(BelegError, ours)
    app.add_exception_handler(UnicodeEncodeError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, ours)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": what}
    for status, what in {
        400: "The request cannot be met as put",
        401: "No key, or a wrong one",
        404: "Not there, or not for this key",
        413: "More than the server takes",
        503: "Busy; try again",
    }.items()
}
"""What each route may answer besides success, for the OpenAPI document."""
