"""A table of an HTML tree as one part, or nothing where it only arranges a page.

In: a `<table>` node. Out: a part with one row a line, cells parted by ` | `. A cell over several rows is repeated in each,
one over several columns leaves the others empty. Knows nothing of what stands around the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from beleg.records import Part

_LONGEST_CELL = 1500
_REPEATED = 200
_WIDEST = 60
_BLOCK = frozenset("p div br li ul ol dl dt dd tr td th h1 h2 h3 h4 h5 h6 pre blockquote section article hr".split())
_LAYOUT = frozenset("table h1 h2 h3 article section main form".split())

Dropped = Callable[[str, dict[str, "str | None"]], bool]
Row = list[tuple[str, bool, int, int]]


def table_part(table: Any, dropped: Dropped) -> Part | None:
    """The table's part; None where its content is better read as blocks (one column, nested blocks, very long cells)."""
    rows, headed, caption = _rows(table, dropped)
    if rows is None or not rows:
        return None
    if max(sum(across for _, _, across, _ in row) for row in rows) < 2 or max(map(len, rows)) < 2:
        return None
    lines: list[str] = []
    header_rows = 0
    above: dict[int, tuple[str, int]] = {}
    for row, in_head in zip(rows, headed, strict=True):
        cells = _laid_out(row, above)
        if not any(cells):
            continue
        if header_rows == len(lines) and (in_head or all(is_head for text, is_head, _, _ in row if text)):
            header_rows += 1
        lines.append(" | ".join(cells))
    if not lines:
        return None
    # A table whose rows are all headings has no heading rows to repeat.
    header_rows = header_rows if header_rows < len(lines) else 0
    if caption:
        lines.insert(0, caption)
        header_rows += 1
    return Part("table", "\n".join(lines), header_rows=header_rows)


def _laid_out(row: Row, above: dict[int, tuple[str, int]]) -> list[str]:
    cells: list[str] = []

    def hang() -> None:
        while len(cells) in above:
            text, left = above.pop(len(cells))
            if left > 1:
                above[len(cells)] = (text, left - 1)
            cells.append(text)

    for text, _, across, down in row:
        hang()
        if down > 1:
            above[len(cells)] = (text if len(text) <= _REPEATED else "", down - 1)
        cells.append(text)
        cells.extend([""] * (across - 1))
    hang()
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(table: Any, dropped: Dropped) -> tuple[list[Row] | None, list[bool], str]:
    rows: list[Row] = []
    headed: list[bool] = []
    caption = ""
    node = table.first_child
    depth = 1 if node is not None else 0
    in_head = False
    while depth:
        tag = node.tag
        inside = None
        if tag in ("thead", "tbody", "tfoot", "tr"):
            in_head = in_head if tag == "tr" else tag == "thead"
            if not dropped(tag, node.attributes):
                inside = node.first_child
                if tag == "tr":
                    rows.append([])
                    headed.append(in_head)
        elif tag in ("td", "th"):
            said = node.attributes
            text = "" if dropped(tag, said) else _cell(node, dropped)
            if text is None:
                return None, [], ""
            if rows:
                rows[-1].append((text, tag == "th", _span(said.get("colspan")), _span(said.get("rowspan"))))
        elif tag == "caption":
            caption = _cell(node, dropped) or ""
        if inside is not None:
            node = inside
            depth += 1
            continue
        while depth and node.next is None:
            node = node.parent
            depth -= 1
        if depth:
            node = node.next
    return [row for row in rows if row], [head for head, row in zip(headed, rows, strict=True) if row], caption


def _cell(cell: Any, dropped: Dropped) -> str | None:
    """A cell's words on one line; None where it holds what no cell of a data table holds."""
    said: list[str] = []
    size = 0
    node = cell.first_child
    depth = 1 if node is not None else 0
    while depth:
        tag = node.tag
        inside = None
        if tag == "-text":
            text = node.text_content or ""
            said.append(text)
            size += len(text.strip())
            if size > _LONGEST_CELL:
                return None
        elif tag in _LAYOUT:
            return None
        elif tag and tag[0] not in "-!" and not dropped(tag, node.attributes):
            if tag in _BLOCK:
                said.append(" ")
            inside = node.first_child
        if inside is not None:
            node = inside
            depth += 1
            continue
        while depth and node.next is None:
            node = node.parent
            depth -= 1
            if depth and node.tag in _BLOCK:
                said.append(" ")
        if depth:
            node = node.next
    return " ".join("".join(said).split())


def _span(value: str | None) -> int:
    value = (value or "").strip()
    return max(1, min(int(value), _WIDEST)) if re.fullmatch(r"[0-9]{1,5}", value) else 1
