"""Plain text: paragraphs parted by blank lines, headings where they are underlined.

In: bytes in UTF-8, UTF-16 or Windows-1252. Out: parts with their first line's number. Knows no markup.
"""

from __future__ import annotations

import re

from beleg.parsers.contract import Parser
from beleg.parsers.media_types import decode
from beleg.records import Parsed, Part

_RULE = re.compile(r"(?:={3,}|-{3,}|~{3,})\s*")
_LEVELS = {"=": 1, "-": 2, "~": 3}


class TextParser(Parser):
    """Reads plain text."""

    revision = 1

    def parse(self, data: bytes, path: str) -> Parsed:
        """Paragraphs and underlined headings. Any bytes give a result; no bytes give no parts."""
        parts: list[Part] = []
        held: list[str] = []
        begin = 1
        for number, line in enumerate([*re.split("\r\n?|\n", decode(data)), ""], start=1):
            if len(held) == 1 and _RULE.fullmatch(line) and len(line.strip()) >= len(held[0].strip()) * 0.6:
                parts.append(Part("heading", held[0].strip(), level=_LEVELS[line[0]], line=begin))
                held = []
            elif line.strip():
                begin = begin if held else number
                held.append(line)
            elif held:
                parts.append(Part("paragraph", "\n".join(held), line=begin))
                held = []
        title = next((each.text for each in parts if each.kind == "heading" and each.level == 1), "")
        return Parsed(tuple(parts), title=title)
