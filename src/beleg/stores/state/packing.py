"""How parts and word counts are kept: compressed JSON, in and out; and vectors: half-precision numbers. Knows no table."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from beleg.records import Part
from beleg.rows import part_of, part_row


def pack(value: Any) -> bytes:
    """JSON values as compressed bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(data: bytes) -> Any:
    """What `pack` was given."""
    return json.loads(zlib.decompress(data)) if data else {}


def pack_parts(parts: Iterable[Part]) -> bytes:
    """Parts without their text: they are spans of the document's text."""
    return pack([part_row(part) for part in parts])


def unpack_parts(data: bytes, text: str) -> tuple[Part, ...]:
    """The parts of a document with this text."""
    return tuple(part_of(row, text) for row in unpack(data) or [])


def pack_words(words: Mapping[str, int]) -> bytes:
    """Words with their counts."""
    return pack(dict(words))


def pack_vector(vector: array[float]) -> bytes:
    """Two bytes a number, as exact as the index keeps them."""
    return struct.pack(f"<{len(vector)}e", *vector)


def unpack_vector(data: bytes) -> array[float]:
    """What `pack_vector` was given, to three digits."""
    return array("f", struct.unpack(f"<{len(data) // 2}e", data))
