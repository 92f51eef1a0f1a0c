"""The index on one machine: Qdrant Edge in a process of its own, reached over a local socket.

In: a folder, entries, queries. Out: hits. The command line, the server and the workers reach the same process; whoever
comes first starts it. Knows no text, and nothing of what the engine is called with: that is `shard.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from multiprocessing import AuthenticationError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beleg import errors
from beleg.errors import Busy, IndexFailure, StorageFailure
from beleg.records import EmbedderMark, Entry, Hit, IndexQuery, Scope
from beleg.stores.index.address import SPEAKS, read_address
from beleg.stores.index.contract import Index
from beleg.stores.index.frames import pack, unpack
from beleg.stores.index.meta import embedder_in, meta_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_CONNECTIONS = 4
_START_S = 30.0
_ANSWER_S = 120.0
_SETTLE_S = 3600.0
_BATCH = 2000
_FULL_BYTES = 64_000_000
"""The engine reserves log files of 32 MB and is ended by the system where the disk cannot hold one."""
_GONE = (EOFError, OSError, AuthenticationError)


class EdgeIndex(Index):
    """The index in `folder`. Connects when first used; the process ends `linger_s` seconds after its last client left."""

    def __init__(self, folder: Path, linger_s: float) -> None:
        self._folder = folder.resolve()
        self._linger_s = linger_s
        self._free: list[Connection] = []
        self._guard = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None

    async def put(self, entries: Sequence[Entry], made_by: str = "") -> None:
        """Insert or replace the entries, in batches; acknowledged ones survive `kill -9` of the index process."""
        for begin in range(0, len(entries), _BATCH):
            some = entries[begin : begin + _BATCH]
            indices, values, vectors = array("I"), array("f"), array("f")
            for entry in some:
                indices.extend(entry.terms.indices)
                values.extend(entry.terms.values)
                if entry.vector is not None:
                    vectors.extend(entry.vector)
            ids = array("Q", [entry.passage_id for entry in some])
            lengths = array("I", [len(entry.terms.indices) for entry in some])
            sizes = array("I", [0 if entry.vector is None else len(entry.vector) for entry in some])
            scopes = [(*_told(entry), entry.language) for entry in some]
            header = {"call": "put", "scopes": scopes, "made_by": made_by}
            await self._ask(header, [ids, lengths, indices, values, sizes, vectors])

    async def forget(self, passage_ids: Sequence[int] | None, made_by: EmbedderMark | None = None) -> None:
        """Remove the entries; None throws every entry away and begins empty, whatever version made the index."""
        if passage_ids is None:
            await self._ask({"call": "rebuild", "embedder": None if made_by is None else asdict(made_by)}, [])
        elif passage_ids:
            await self._ask({"call": "forget"}, [array("Q", passage_ids)])

    async def regroup(self, scopes: Mapping[int, Scope]) -> None:
        """Set who may find each passage, through which sources, and what it is filtered by."""
        if scopes:
            await self._ask({"call": "regroup", "scopes": [_told(scope) for scope in scopes.values()]}, [array("Q", scopes)])

    async def search(self, query: IndexQuery) -> list[Hit]:
        """The best entries that the asker's groups may find: by terms, then by vector, each best first."""
        if not query.visible_to:
            return []
        header = {
            "call": "search",
            "visible_to": sorted(query.visible_to),
            "limit": query.limit,
            "source_ids": None if query.source_ids is None else sorted(query.source_ids),
            "language": query.language,
            "labels": [sorted(labels) for labels in query.within.labels],
            "days": [query.within.since_day, query.within.until_day],
            "made_by": query.made_by,
        }
        vector = array("f") if query.vector is None else array("f", query.vector)
        _, (ids, scores, near, cosines) = await self._ask(header, [query.terms.indices, query.terms.values, vector])
        by_terms = [Hit(number, score) for number, score in zip(ids, scores, strict=True)]
        return by_terms + [Hit(number, score, "vector") for number, score in zip(near, cosines, strict=True)]

    async def made_by(self) -> EmbedderMark | None:
        """What `meta.json` says; the process is not asked."""
        return embedder_in(meta_of(self._folder))

    async def settle(self, *, vacuum: bool = False) -> int:
        """Optimise and flush; searches wait meanwhile. Returns the entry count."""
        header, _ = await self._ask({"call": "settle", "vacuum": vacuum}, [], _SETTLE_S)
        return int(header["count"])

    async def remove(self) -> None:
        """End the process if one runs, then remove the folder. No process is started for it."""
        await asyncio.to_thread(self._remove)

    async def close(self) -> None:
        """Let go of the process; it ends by itself when nobody else needs it."""
        self._drop_all()
        if self._threads is not None:
            self._threads.shutdown(wait=False)
            self._threads = None

    async def _ask(
        self, header: Mapping[str, Any], arrays: Sequence[array[Any]], answer_s: float = _ANSWER_S
    ) -> tuple[dict[str, Any], list[array[Any]]]:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="index")
        frame = pack(header, arrays)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._call, frame, answer_s)

    def _call(self, frame: bytes, answer_s: float) -> tuple[dict[str, Any], list[array[Any]]]:
        """One call. Every call may be repeated safely, so a process that died is started again and asked once more."""
        try:
            answer = self._exchange(frame, answer_s)
        except _GONE:
            self._drop_all()
            try:
                answer = self._exchange(frame, answer_s)
            except _GONE as error:
                if shutil.disk_usage(self._folder).free < _FULL_BYTES:
                    raise StorageFailure(
                        f"The disk that holds the index in {str(self._folder)!r} is full. Free some room, then try again."
                    ) from error
                raise IndexFailure(
                    "The index process ended twice during one call. Run `beleg doctor`, then try again."
                ) from error
        header, arrays = unpack(answer)
        if "error" in header:
            kind = getattr(errors, str(header["error"]), IndexFailure)
            raise kind(header["says"])
        return header, arrays

    def _exchange(self, frame: bytes, answer_s: float) -> bytes:
        with self._guard:
            connection = self._free.pop() if self._free else None
        if connection is None:
            connection = self._connect()
        try:
            connection.send_bytes(frame)
            if not connection.poll(answer_s):
                raise IndexFailure(f"The index process did not answer within {answer_s:.0f} seconds. Try again.")
            answer = connection.recv_bytes()
        except BaseException:
            connection.close()
            raise
        with self._guard:
            self._free.append(connection)
        return answer

    def _connect(self) -> Connection:
        """A connection to the folder's process, which is started if none answers."""
        connection = self._reached()
        if connection is not None:
            return connection
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(str(self._folder / "start.lock"), timeout=_START_S):
                connection = self._reached()
                return connection if connection is not None else self._started()
        except Timeout as error:
            raise Busy(f"Another process has been starting the index in {str(self._folder)!r} for long. Try again.") from error
        except _GONE as error:
            raise StorageFailure(
                f"The index in {str(self._folder)!r} cannot be opened: {error}. Check disk and rights."
            ) from error

    def _reached(self) -> Connection | None:
        address = read_address(self._folder)
        if address is None or address.speaks != SPEAKS:
            return None
        from multiprocessing.connection import Client

        try:
            return Client(address.at, authkey=address.key)
        except _GONE:
            return None

    def _started(self) -> Connection:
        """Start the process, detached so that it outlives this one, and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "beleg.stores.index.edge_process",
            str(self._folder),
            "--linger-s",
            str(self._linger_s),
        ]
        with (self._folder / "process.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self._folder
            )
        until = time.monotonic() + _START_S + 5
        while time.monotonic() < until:
            connection = self._reached()
            if connection is not None:
                threading.Thread(target=process.wait, daemon=True).start()  # reaps it when it ends before us
                return connection
            if process.poll() is not None:
                break
            time.sleep(0.01)
        other = read_address(self._folder)
        if other is not None and other.speaks != SPEAKS:
            raise IndexFailure(
                f"Another version of beleg serves the index in {str(self._folder)!r} (process {other.pid}). "
                "End its `beleg serve` and whatever else uses it, then try again."
            )
        raise IndexFailure(f"The index process did not start. {str(self._folder / 'process.log')!r} says why.")

    def _remove(self) -> None:
        self._drop_all()
        connection = self._reached()
        if connection is not None:
            with contextlib.suppress(*_GONE), connection:
                connection.send_bytes(pack({"call": "remove"}))
                if connection.poll(_ANSWER_S):
                    connection.recv_bytes()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _drop_all(self) -> None:
        with self._guard:
            free, self._free = self._free, []
        for connection in free:
            with contextlib.suppress(OSError):
                connection.close()


def _told(scope: Scope | Entry) -> tuple[list[str], list[int], list[str], int | None]:
    """What an entry is filtered by, as it travels."""
    return sorted(scope.groups), sorted(scope.source_ids), sorted(scope.labels), scope.modified_day
