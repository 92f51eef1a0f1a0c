"""Where the index process of a folder listens, and the key that its clients must know.

In: the index's folder. Out: an address and a key, kept in `process.json`, which only its owner may read.
Knows no message and no index.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

_FILE = "process.json"
SPEAKS = 2
"""Which messages a process understands: a new number with every change to them, so that no other version is asked."""


@dataclass(frozen=True, slots=True)
class Address:
    """A Unix socket's path, or host and port where there are none (Windows)."""

    at: str | tuple[str, int]
    key: bytes
    pid: int
    speaks: int = SPEAKS


def read_address(folder: Path) -> Address | None:
    """Where the process of `folder` said it listens; None when none did. It may have died since, or speak otherwise."""
    try:
        told = json.loads((folder / _FILE).read_text("utf-8"))
        at = told["at"]
        place = at if isinstance(at, str) else (str(at[0]), int(at[1]))
        return Address(place, bytes.fromhex(told["key"]), int(told["pid"]), int(told.get("speaks", 1)))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def write_address(folder: Path, address: Address) -> None:
    """Tell where this process listens; readers see the old file or the new one, never half of it."""
    temporary = folder / (_FILE + ".new")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        told = {"at": address.at, "key": address.key.hex(), "pid": address.pid, "speaks": address.speaks}
        json.dump(told, file)
    temporary.replace(folder / _FILE)


def forget_address(folder: Path) -> None:
    """Remove what a process of this folder left behind, its socket too. Safe to repeat."""
    old = read_address(folder)
    if old is not None and isinstance(old.at, str) and Path(old.at).parent.name.startswith("beleg-"):
        shutil.rmtree(Path(old.at).parent, ignore_errors=True)
    with contextlib.suppress(OSError):
        (folder / _FILE).unlink()


def new_place() -> str | tuple[str, int]:
    """Somewhere to listen: a socket in a short folder of our own (their paths may have 100 characters), or a free port."""
    if os.name == "nt":
        return ("127.0.0.1", 0)
    return str(Path(tempfile.mkdtemp(prefix="beleg-", dir="/tmp" if Path("/tmp").is_dir() else None)) / "index")  # noqa: S108 (mkdtemp makes it 0700)
