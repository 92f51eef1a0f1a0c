"""The loop that a workspace's paths run on, in a thread of its own, and the parts they work with.

In: coroutines and generators of the paths. Out: their results, blocking. Ctrl-C cancels the work and lets go of everything.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from beleg.records import (
    OWNER,
    Principal,
    Progress,
)
from beleg.settings import find_workspace
from beleg.workspace import Parts, open_parts

T = TypeVar("T")
OnProgress = Callable[[Progress], None]


class Running:
    """A workspace that is open: its parts, and the loop that they run on."""

    def __init__(self, path: Path | str | None = None) -> None:
        """Open the workspace at `path`, or the nearest one upwards, or the one that BELEG_WORKSPACE names."""
        self.root = find_workspace(None if path is None else Path(path))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="beleg", daemon=True)
        self._thread.start()
        self._open = AsyncExitStack()
        try:
            self._parts: Parts = self._run(self._open.enter_async_context(open_parts(self.root)))
        except BaseException:
            self._stop()
            raise
        self.settings = self._parts.settings
        self.owner = self._parts.owner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything. Safe to repeat."""
        if not self._loop.is_closed():
            self._run(self._let_go())
            self._stop()

    def _asker(self, groups: Sequence[str] | None) -> Principal:
        return self.owner if groups is None else Principal(OWNER, frozenset(groups))

    def _drain(self, steps: AsyncGenerator[Progress | T, None], on_progress: OnProgress | None) -> T:
        report: T | None = None
        for step in self._iterate(steps):
            if not isinstance(step, Progress):
                report = step
            elif on_progress is not None:
                on_progress(step)
        if report is None:
            raise AssertionError("every such path ends with its report")
        return report

    def _iterate(self, steps: AsyncGenerator[T, None]) -> Iterator[T]:
        """The steps as they end. However the iteration ends, the generator has let go of everything afterwards."""
        running: set[asyncio.Task[Any]] = set()

        async def following() -> T:
            task = asyncio.current_task()
            assert task is not None
            running.add(task)
            try:
                return await anext(steps)
            finally:
                running.discard(task)

        async def let_go() -> None:
            await _ended(running)  # Ctrl-C may have come between asking for a step and waiting for it
            await steps.aclose()

        try:
            while True:
                try:
                    yield self._run(following())
                except StopAsyncIteration:
                    return
        finally:
            self._run(let_go())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the loop and wait. Ctrl-C cancels the work."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            raise

    async def _let_go(self) -> None:
        await _ended(asyncio.all_tasks() - {asyncio.current_task()})
        await self._open.aclose()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _ended(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel the tasks and wait until they have ended."""
    waited = [task for task in tasks if not task.done()]
    for task in waited:
        task.cancel()
    await asyncio.gather(*waited, return_exceptions=True)
