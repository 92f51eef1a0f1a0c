"""Blobs: the original bytes, named by their SHA-256. A folder now; obstore speaks to object stores the same way.

In: bytes. Out: bytes. Writing is atomic and safe to repeat. Knows no document.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from beleg.errors import NotFound, StorageFailure

if TYPE_CHECKING:
    from obstore.store import LocalStore


def name_of(data: bytes) -> str:
    """The blob's name: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Blobs:
    """Content-addressed bytes under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: LocalStore | None = None

    async def put(self, name: str, data: bytes) -> None:
        """Keep the bytes under their name; nothing happens where they are kept already."""
        from obstore import put_async

        if (self.folder / _key(name)).is_file():
            return
        try:
            await put_async(self._store(), _key(name), data)
        except Exception as error:  # obstore has one exception per vendor and no common meaning for a full disk
            raise StorageFailure(
                f"The original bytes cannot be kept in {self.folder.name!r} ({type(error).__name__}). "
                "Check the disk's free space and the folder's permissions."
            ) from error

    async def get(self, name: str) -> bytes:
        """The bytes. Raises NotFound where they were not kept or are erased."""
        from obstore import get_async

        try:
            found = await get_async(self._store(), _key(name))
            return bytes(await found.bytes_async())
        except FileNotFoundError as error:
            raise NotFound("The original bytes of this version are not kept.") from error

    async def delete(self, name: str) -> None:
        """Erase the bytes; no error where they are not there."""
        (self.folder / _key(name)).unlink(missing_ok=True)

    def _store(self) -> LocalStore:
        if self._opened is None:
            from obstore.store import LocalStore

            self.folder.mkdir(parents=True, exist_ok=True)
            self._opened = LocalStore(str(self.folder))
        return self._opened


def _key(name: str) -> str:
    return f"{name[:2]}/{name}"
