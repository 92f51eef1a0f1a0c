"""Parts as plain JSON rows, and back: how they travel from the child that read them, and how they are kept.

In: a part, or a row and the document's text. Out: the other of the two. A row holds the part's place, not its text. Whatever
is not a sound row is a ValueError or TypeError: a child may say anything. Knows no process and no table.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar, get_args

from beleg.records import Box, Part, PartKind

T = TypeVar("T")
PART_KINDS = frozenset(get_args(PartKind))


def part_row(part: Part) -> list[Any]:
    """The part without its text. Boxes are kept to a tenth of a point."""
    boxes = [[box.page, *(round(side, 1) for side in (box.left, box.top, box.right, box.bottom))] for box in part.boxes]
    return [part.kind, part.start, part.end, part.level, part.page, part.line, part.anchor, part.header_rows, boxes]


def part_of(row: Any, text: str) -> Part:
    """The part of the document with this text. Raises ValueError or TypeError where row and text do not belong together."""
    kind, start, end, level, page, line, anchor, header_rows, boxes = row
    if kind not in PART_KINDS or not 0 <= whole(start) <= whole(end) <= len(text):
        raise ValueError("a part is not in the text")
    return Part(
        kind=kind,
        text=text[start:end],
        level=whole(level),
        page=maybe_whole(page),
        line=maybe_whole(line),
        anchor=of_kind(anchor, str),
        header_rows=whole(header_rows),
        boxes=tuple(Box(whole(box[0]), *(number(side) for side in (box[1], box[2], box[3], box[4]))) for box in boxes),
        start=start,
    )


def of_kind(value: object, kind: type[T]) -> T:
    """The value, which is of this kind. Raises TypeError."""
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}")
    return value


def whole(value: object, least: int = 0) -> int:
    """The value, a whole number not below `least`. Raises ValueError."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError("expected a whole number")
    return value


def maybe_whole(value: object) -> int | None:
    """The value, a whole number or None. Raises ValueError."""
    return None if value is None else whole(value)


def number(value: object) -> float:
    """The value, a finite number. Raises ValueError."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("expected a number")
    return float(value)
