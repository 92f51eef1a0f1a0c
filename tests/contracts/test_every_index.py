"""Every index in the table keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from beleg.stores.index import INDEXES
from beleg.stores.index.contract import Index
from beleg.testing.indexes import IndexContract


@pytest.mark.parametrize("name", INDEXES.names(), scope="class")
class TestEveryIndex(IndexContract):
    """The shipped suite, once for each name."""

    @pytest.fixture(autouse=True)
    def _named(self, name: str) -> None:
        self._name = name

    def opened(self, folder: Path) -> Index:
        """The index of this name."""
        index: Index = INDEXES.load(self._name)(folder / "index", 0.0)
        return index
