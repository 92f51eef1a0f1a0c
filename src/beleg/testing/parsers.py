"""The contract suite of every parser: subclass it, say how one is made, and pytest runs it.

In: a parser. Out: passing or failing tests. Knows no particular parser and no format.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from beleg.errors import Unreadable
from beleg.parsers.contract import Parser
from beleg.records import Parsed

HOSTILE = {
    "nothing": b"",
    "zeros": bytes(4096),
    "every byte": bytes(range(256)) * 16,
    "broken UTF-8": b"caf\xe9 \xff\xfe \xc3(" * 50,
    "a cut zip": b"PK\x03\x04" + bytes(60),
    "an OLE container": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a cut PDF": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n",
    "nested marks": b"> " * 400 + b"<div>" * 400 + b"text",
}
SECRET = b"geheimnis-4711"


class ParserContract(ABC):
    """What every parser must do."""

    @abstractmethod
    def made(self) -> Parser:
        """A new parser."""

    def read(self, data: bytes) -> Parsed | Unreadable:
        """What a parser makes of bytes; any other error than Unreadable fails the test."""
        try:
            return self.made().parse(data, "folder/Prüfung.bin")
        except Unreadable as error:
            return error

    def test_it_has_a_revision(self) -> None:
        assert type(self.made()).revision >= 1

    @pytest.mark.parametrize("what", HOSTILE)
    def test_hostile_bytes_give_parts_or_a_reason(self, what: str) -> None:
        read = self.read(HOSTILE[what])
        if isinstance(read, Unreadable):
            assert len(str(read)) > 20
            return
        for part in read.parts:
            assert isinstance(part.text, str)
            assert (1 <= part.level <= 6) if part.kind == "heading" else part.level == 0
            assert 0 <= part.header_rows <= len(part.text.split("\n"))
            assert part.start == 0

    @pytest.mark.parametrize("what", HOSTILE)
    def test_the_same_bytes_come_out_the_same(self, what: str) -> None:
        first, second = self.read(HOSTILE[what]), self.read(HOSTILE[what])
        if isinstance(first, Unreadable):
            assert (type(first), str(first)) == (type(second), str(second))
        else:
            assert first == second

    def test_a_reason_never_holds_text_of_the_document(self) -> None:
        for head in HOSTILE.values():
            read = self.read(head + SECRET)
            assert not isinstance(read, Unreadable) or SECRET.decode() not in str(read)
