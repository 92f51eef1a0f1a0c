"""How things stand: sources, recorded runs, health.

In: a name or nothing. Out: counts and records. Health needs no key and therefore tells no names.
"""

from __future__ import annotations

import asyncio
from array import array
from importlib.metadata import version
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from beleg.errors import BelegError
from beleg.records import IndexQuery, SourceStatus, SparseVector, as_json
from beleg.server.problems import PROBLEMS
from beleg.workspace import Parts

router = APIRouter(tags=["How things stand"])


class Sources(BaseModel):
    """The sources with their counts and what could not be read."""

    sources: list[SourceStatus]


class Health(BaseModel):
    """`ok` is true when the state and the index answer. The counts are of what the owner may read."""

    ok: bool
    version: str
    index: Literal["ok", "unreachable"]
    documents: int
    passages: int
    quarantined: int


@router.get("/v1/sources", summary="List sources", responses={200: {"model": Sources}, **PROBLEMS})
async def get_sources(request: Request) -> Response:
    """Every source of which your key may read something, with documents set aside and why."""
    parts: Parts = request.app.state.parts
    return JSONResponse({"sources": as_json(await parts.state.source_statuses(request.state.asker.groups))})


@router.get("/v1/runs/{run_id}", summary="Show a run", responses={200: {"model": dict[str, Any]}, **PROBLEMS})
async def get_run(run_id: str, request: Request) -> Response:
    """What a run did, step by step, as its asker may see it. To anyone else it is not there."""
    parts: Parts = request.app.state.parts
    return JSONResponse(as_json(await parts.state.run(run_id, request.state.asker)))


@router.get("/health", summary="Is it well?", responses={200: {"model": Health}, 503: {"model": Health}})
async def get_health(request: Request) -> Response:
    """Whether beleg can answer. Needs no key."""
    parts: Parts = request.app.state.parts
    nothing = IndexQuery(SparseVector(array("I", [1]), array("f", [1.0])), parts.owner.groups, 1)
    try:
        await asyncio.wait_for(parts.index.search(nothing), 5)
        well = True
    except (BelegError, TimeoutError):
        well = False
    statuses = await parts.state.source_statuses(parts.owner.groups)
    counts = {name: sum(getattr(each, name) for each in statuses) for name in ("documents", "passages", "quarantined")}
    body = Health(ok=well, version=version("beleg"), index="ok" if well else "unreachable", **counts)
    return JSONResponse(body.model_dump(), 200 if well else 503)
