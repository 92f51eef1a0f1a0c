"""Every parser in the table keeps the contract."""

from __future__ import annotations

import pytest

from beleg.parsers import PARSERS
from beleg.parsers.contract import Parser
from beleg.testing.parsers import ParserContract


@pytest.mark.parametrize("name", PARSERS.names(), scope="class")
class TestEveryParser(ParserContract):
    """The shipped suite, once for each name."""

    @pytest.fixture(autouse=True)
    def _named(self, name: str) -> None:
        self._name = name

    def made(self) -> Parser:
        """A parser of this name."""
        parser: Parser = PARSERS.load(self._name)()
        return parser
