"""Child processes in which hostile bytes are read, with limits of memory and time.

In: the name of a function, bytes, a task of plain JSON values. Out: a header of plain JSON values and bytes, or Unreadable with
a true reason. Frames are a length, JSON and raw bytes: nothing a child says is ever unpickled. Knows no format.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO

from beleg.errors import TimedOut, TooLarge, Unreadable

_SIZES = struct.Struct(">IQ")
_START_S = 60.0
_FAILURES = {"Unreadable": Unreadable, "TooLarge": TooLarge, "TimedOut": TimedOut}
# Address space that the interpreter and its libraries map without using it.
_INTERPRETER_MB = 1000


class Sandbox:
    """Runs `function` ("module:attribute") in at most `workers` children. A child that breaks is replaced by a new one."""

    def __init__(self, function: str, workers: int, memory_mb: int, timeout_s: float) -> None:
        self.function = function
        self.memory_mb = memory_mb
        self.timeout_s = timeout_s
        self._room = asyncio.Semaphore(workers)
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: set[asyncio.subprocess.Process] = set()
        self._closed = False

    async def run(self, data: bytes, task: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """What the function makes of `data`. Raises Unreadable, TooLarge or TimedOut; safe to run again."""
        async with self._room:
            if self._closed:
                raise RuntimeError("The sandbox is closed.")
            header, body, used = await self._attempt(data, task)
            if used and "failure" in header and not header.get("final"):
                # a child that has read before may lack what another document took: only a fresh one's word counts
                header, body, _ = await self._attempt(data, task)
        if "failure" in header:
            raise _FAILURES.get(header["failure"], Unreadable)(header["message"])
        return header["result"], body

    async def _attempt(self, data: bytes, task: Mapping[str, Any]) -> tuple[dict[str, Any], bytes, bool]:
        """One try in one child; whether that child had read before."""
        child, used = await self._child()
        healthy = False
        try:
            header, body = await asyncio.wait_for(self._exchange(child, data, task), self.timeout_s)
            healthy = "failure" not in header or bool(header.get("final"))
        except TimeoutError:
            says = f"Reading it took longer than {self.timeout_s:g} s and was stopped. Raise `ingest.timeout_s` to allow more."
            header, body = {"failure": "TimedOut", "message": says, "final": True}, b""
        except (asyncio.IncompleteReadError, OSError):
            error = await self._crash(child)
            header, body = {"failure": type(error).__name__, "message": str(error)}, b""
        finally:
            if healthy and not self._closed:
                self._idle.append(child)
            else:
                await self._end(child)
        return header, body, used

    async def close(self) -> None:
        """Ends every child. Safe to run again."""
        self._closed = True
        self._idle.clear()
        for child in list(self._all):
            await self._end(child)

    async def _child(self) -> tuple[asyncio.subprocess.Process, bool]:
        """A child, and whether it has read before."""
        while self._idle:
            child = self._idle.pop()
            if child.returncode is None:
                return child, True
            self._all.discard(child)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "beleg.parsers.sandbox", self.function, str(self.memory_mb),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        self._all.add(child)
        assert child.stdout is not None
        try:
            # Starting is not reading: a slow machine's imports do not count against the document.
            await asyncio.wait_for(child.stdout.readexactly(1), _START_S)
        except BaseException as error:
            await self._end(child)
            if isinstance(error, asyncio.IncompleteReadError | TimeoutError):
                raise Unreadable("The process that reads documents did not start. Run `beleg doctor`.") from None
            raise
        return child, False

    async def _exchange(
        self, child: asyncio.subprocess.Process, data: bytes, task: Mapping[str, Any]
    ) -> tuple[dict[str, Any], bytes]:
        assert child.stdin is not None
        assert child.stdout is not None
        told = json.dumps(dict(task)).encode()
        child.stdin.write(_SIZES.pack(len(told), len(data)) + told)
        child.stdin.write(data)
        await child.stdin.drain()
        head, body = _SIZES.unpack(await child.stdout.readexactly(_SIZES.size))
        if head + body > (self.memory_mb << 20):
            raise OSError("the answer is larger than the child's memory")
        header = json.loads(await child.stdout.readexactly(head))
        return header, await child.stdout.readexactly(body)

    async def _crash(self, child: asyncio.subprocess.Process) -> Unreadable:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), 2.0)
        code = child.returncode
        if code == -signal.SIGABRT:
            return TooLarge(
                f"Reading it was aborted, most likely for want of memory ({self.memory_mb} MB). "
                "Raise `ingest.memory_mb` to allow more, or repair the file."
            )
        how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        return Unreadable(f"Reading it crashed the reading process ({how}). The file is probably damaged; save it anew.")

    async def _end(self, child: asyncio.subprocess.Process) -> None:
        self._all.discard(child)
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        # asyncio closes a pipe only when told; Process keeps its transport private.
        if child.stdin is not None:
            child.stdin.close()


def serve(function: str, memory_mb: int) -> None:
    """The child: reads frames from stdin until it closes, answers on what was stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries print where they like: their stdout is nowhere, ours is a private copy.
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    questions = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _limit(memory_mb)
    module, _, attribute = function.partition(":")
    work = getattr(import_module(module), attribute)
    answers.write(b"+")
    answers.flush()
    while len(sizes := questions.read(_SIZES.size)) == _SIZES.size:
        head, body = _SIZES.unpack(sizes)
        task = json.loads(questions.read(head))
        _answer(answers, *_attempt(work, questions, body, task, memory_mb))


def _attempt(work: Any, questions: BinaryIO, size: int, task: dict[str, Any], memory_mb: int) -> tuple[dict[str, Any], bytes]:
    try:
        result, content = work(questions.read(size), task)
        return {"result": result}, content
    except Unreadable as error:
        kind = next((name for name, each in _FAILURES.items() if type(error) is each), "Unreadable")
        return {"failure": kind, "message": str(error), "final": True}, b""
    except MemoryError:
        says = f"Reading it needs more than {memory_mb} MB of memory. Raise `ingest.memory_mb` to allow more."
        return {"failure": "TooLarge", "message": says}, b""
    except RecursionError:
        return {"failure": "Unreadable", "message": "Its parts are nested too deeply to be read. Simplify the file."}, b""
    except Exception as error:
        says = f"Its parser failed on it ({type(error).__name__}). The file is probably damaged; save it anew."
        return {"failure": "Unreadable", "message": says}, b""


def _answer(answers: BinaryIO, header: dict[str, Any], content: bytes) -> None:
    told = json.dumps(header).encode()
    answers.write(_SIZES.pack(len(told), len(content)))
    answers.write(told)
    answers.write(content)
    answers.flush()


def _limit(memory_mb: int) -> None:
    """No core dumps, and address space up to `memory_mb` beside the interpreter's. Without `resource` only time is limited."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    space = (memory_mb + _INTERPRETER_MB) << 20
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
