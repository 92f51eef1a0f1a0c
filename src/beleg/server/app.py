"""The HTTP server of a workspace.

In: a workspace's folder. Out: an ASGI application, or a server running it until Ctrl-C. Opens the parts once and shares
them. Knows no retrieval; each address stands in `routes/`.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from beleg.errors import Busy, NotAllowed, UserError
from beleg.server import problems
from beleg.server.auth import Guard, Keys, is_loopback, owner_key
from beleg.server.routes import asking, checking, documents, evaluations, explaining, finding, page, quality, standing
from beleg.workspace import open_parts

STOP_S = 5


def create_app(root: Path, *, key_required: bool = True, loopback: bool = True) -> FastAPI:
    """The application for the workspace at `root`. `loopback` says that only this machine reaches it.

    Raises NotAllowed when no key shall be asked for although others reach it.
    """
    if not key_required and not loopback:
        raise NotAllowed("Without keys, beleg serves this machine only. Leave --no-key away, or listen on 127.0.0.1.")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_parts(root) as parts:
            await parts.state.key_count()  # an unreadable database is told at the start, not at the first question
            app.state.parts = parts
            app.state.keys = Keys(root, parts.owner, parts.state.key_holder)
            app.state.keys.everyone = None if key_required else parts.owner
            yield

    app = FastAPI(
        title="beleg",
        version=version("beleg"),
        description="Answers from your own documents, with a receipt for every sentence.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app, page.problem_page)
    for each in (
        asking.router,
        checking.router,
        documents.router,
        finding.router,
        explaining.router,
        evaluations.router,
        quality.router,
        standing.router,
        page.router,
    ):
        app.include_router(each)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's own way to change the document
    app.add_middleware(Guard, keys=lambda: app.state.keys, loopback=loopback)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the key, and without the 422 that this server never answers."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        parts = described.setdefault("components", {})
        parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"key": []}]
        for methods in described["paths"].values():
            for operation in methods.values():
                operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            parts.get("schemas", {}).pop(name, None)
        app.openapi_schema = described
    return app.openapi_schema


def sign_in_link(root: Path, address: str) -> str:
    """The link that signs the owner in; makes the owner's key at the first call. It is a secret."""
    return f"{address}/?key={owner_key(root)}"


def serve(root: Path, host: str, port: int, key_required: bool, on_ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `on_ready` is told the address once requests are taken. Port 0 takes a free one.

    Raises UserError for an address that cannot be listened on, Busy for a port that is taken, NotAllowed for an address
    that others reach while no key besides the owner's exists.
    """
    loopback = is_loopback(host)
    if not loopback and not asyncio.run(_key_count(root)):
        raise NotAllowed(
            f"Others could reach {host!r}, but only the owner has a key. Make one with `beleg key add NAME --groups GROUP`, "
            "or listen on 127.0.0.1."
        )
    app = create_app(root, key_required=key_required, loopback=loopback)
    with _listen(host, port) as listening:
        address = _address(host, listening.getsockname()[1])
        server = _Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=STOP_S, server_header=False))
        server.when_ready = lambda: on_ready(address)
        server.run([listening])
        if not server.started:
            asyncio.run(_key_count(root))  # raises the reason in its own words
            raise UserError("The server did not start. Run `beleg doctor`.")


async def _key_count(root: Path) -> int:
    async with open_parts(root) as parts:
        return await parts.state.key_count()


class _Server(uvicorn.Server):
    when_ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell that the server is ready, once it is."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self.when_ready()


def _address(host: str, port: int) -> str:
    return f"http://[{host.strip('[]')}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    bare = host.strip("[]")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UserError(f"There is no address {host!r} on this machine. Try --host 127.0.0.1.") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise Busy(
                f"Port {port} is taken by another program. Try --port {port + 1}, or --port 0 for a free one."
            ) from error
        if error.errno == errno.EACCES:
            raise UserError(f"Port {port} needs an administrator. Take one above 1023, for example --port 8765.") from error
        raise UserError(f"There is no address {host!r} on this machine. Try --host 127.0.0.1.") from error
    return listening
