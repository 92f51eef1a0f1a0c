"""beleg as a Python library: one workspace, plain blocking methods.

In: a folder with beleg.toml. Out: the same records that the command line and the HTTP server give. The paths are
asynchronous; this runs them on one event loop in a thread of its own, so it also works where a loop is running already
(a notebook). Knows no path of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from beleg.doctor import findings
from beleg.errors import UserError, no_such
from beleg.ingest import forget_source, sync
from beleg.library.asking import Asking
from beleg.library.improving import Improving
from beleg.library.measuring import Measuring
from beleg.library.running import OnProgress
from beleg.records import (
    OWNER,
    DocumentStatus,
    Finding,
    Source,
    SourceStatus,
    SyncReport,
)
from beleg.reindex import reindex
from beleg.settings import FILE_NAME, starting_file
from beleg.workspace import data_folder


class Workspace(Asking, Improving, Measuring):
    """A workspace, open. Close it, or use it in a `with` block."""

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

    def sources(self) -> list[SourceStatus]:
        """Every source with counts, and what could not be read. The owner of the machine sees the whole inventory."""
        return self._run(self._parts.state.source_statuses(None))

    def documents(self, source: str | None = None, *, limit: int = 50, after: int = 0) -> list[DocumentStatus]:
        """Documents that the owner may read, by id above `after`. Raises NotFound for a source that is not there."""
        if source is not None:
            self._run(self._parts.state.source(source))
        most = 2**62  # the database counts no further
        return self._run(
            self._parts.state.documents(
                self.owner.groups, source=source, limit=min(limit, most), after=min(max(after, 0), most)
            )
        )

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

    def _sync(self, source: Source, retry: bool, on_progress: OnProgress | None) -> SyncReport:
        return self._drain(sync(self._parts, source, retry=retry), on_progress)
