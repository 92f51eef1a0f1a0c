"""Who may come in: keys, cookies, and the checks on Host, Origin and size that come before every route.

In: an ASGI request. Out: the same request with its asker in `request.state.asker`, or a problem document. Everything is
closed but what `OPEN` names. Knows no route and no content.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beleg.errors import StorageFailure
from beleg.records import Principal
from beleg.server.problems import Problem, as_response, problem
from beleg.settings import DATA_FOLDER

BODY_BYTES = 1_000_000
OPEN = ("/health", "/docs", "/openapi.json", "/favicon.ico")
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether an address to listen on reaches this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def owner_key_file(root: Path) -> Path:
    """Where a workspace keeps its owner's key."""
    return root / DATA_FOLDER / "owner.key"


def owner_key(root: Path) -> str:
    """The owner's key; the first call makes it, readable by this user alone. Safe to call from two processes at once."""
    path = owner_key_file(root)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = path.with_name(f"owner.key.{secrets.token_hex(4)}")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(32) + "\n")
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # another process was first: its key counts
            finally:
                draft.unlink()
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageFailure(
            f"The owner's key {str(path)!r} cannot be read or made. Check the folder's permissions."
        ) from error
    if len(key) < 20:
        raise StorageFailure(f"The owner's key in {str(path)!r} is too short. Delete the file; the next start makes a new one.")
    return key


class Keys:
    """Tells who holds a key. `holder` looks up the others by their SHA-256; `everyone` is set where no key is asked for."""

    def __init__(self, root: Path, owner: Principal, holder: Callable[[str], Awaitable[Principal | None]]) -> None:
        self.owner = owner
        self.file = owner_key_file(root)
        self.cookie = "beleg_" + hashlib.sha256(str(root).encode()).hexdigest()[:8]
        self.everyone: Principal | None = None
        self._own = _digest(owner_key(root))
        self._holder = holder

    async def asker(self, key: str) -> Principal | None:
        """Who holds this key, or None. Compares digests in constant time."""
        if not key:
            return self.everyone
        digest = _digest(key)
        if hmac.compare_digest(digest, self._own):
            return self.owner
        return await self._holder(digest) or self.everyone

    def refusal(self, given: bool) -> Problem:
        """What to tell someone without a key that fits."""
        what = "This key is not known." if given else "This address needs a key."
        where = f"The owner's key is in {self.file} on the server; send it as `Authorization: Bearer KEY`."
        return problem(401, what, where)


class Guard:
    """ASGI middleware before everything else. `keys` is asked at each request, because it exists from start-up on."""

    def __init__(self, app: ASGIApp, keys: Callable[[], Keys], loopback: bool) -> None:
        self.app = app
        self.keys = keys
        self.loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit the request, or answer it with a problem; a browser that opens a page is led to the sign-in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _with_headers(send)
        headers = Headers(scope=scope)
        refused = self._strange(scope, headers) or await self._unknown(scope, headers)
        if refused is None:
            refused, receive = await _body(headers, receive)
        if refused is not None:
            signs_in = refused.status == 401 and scope["method"] == "GET" and "text/html" in headers.get("accept", "")
            answer = RedirectResponse("/", 303) if signs_in else as_response(refused, _challenge(refused))
            await answer(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _strange(self, scope: Scope, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if self.loopback and host.rsplit(":", 1)[0].lower() not in LOOPBACK_NAMES and host.lower() not in LOOPBACK_NAMES:
            return problem(421, "This server answers to 127.0.0.1 and localhost only.", "Open it by one of these names.")
        origin = headers.get("origin")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and origin is not None and origin not in _own_origins(host):
            return problem(403, "This request comes from a page of another site.", "Ask from beleg's own page or a program.")
        return None

    async def _unknown(self, scope: Scope, headers: Headers) -> Problem | None:
        path = scope["path"]
        keys = self.keys()
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer.strip() if scheme.lower() == "bearer" else _cookie(headers, keys.cookie)
        asker = await keys.asker(given)
        scope.setdefault("state", {})["asker"] = asker
        if asker is None and path not in OPEN and path != "/" and not path.startswith("/static/"):
            return keys.refusal(bool(given))
        return None


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _own_origins(host: str) -> tuple[str, str]:
    return f"http://{host}", f"https://{host}"


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _challenge(refused: Problem) -> dict[str, str]:
    return {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return guarded


async def _body(headers: Headers, receive: Receive) -> tuple[Problem | None, Receive]:
    """Read the body up to the limit, so that no route sees a larger one, and hand it on."""
    too_large = problem(413, f"The body is larger than {BODY_BYTES:,} bytes.", "Send a shorter question.")
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > BODY_BYTES:
        return too_large, receive
    if length == "0" and "transfer-encoding" not in headers:
        return None, receive
    body = bytearray()
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), 30)
        except TimeoutError:
            return problem(408, "The body did not arrive within 30 s.", "Send it again."), receive
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY_BYTES:
            return too_large, receive
    waiting: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return None, again
