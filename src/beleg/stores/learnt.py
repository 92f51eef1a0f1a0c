"""What was learnt of ranking, in one small file of the workspace that a person can read.

In: `LearntRanking`. Out: the same. Written whole or not at all; read again when it has changed, so that a running server
follows. Knows no ranking.
"""

from __future__ import annotations

import json
from pathlib import Path

from beleg.errors import StorageFailure
from beleg.records import LearntRanking, LearntWeight, as_json

FILE = "ranking.json"


class Learnt:
    """The file in a workspace's data folder."""

    def __init__(self, data: Path) -> None:
        self.path = data / FILE
        self._read_at: int | None = None
        self._ranking = LearntRanking()

    def ranking(self) -> LearntRanking:
        """What was learnt last; nothing where nothing was. Raises StorageFailure for a file that says something else."""
        try:
            changed_at = self.path.stat().st_mtime_ns
        except OSError:
            self._read_at, self._ranking = None, LearntRanking()
            return self._ranking
        if changed_at != self._read_at:
            try:
                told = json.loads(self.path.read_text("utf-8"))
                weights = tuple(LearntWeight(**each) for each in told.pop("weights"))
                self._ranking = LearntRanking(weights, **told)
            except (OSError, ValueError, TypeError, KeyError) as error:
                raise StorageFailure(f"{str(self.path)!r} cannot be read. Remove it, or run `beleg tune` again.") from error
            self._read_at = changed_at
        return self._ranking

    def keep(self, ranking: LearntRanking) -> None:
        """Write it down. Raises StorageFailure."""
        new = self.path.with_suffix(".new")
        try:
            new.write_text(json.dumps(as_json(ranking), indent=2) + "\n", "utf-8")
            new.replace(self.path)
        except OSError as error:
            raise StorageFailure(f"{str(self.path)!r} cannot be written: {error.strerror}.") from error
