"""The steps of a run as server-sent events.

In: the steps as they happen. Out: a response with one event a step, the event's name being the step's, and a last one named
`answer` (the whole answer) or `error` (a problem). Knows nothing of what the steps mean. A client that goes ends the run.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from beleg.errors import BelegError
from beleg.records import Shown, as_json
from beleg.server.problems import problem_of

log = logging.getLogger("beleg.server")


class StepStream(Response):
    """Sends steps until the answer, the first error, or the client's going; then closes the generator in every case."""

    media_type = "text/event-stream"

    def __init__(self, steps: AsyncGenerator[Shown, None]) -> None:
        super().__init__(None, 200, {"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self.steps = steps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send and listen side by side; whichever ends first ends the other."""
        both = {asyncio.create_task(self._send(send)), asyncio.create_task(_gone(receive))}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async with aclosing(self.steps) as steps:
                async for step in steps:
                    data = {"at_ms": step.at_ms, **as_json(step.data)}
                    if step.answer is None or step.name != "answer":
                        await send(_body(event(step.name, data)))
                    if step.answer is not None:
                        await send(_body(event("answer", as_json(step.answer))))
        except Exception as error:
            if not isinstance(error, BelegError):
                log.exception("A streamed run failed")
            await send(_body(event("error", problem_of(error).model_dump())))
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def event(name: str, data: Any) -> bytes:
    """One server-sent event; JSON holds no bare line breaks, so that one data line is enough."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _body(data: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": True}


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
