"""Messages between the index process and its clients: a JSON header, then raw arrays.

In: a plain header and arrays. Out: one frame of bytes, and back. Nothing in a frame is ever executed: no pickle.
Knows no socket and no index.

A frame is: length of the header (4 bytes, little endian), the header (JSON), the arrays' bytes one after another in the
machine's own order (both ends run on one machine). `header["arrays"]` lists each array's type and length.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from beleg.errors import IndexFailure

_TYPES = frozenset("IfQd")


def pack(header: Mapping[str, Any], arrays: Sequence[array[Any]] = ()) -> bytes:
    """One frame."""
    told = {**header, "arrays": [[each.typecode, len(each)] for each in arrays]}
    encoded = json.dumps(told, separators=(",", ":")).encode()
    return b"".join([len(encoded).to_bytes(4, "little"), encoded, *(each.tobytes() for each in arrays)])


def unpack(frame: bytes) -> tuple[dict[str, Any], list[array[Any]]]:
    """The header and the arrays of a frame. Raises IndexFailure for bytes that are no frame."""
    try:
        begin = 4 + int.from_bytes(frame[:4], "little")
        header: dict[str, Any] = json.loads(frame[4:begin])
        arrays: list[array[Any]] = []
        for code, length in header.pop("arrays"):
            if code not in _TYPES:
                raise ValueError(code)
            each: array[Any] = array(code)
            end = begin + each.itemsize * length
            if end > len(frame):
                raise ValueError("short")
            each.frombytes(frame[begin:end])
            arrays.append(each)
            begin = end
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFailure("The index process and its client do not understand each other. Restart both.") from error
    return header, arrays
