"""beleg as a Python library: one workspace, plain blocking methods.

In: a folder with beleg.toml. Out: the same records that the command line and the HTTP server give. The paths are
asynchronous; this runs them on one event loop in a thread of its own, so it also works where a loop is running already
(a notebook). Knows no path of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import threading
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from beleg import factcheck
from beleg.ask import answer_to, ask
from beleg.doctor import findings
from beleg.errors import UserError, no_such
from beleg.ingest import forget_source, sync
from beleg.records import (
    OWNER,
    Answer,
    CheckedSentence,
    DocumentStatus,
    Finding,
    Principal,
    Progress,
    Question,
    Retrieved,
    Shown,
    Source,
    SourceStatus,
    SyncReport,
    TextToCheck,
)
from beleg.reindex import reindex
from beleg.search import search
from beleg.settings import FILE_NAME, find_workspace, starting_file
from beleg.workspace import Parts, data_folder, open_parts

T = TypeVar("T")
OnProgress = Callable[[Progress], None]


class Workspace:
    """A workspace, open. Close it, or use it in a `with` block."""

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

    @classmethod
    def init(cls, path: Path | str = ".") -> Workspace:
        """Make a workspace at `path`, or open the one that is there. Safe to repeat: a beleg.toml is never overwritten."""
        root = Path(path).expanduser().resolve()
        if root.exists() and not root.is_dir():
            raise UserError(f"{str(root)!r} is a file. Name a folder for the workspace.")
        try:
            root.mkdir(parents=True, exist_ok=True)
            if not (root / FILE_NAME).exists():
                (root / FILE_NAME).write_text(starting_file(), "utf-8")
        except OSError as error:
            raise UserError(f"A workspace cannot be made in {str(root)!r}: {error.strerror}.") from error
        data_folder(root)
        return cls(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything. Safe to repeat."""
        if not self._loop.is_closed():
            self._run(self._let_go())
            self._stop()

    def add(
        self,
        folder: Path | str,
        *,
        name: str | None = None,
        readers: Sequence[str] = (OWNER,),
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        on_progress: OnProgress | None = None,
    ) -> SyncReport:
        """Register a folder as a source and bring it in. The same folder again updates its readers and patterns."""
        place = Path(folder).expanduser().resolve()
        if not place.exists():
            raise UserError(f"There is no folder {str(place)!r}. Check the path.")
        if not place.is_dir():
            raise UserError(f"{str(place)!r} is a file. Add the folder it stands in, with --include {place.name!r}.")
        if not readers or any(not each.strip() for each in readers):
            raise UserError("A source needs at least one group of readers. Name them with --readers.")
        source = self._run(
            self._parts.state.add_source(
                Source(
                    0, "folder", name or place.name or "root", str(place), frozenset(readers), tuple(include), tuple(exclude)
                )
            )
        )
        return self._sync(source, False, on_progress)

    def sync(self, name: str | None = None, *, retry: bool = False, on_progress: OnProgress | None = None) -> list[SyncReport]:
        """Bring every source, or the one called `name`, up to date; `retry` reads quarantined documents again."""
        state = self._parts.state
        chosen = self._run(state.all_sources()) if name is None else [self._run(state.source(name))]
        return [self._sync(source, retry, on_progress) for source in chosen]

    def remove(self, name: str) -> int:
        """Forget a source and its documents. Returns how many documents there were."""
        return self._run(forget_source(self._parts, self._run(self._parts.state.source(name))))

    def ask(self, text: str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> Answer:
        """The answer, as the owner, or as a member of `groups` alone."""
        return self._run(answer_to(self._parts, self._question(text, sources, groups)))

    def ask_steps(self, text: str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> Iterator[Shown]:
        """The steps of a run as they end; the last carries the answer."""
        return self._iterate(ask(self._parts, self._question(text, sources, groups)))

    def search(
        self, text: str, *, limit: int = 10, sources: Sequence[str] = (), groups: Sequence[str] | None = None
    ) -> list[Retrieved]:
        """The best passages, best first."""
        if limit < 1:
            raise UserError("The limit must be 1 or more.")
        return self._run(search(self._parts, self._question(text, sources, groups), limit))

    def check(self, text: str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> list[CheckedSentence]:
        """What the sources say of each sentence of a text, in order."""
        return list(self.check_steps(TextToCheck(text, self._asker(groups), tuple(sources))))

    def check_steps(self, given: TextToCheck) -> Iterator[CheckedSentence]:
        """The sentences of a text as they are judged."""
        return self._iterate(factcheck.check(self._parts, given))

    def text_of(self, path: Path | str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> TextToCheck:
        """The text of a file, ready for `check_steps`; its headings and code are left out. Raises Unreadable."""
        place = Path(path).expanduser()
        try:
            data = place.read_bytes()
        except OSError as error:
            raise UserError(f"The file {str(place)!r} cannot be read: {error.strerror}. Check its path.") from error
        text, skip = self._run(factcheck.read_text(self._parts, data, place.name))
        return TextToCheck(text, self._asker(groups), tuple(sources), skip)

    def sources(self) -> list[SourceStatus]:
        """Every source with counts, and what could not be read. The owner of the machine sees the whole inventory."""
        return self._run(self._parts.state.source_statuses(None))

    def documents(self, source: str | None = None, *, limit: int = 50, after: int = 0) -> list[DocumentStatus]:
        """Documents that the owner may read, by id above `after`."""
        return self._run(self._parts.state.documents(self.owner.groups, source=source, limit=limit, after=after))

    def run(self, run_id: str) -> dict[str, Any]:
        """The record of a run of the owner's."""
        return self._run(self._parts.state.run(run_id, self.owner))

    def doctor(self) -> list[Finding]:
        """What is configured, what is missing, what to do."""
        return self._run(findings(self._parts))

    def reindex(self, on_progress: OnProgress | None = None) -> int:
        """Read every document again and write the index anew. Returns the number of passages."""
        return self._drain(reindex(self._parts), on_progress).passages

    def add_key(self, name: str, groups: Sequence[str]) -> str:
        """Make an API key for a holder with these groups. It is shown once; only its hash is kept."""
        if not name.strip() or not groups:
            raise UserError("A key needs a holder's name and at least one group.")
        key = secrets.token_urlsafe(32)
        self._run(self._parts.state.add_key(name, groups, hashlib.sha256(key.encode()).hexdigest()))
        return key

    def remove_key(self, name: str) -> None:
        """Take the holder's key back: it is refused from now on. Raises NotFound where there is none."""
        if not self._run(self._parts.state.remove_key(name)):
            raise no_such("key", name, self._run(self._parts.state.key_names()))

    def _question(self, text: str, sources: Sequence[str], groups: Sequence[str] | None) -> Question:
        return Question(text, self._asker(groups), tuple(sources))

    def _asker(self, groups: Sequence[str] | None) -> Principal:
        return self.owner if groups is None else Principal(OWNER, frozenset(groups))

    def _sync(self, source: Source, retry: bool, on_progress: OnProgress | None) -> SyncReport:
        return self._drain(sync(self._parts, source, retry=retry), on_progress)

    def _drain(self, steps: AsyncGenerator[Progress | SyncReport, None], on_progress: OnProgress | None) -> SyncReport:
        report: SyncReport | None = None
        for step in self._iterate(steps):
            if isinstance(step, SyncReport):
                report = step
            elif on_progress is not None:
                on_progress(step)
        if report is None:
            raise AssertionError("every sync ends with a report")
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
