"""Documents: the inventory, and the text of any version that a receipt may cite.

In: an id, a version. Out: what this asker may read of it; what is not theirs reads like what is not there. Knows no format.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, BaseModel

from beleg.errors import NotFound
from beleg.records import Document, DocumentStatus, as_json
from beleg.server.picture import picture_of
from beleg.server.problems import PROBLEMS
from beleg.workspace import Parts

router = APIRouter(prefix="/v1/documents", tags=["Documents"])


DocumentId = Annotated[int, AfterValidator(lambda number: number if 0 <= number < 2**62 else 0)]
"""An id that the database can count to; any other is told like one that is not there: nothing has the number 0."""


class Inventory(BaseModel):
    """One page of documents. `next` is the `after` of the page that follows, or null at the end."""

    documents: list[DocumentStatus]
    next: int | None


class Opened(BaseModel):
    """A document with the text of one version."""

    status: DocumentStatus
    content: Document


@router.get("", summary="List documents", responses={200: {"model": Inventory}, **PROBLEMS})
async def get_documents(
    request: Request,
    after: int = Query(0, ge=0, le=2**62, description="The last id of the page before"),
    limit: int = Query(50, ge=1, le=500),
    source: str | None = Query(None, description="Only documents of this source"),
) -> Response:
    """The documents that your key may read, by id, with how each stands."""
    parts: Parts = request.app.state.parts
    found = await parts.state.documents(request.state.asker.groups, source=source, limit=limit + 1, after=after)
    page = found[:limit]
    following = page[-1].document.id if len(found) > limit else None
    return JSONResponse({"documents": as_json(page), "next": following})


@router.get("/{document_id}", summary="Open a document", responses={200: {"model": Opened}, **PROBLEMS})
async def get_document(document_id: DocumentId, request: Request) -> Response:
    """The document as it stands now: its state, its text and its parts."""
    parts: Parts = request.app.state.parts
    groups = request.state.asker.groups
    status, content = await parts.state.document(document_id, groups)
    return _cached(request, {"status": as_json(status), "content": as_json(content)})


@router.get("/{document_id}/versions/{version}", summary="Open a version", responses={200: {"model": Opened}, **PROBLEMS})
async def get_version(document_id: DocumentId, version: str, request: Request) -> Response:
    """The version that a receipt cites, also after the document has changed."""
    parts: Parts = request.app.state.parts
    groups = request.state.asker.groups
    status, content = await parts.state.document_version(document_id, version, groups)
    return _cached(request, {"status": as_json(status), "content": as_json(content)})


@router.get(
    "/{document_id}/versions/{version}/pages/{page}.png",
    summary="See a page",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "The page, drawn at 110 dots per inch"}, **PROBLEMS},
)
async def get_picture(document_id: DocumentId, version: str, page: int, request: Request) -> Response:
    """A page of a PDF (1 = first) as a picture. The boxes of the document's parts are in points, 72 to the inch."""
    parts: Parts = request.app.state.parts
    groups = request.state.asker.groups
    _, content = await parts.state.document_version(document_id, version, groups)
    if content.media_type != "application/pdf" or not 1 <= page <= (content.pages or 0):
        raise NotFound(f"Document {document_id} has no page {page} to show. Only pages of PDFs are drawn.")
    tag = f'"{version[:40]}-{page}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, 304, headers)
    data = await parts.blobs.get(await parts.state.blob_of(document_id, version, groups))
    return Response(await picture_of(data, page), 200, headers, "image/png")


def _cached(request: Request, value: Any) -> Response:
    """With an ETag, and private: rights are asked again at each request, only the transfer is saved."""
    response = JSONResponse(value, headers={"cache-control": "private, no-cache"})
    tag = '"' + hashlib.sha256(response.body).hexdigest()[:24] + '"'
    if request.headers.get("if-none-match") == tag:
        return Response(None, 304, {"etag": tag, "cache-control": "private, no-cache"})
    response.headers["etag"] = tag
    return response
