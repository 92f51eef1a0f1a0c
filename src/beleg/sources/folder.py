"""A folder as a source: every regular file below it, by relative path.

In: a folder. Out: its files with a version made of size, modification time and inode change time; the day of that time; and as
labels the names of the folders above and the type that the ending says. Symbolic links are not followed out of the folder.
Hidden files and folders, and those of version control, are left out unless included by name.
"""

from __future__ import annotations

import asyncio
import errno
import mimetypes
import os
import stat
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from beleg.errors import TooLarge, Unreadable, UserError
from beleg.language.normalise import label
from beleg.records import Found, Listing, Source
from beleg.sources.contract import Connector

SECONDS_A_DAY = 86_400
TYPES = {
    ".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".md": "markdown", ".mdx": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text",
}  # fmt: skip
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})


class FolderSource(Connector):
    """Reads a folder on this machine."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._places: dict[str, Path] = {}

    async def listing(self) -> Listing:
        """Every file that the patterns let in. Raises UserError when the folder itself is gone: nothing is forgotten then."""
        return await asyncio.to_thread(self._listing)

    async def fetch(self, found: Found) -> bytes:
        """The file's bytes."""
        return await asyncio.to_thread(self._fetch, found)

    @property
    def _root(self) -> Path:
        return Path(self.source.location)

    def _listing(self) -> Listing:
        root = self._root
        if not root.is_dir():
            raise UserError(
                f"The folder {str(root)!r} of source {self.source.name!r} is not there. Bring it back, or run "
                f"`beleg remove {self.source.name}` to forget its documents."
            )
        found: list[Found] = []
        problems: list[str] = []
        inside = root.resolve()
        waiting = [(root, PurePosixPath())]
        while waiting:
            folder, below = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                problems.append(f"The folder {below.as_posix()!r} cannot be listed: {error.strerror}.")
                continue
            for entry in entries:
                path = below / entry.name
                if not self._wanted(path, entry):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((Path(entry.path), path))
                    continue
                seen = self._look(entry, path, inside)
                if seen is not None:
                    found.append(seen)
        return Listing(tuple(sorted(found, key=lambda each: each.path)), complete=not problems, problems=tuple(problems))

    def _wanted(self, path: PurePosixPath, entry: os.DirEntry[str]) -> bool:
        text = path.as_posix()
        named = any(fnmatch(text, pattern) or fnmatch(path.name, pattern) for pattern in self.source.include)
        if any(fnmatch(text, pattern) or fnmatch(path.name, pattern) for pattern in self.source.exclude):
            return False
        folder = entry.is_dir(follow_symlinks=False)
        if (path.name.startswith((".", "~$")) or (folder and path.name in SKIPPED_FOLDERS)) and not named:
            return False
        return folder or named or not self.source.include

    def _look(self, entry: os.DirEntry[str], path: PurePosixPath, inside: Path) -> Found | None:
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        name = _printable(path.as_posix())
        self._places[name] = Path(entry.path)
        try:
            if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(inside):
                return None
            known = entry.stat()
        except OSError as error:
            return Found(name, "unseen", 0, media_type, self.source.readers, f"The file cannot be looked at: {error.strerror}.")
        if not stat.S_ISREG(known.st_mode):
            return None
        version = f"{known.st_size}-{known.st_mtime_ns}-{known.st_ino}"
        day = int(known.st_mtime // SECONDS_A_DAY)
        return Found(
            name, version, known.st_size, media_type, self.source.readers, modified_day=day, labels=_labels(PurePosixPath(name))
        )

    def _fetch(self, found: Found) -> bytes:
        path = self._places.get(found.path, self._root / found.path)
        try:
            data = path.read_bytes()
        except PermissionError as error:
            raise Unreadable("The file may not be read: permission denied. Give beleg's user the right to read it.") from error
        except FileNotFoundError as error:
            raise Unreadable("The file vanished while it was being read. The next sync will notice.") from error
        except MemoryError as error:
            raise TooLarge("The file does not fit into memory.") from error
        except OSError as error:
            what = error.strerror or errno.errorcode.get(error.errno or 0, "unknown")
            raise Unreadable(f"The file cannot be read: {what}.") from error
        return data


def _labels(path: PurePosixPath) -> frozenset[str]:
    """The folders above it, and what its ending says it is."""
    kind = TYPES.get(path.suffix.lower())
    folders = {label("folder", name) for name in path.parts[:-1]}
    return frozenset(folders | ({label("type", kind)} if kind else set()))


def _printable(name: str) -> str:
    """The name itself. Bytes that are no UTF-8 stay as surrogates, which databases refuse: they are told by their number."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
