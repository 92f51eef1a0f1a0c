"""The process that owns one Qdrant Edge folder: `python -m beleg.stores.index.edge_process FOLDER --linger-s S`.

In: frames from any number of clients on this machine. Out: frames. Calls run one at a time, because the engine holds the
GIL anyway. It ends by itself when no client has been there for a while. Knows no text, no question and no settings file.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import threading
import time
from array import array
from collections.abc import Sequence
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from beleg.errors import BelegError, IndexFailure
from beleg.language.weighting import ANALYSIS_REVISION
from beleg.stores.index.address import Address, forget_address, new_place, write_address
from beleg.stores.index.frames import pack, unpack
from beleg.stores.index.shard import Shard

LOCK = "process.lock"
_FIRST_CLIENT_S = 15.0
_PREDECESSOR_S = 30.0


class Service:
    """Answers frames with the shard of one folder, which it opens when first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shard: Shard | None = None
        self._turn = threading.Lock()
        self.told_to_end = threading.Event()

    def answer(self, frame: bytes) -> bytes:
        """The answering frame; every failure becomes a frame too."""
        try:
            header, arrays = unpack(frame)
            with self._turn:
                return self._do(header, arrays)
        except BelegError as error:
            return pack({"error": type(error).__name__, "says": str(error)})
        except Exception as error:  # a bug must reach the client as an error, not as silence
            return pack({"error": "IndexFailure", "says": f"The index process failed ({type(error).__name__}). Try again."})

    def _do(self, header: dict[str, Any], arrays: Sequence[array[Any]]) -> bytes:
        call = header["call"]
        if call == "remove":
            self._throw_away()
            self.told_to_end.set()
            return pack({})
        if call == "rebuild":
            self._throw_away()
        if self._shard is None:
            self._shard = Shard(self._folder, ANALYSIS_REVISION, header.get("embedder"))
        shard = self._shard
        if call == "search":
            return pack({}, shard.search(header, arrays))
        if call == "put":
            shard.put(header, arrays)
        elif call == "forget":
            shard.forget(arrays[0].tolist())
        elif call == "regroup":
            shard.regroup(arrays[0].tolist(), header["scopes"])
        elif call == "settle":
            return pack({"count": shard.settle(vacuum=header["vacuum"])})
        elif call != "rebuild":
            raise IndexFailure(f"The index process does not know the call {call!r}: another version runs. End it, try again.")
        return pack({})

    def _throw_away(self) -> None:
        if self._shard is not None:
            self._shard.close()
            self._shard = None
        # First the mark that an index is here: a crash after it leaves a folder that is made anew.
        (self._folder / "meta.json").unlink(missing_ok=True)
        shutil.rmtree(self._folder / "shard", ignore_errors=True)

    def close(self) -> None:
        """Wait for the running call, flush, let go."""
        self._turn.acquire()  # never released: nothing may follow
        if self._shard is not None:
            self._shard.close()


class Clients:
    """Who is connected, and since when nobody is."""

    def __init__(self, service: Service, listener: Listener) -> None:
        self._service = service
        self._listener = listener
        self._count = 0
        self._change = threading.Lock()
        self._idle_since = time.monotonic()
        self._had_one = False

    def accept(self) -> None:
        """Take clients until the listener closes; runs in a thread."""
        while True:
            try:
                connection = self._listener.accept()
            except (AuthenticationError, EOFError, ConnectionError):
                continue
            except OSError:
                return
            with self._change:
                self._count += 1
                self._had_one = True
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        """One client until it leaves; one that dies in the middle of a frame leaves nothing behind."""
        try:
            with connection:
                while True:
                    connection.send_bytes(self._service.answer(connection.recv_bytes()))
        except (EOFError, OSError):
            pass
        finally:
            with self._change:
                self._count -= 1
                self._idle_since = time.monotonic()

    def idle_s(self) -> float:
        """Seconds since the last client left; 0 while one is there. A process just started waits for its first."""
        with self._change:
            if self._count:
                return 0.0
            grace = 0.0 if self._had_one else _FIRST_CLIENT_S
            return time.monotonic() - self._idle_since - grace


def serve(folder: Path, linger_s: float) -> None:
    """Serve the folder until nobody has been there for `linger_s`, or until SIGTERM."""
    lock = FileLock(str(folder / LOCK))
    try:
        lock.acquire(timeout=_PREDECESSOR_S)
    except Timeout:
        return  # another process serves this folder; clients find it
    forget_address(folder)
    key = secrets.token_bytes(32)
    listener = Listener(new_place(), authkey=key)
    place = listener.address
    write_address(folder, Address(place if isinstance(place, str) else (place[0], place[1]), key, os.getpid()))
    service = Service(folder)
    clients = Clients(service, listener)
    signal.signal(signal.SIGTERM, lambda *_: service.told_to_end.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=clients.accept, daemon=True).start()
    while not service.told_to_end.wait(0.2) and clients.idle_s() <= linger_s and folder.is_dir():
        pass
    forget_address(folder)
    service.close()
    lock.release()
    os._exit(0)  # threads that wait for clients must not hold the process


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="Serve one beleg index folder to the processes of this machine.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--linger-s", type=float, default=20.0)
    given = parser.parse_args()
    serve(given.folder, given.linger_s)


if __name__ == "__main__":
    main()
