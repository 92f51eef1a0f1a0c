"""Every writer in the table keeps the contract."""

from __future__ import annotations

import pytest

from beleg.providers import WRITERS
from beleg.providers.contract import Writer
from beleg.testing.writers import WriterContract


@pytest.mark.parametrize("name", WRITERS.names(), scope="class")
class TestEveryWriter(WriterContract):
    """The shipped suite, once for each name."""

    _name = ""

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _named(cls, name: str) -> None:
        cls._name = name

    def made(self) -> Writer:
        """The writer of this name."""
        writer: Writer = WRITERS.load(self._name)()
        return writer
