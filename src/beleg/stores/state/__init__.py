"""State: what is true. SQLite through SQLAlchemy Core; one class, its parts in a file each."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from beleg.stores.state.calibrations import Calibrations
from beleg.stores.state.catalogue import Catalogue, Known
from beleg.stores.state.contents import Contents, NewContent, Placed
from beleg.stores.state.database import Database
from beleg.stores.state.evaluations import Evaluations
from beleg.stores.state.filters import Filters
from beleg.stores.state.reading import Place, Reading
from beleg.stores.state.runs import Runs
from beleg.stores.state.vectors import Vectors
from beleg.stores.state.vocabulary import Lexicon, Vocabulary

__all__ = ["Known", "Lexicon", "NewContent", "Place", "Placed", "State"]


class State(Catalogue, Contents, Filters, Reading, Vectors, Vocabulary, Runs, Evaluations, Calibrations):
    """Everything beleg knows, in one file on disk. Opening makes or migrates it."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self._texts = OrderedDict()
        self._outlines = {}
        self._calibration = None

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
