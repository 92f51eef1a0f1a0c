"""The page, its files, and the reference of the API.

In: a browser. Out: HTML, style and script from this package only. Knows no answers: the script asks the API.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException

from beleg.language.reasons import LABELS
from beleg.records import OWNER, Document
from beleg.server.problems import Problem
from beleg.server.web.words import LANGUAGES, WORDS, choose_language, words_in
from beleg.workspace import Parts

WEB = Path(__file__).parent.parent / "web"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LANGUAGE_COOKIE = "beleg_language"
PAGES = (("/", "ask"), ("/check", "check_link"), ("/search", "search_title"), ("/overview", "overview_title"))
OWNERS_PAGES = (("/quality", "quality"), ("/evaluations", "evaluations"))
API_PAGE = ("/docs", "api")
"""The pages that every page links to: address, and the name of its word."""
EXAMPLES = 3
SIGNS = (("carried", "✔"), ("contradicted", "✘"), ("not_found", "?"))
"""Verdict → sign, for the legend."""
templates = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=select_autoescape(default=True))
router = APIRouter(include_in_schema=False)


@router.get("/")
async def get_page(request: Request, key: str | None = None) -> Response:
    """The page; with `key` in the address a sign-in, without one that fits the form to enter it."""
    if key is not None:
        return await _sign_in(request, key)
    asker = request.state.asker
    if asker is None:
        return render(request, "signin.html", 401, wrong=False)
    parts: Parts = request.app.state.parts
    statuses = await parts.state.source_statuses(asker.groups)
    examples = await _examples(parts, asker.groups)
    return render(request, "page.html", sources=statuses, examples=examples, asker=asker.name)


@router.get("/check")
async def get_check(request: Request) -> Response:
    """The page that holds a text against the sources."""
    reasons = {code: both[LANGUAGES.index(language_of(request))] for code, both in LABELS.items()}
    return render(request, "check.html", reasons=reasons, signs=SIGNS)


@router.get("/static/{name}")
async def get_static(name: str, request: Request) -> Response:
    """A file of the page, with an ETag."""
    if name not in _files():
        raise HTTPException(404)
    content, tag = _files()[name]
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, 304, headers)
    return Response(content, 200, headers, TYPES[Path(name).suffix])


@router.get("/favicon.ico")
async def get_icon() -> Response:
    """Browsers ask for it by themselves."""
    return RedirectResponse("/static/icon.svg", 308)


@router.get("/docs")
async def get_reference(request: Request) -> Response:
    """Every address of the API with its fields, made from the OpenAPI document."""
    described = request.app.openapi()
    schemas = described.get("components", {}).get("schemas", {})
    operations = [
        {"method": method.upper(), "path": path, "parts": _fields(operation), **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    text = templates.get_template("reference.html").render(
        operations=operations, schemas=schemas, info=described["info"], kind=_kind, coded=_coded
    )
    return HTMLResponse(text)


async def _sign_in(request: Request, key: str) -> Response:
    keys = request.app.state.keys
    if not key.strip() or await keys.asker(key.strip()) is None:
        return render(request, "signin.html", 401, wrong=True)
    response = RedirectResponse("/", 303)
    response.set_cookie(keys.cookie, key.strip(), max_age=31_536_000, httponly=True, samesite="strict")
    return response


def language_of(request: Request) -> str:
    """The language a visitor chose, or their browser prefers."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return choose_language(chosen, request.headers.get("accept-language", ""))


def render(
    request: Request, template: str, status: int = 200, more: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """A template in the language of this browser, with `more` words than every page has; a chosen language is remembered."""
    language = language_of(request)
    other = "en" if language == "de" else "de"
    text = templates.get_template(template).render(
        lang=language,
        other=other,
        other_address=f"?{request.url.include_query_params(lang=other).query}",
        words={**words_in(language), **(more or {})},
        here=request.url.path,
        pages=(*PAGES, *(OWNERS_PAGES if _is_owner(request) else ()), API_PAGE),
        **values,
    )
    response = HTMLResponse(text, status)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="strict")
    return response


def problem_page(request: Request, what: Problem) -> Response:
    """A problem for a person who opened an address in a browser."""
    return render(request, "problem.html", what.status, told=what)


def _is_owner(request: Request) -> bool:
    asker = getattr(request.state, "asker", None)
    return asker is not None and asker.name == OWNER


async def _examples(parts: Parts, groups: frozenset[str]) -> list[str]:
    """Questions from headings of the first documents, each in its document's language."""
    found: list[str] = []
    for status in await parts.state.documents(groups, limit=12):
        if len(found) == EXAMPLES:
            break
        if status.version and status.passages < 500:
            _, content = await parts.state.document_version(status.document.id, status.version, groups)
            found += _topic(content, status.language)
    return list(dict.fromkeys(found))


def _topic(content: Document, language: str) -> list[str]:
    headings = [part.text for part in content.parts if part.kind == "heading" and part.level > 1] or [content.title]
    fitting = [
        text.strip()
        for text in headings
        if 4 <= len(text.strip()) <= 60 and "\n" not in text.strip() and not _FILE.search(text)
    ]
    return [WORDS["example"][0 if language == "de" else 1].format(fitting[0])] if fitting else []


_FILE = re.compile(r"[\\/]|\.\w{2,5}$")
"""A title that is only the file's name makes no question."""


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """The static files, read once: names from a request are only looked up here, never opened."""
    found = {path.name: path.read_bytes() for path in sorted((WEB / "static").iterdir()) if path.suffix in TYPES}
    return {name: (content, f'"{hashlib.sha256(content).hexdigest()[:24]}"') for name, content in found.items()}


def _coded(text: str) -> Markup:
    """The text with what stands between backticks as code; everything is escaped first."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 (escaped in this line)


def _fields(operation: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": each["name"], "where": each["in"], "kind": _kind(each["schema"]), "says": each.get("description", "")}
        for each in operation.get("parameters", [])
    ]


def _kind(schema: dict[str, Any]) -> str:
    """A schema's type in a few characters: `list of Claim`, `text or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        items = schema.get("items")
        return f"list of {_kind(items)}" if items else "list"
    names = {"string": "text", "number": "number", "integer": "integer", "boolean": "true or false", "null": "null"}
    return names.get(str(schema.get("type")), "object")
