"""How parts and word counts are kept: compressed JSON, in and out. Knows no table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from beleg.records import Box, Part


def pack(value: Any) -> bytes:
    """JSON values as compressed bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(data: bytes) -> Any:
    """What `pack` was given."""
    return json.loads(zlib.decompress(data)) if data else {}


def pack_parts(parts: Iterable[Part]) -> bytes:
    """Parts without their text: they are spans of the document's text."""
    return pack(
        [
            [p.kind, p.start, len(p.text), p.level, p.page, p.line, p.anchor, p.header_rows, [_flat(box) for box in p.boxes]]
            for p in parts
        ]
    )


def unpack_parts(data: bytes, text: str) -> tuple[Part, ...]:
    """The parts of a document with this text."""
    rows = unpack(data) or []
    return tuple(
        Part(
            kind, text[start : start + length], level, page, line, anchor, header_rows, tuple(Box(*box) for box in boxes), start
        )
        for kind, start, length, level, page, line, anchor, header_rows, boxes in rows
    )


def pack_words(words: Mapping[str, int]) -> bytes:
    """Words with their counts."""
    return pack(dict(words))


def _flat(box: Box) -> list[float]:
    return [box.page, *(round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom))]
