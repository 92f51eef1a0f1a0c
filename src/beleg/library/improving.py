"""Making it better: how much vectors count, how sure an answer is, what is promised.

In: labelled questions. Out: what was learnt. Knows no path of its own.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from beleg.calibrate import calibrate
from beleg.calibration.labels import read_labels
from beleg.errors import UserError
from beleg.guarantee import Quality, quality
from beleg.library.running import OnProgress, Running
from beleg.records import (
    Calibration,
    CalibrationReport,
    LearntRanking,
)
from beleg.tune import index_embedder, read_labelled, tune


class Improving(Running):
    """The methods that learn."""

    def tune(self, questions: Path | str | None = None, on_progress: OnProgress | None = None) -> LearntRanking:
        """Learn how much vectors count beside words, from a file of labelled questions or from questions made of the corpus."""
        labelled, source = [], "synthetic"
        if questions is not None:
            path = Path(questions)
            try:
                labelled, source = read_labelled(path.read_text("utf-8")), path.name
            except (OSError, UnicodeDecodeError) as error:
                raise UserError(
                    f"The questions in {str(path)!r} cannot be read. Name a file of JSON lines in UTF-8."
                ) from error
        embed, embedder = self._run(index_embedder(self._parts))
        return self._drain(tune(self._parts, embed, embedder, labelled, source), on_progress)

    def calibrate(self, file: Path | str, *, dry_run: bool = False, on_progress: OnProgress | None = None) -> CalibrationReport:
        """Ask the labelled questions of a file and let what was found count from now on; nothing is kept of a dry run."""
        path = Path(file).expanduser()
        try:
            content = path.read_bytes()
            labels = read_labels(content.decode("utf-8"))
        except OSError as error:
            raise UserError(f"The file {str(path)!r} cannot be read: {error.strerror}. Check its name.") from error
        except UnicodeDecodeError as error:
            raise UserError(f"The file {str(path)!r} is not UTF-8. Convert it and try again.") from error
        sha256 = hashlib.sha256(content).hexdigest()
        return self._drain(calibrate(self._parts, labels, path.name, sha256, keep=not dry_run), on_progress)

    def undo_calibration(self) -> Calibration | None:
        """Let the calibration before the last one count again; None where there was none before."""
        return self._run(self._parts.state.undo_calibration())

    def quality(self, language: str = "en") -> Quality:
        """How often answers are known to be right, and how the guarantee stands."""
        return self._run(quality(self._parts, language))

    def to_review(self, count: int) -> list[dict[str, Any]]:
        """Answers of the owner's, drawn at random, for a person to judge: `right` is theirs to fill in."""
        return self._run(self._parts.state.runs_to_review(self.owner, count))
