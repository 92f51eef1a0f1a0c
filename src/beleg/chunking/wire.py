"""How a reading travels from the child that made it: a JSON header and the bytes of its arrays, never pickle.

In: a reading, or what a child answered. Out: the other one of the two. A child may answer anything at all: what is not a
sound reading is Unreadable. Knows no process and no parser.
"""

from __future__ import annotations

import math
import sys
from array import array
from typing import Any, TypeVar, get_args

from beleg.errors import Unreadable
from beleg.records import Box, Document, Part, PartKind, Passage, Reading, SparseVector

T = TypeVar("T")

_KINDS = frozenset(get_args(PartKind))
_ITEM_BYTES = 4


def pack(reading: Reading) -> tuple[dict[str, Any], bytes]:
    """The header (plain JSON values) and the bytes: all term names, then all weights, 4 bytes each, little-endian."""
    document = reading.document
    names, weights = array("I"), array("f")
    for vector in reading.terms:
        names.extend(vector.indices)
        weights.extend(vector.values)
    if sys.byteorder == "big":
        names.byteswap()
        weights.byteswap()
    header = {
        "document": {
            "version": document.version,
            "title": document.title,
            "language": document.language,
            "media_type": document.media_type,
            "text": document.text,
            "parts": [_from_part(part) for part in document.parts],
            "pages": document.pages,
            "metadata": dict(document.metadata),
        },
        "passages": [
            [each.start, each.end, list(each.heading), each.kind, each.page, each.tokens, each.language, each.context]
            for each in reading.passages
        ],
        "terms": [len(vector.indices) for vector in reading.terms],
        "words": dict(reading.words),
    }
    return header, names.tobytes() + weights.tobytes()


def unpack(header: dict[str, Any], raw: bytes) -> Reading:
    """The reading. Raises Unreadable where header and bytes are not one: wrong types, spans, sizes or numbers."""
    try:
        document = _document(header["document"])
        passages = tuple(_passage(document, ordinal, values) for ordinal, values in enumerate(header["passages"]))
        terms = _terms(header["terms"], raw)
        words = {_is(word, str): _whole(number, 1) for word, number in header["words"].items()}
        if len(terms) != len(passages):
            raise ValueError("terms and passages differ in number")
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable("Reading the document gave an answer that is not one. Report the file's format.") from error
    return Reading(document=document, passages=passages, terms=terms, words=words)


def _from_part(part: Part) -> list[Any]:
    boxes = [[box.page, box.left, box.top, box.right, box.bottom] for box in part.boxes]
    return [part.kind, part.start, part.end, part.level, part.page, part.line, part.anchor, part.header_rows, boxes]


def _part(values: Any, text: str) -> Part:
    kind, start, end, level, page, line, anchor, header_rows, boxes = values
    if kind not in _KINDS or not 0 <= _whole(start) <= _whole(end) <= len(text):
        raise ValueError("a part is not in the text")
    return Part(
        kind=kind,
        text=text[start:end],
        level=_whole(level),
        page=_maybe(page),
        line=_maybe(line),
        anchor=_is(anchor, str),
        header_rows=_whole(header_rows),
        boxes=tuple(Box(_whole(box[0]), *(_number(side) for side in (box[1], box[2], box[3], box[4]))) for box in boxes),
        start=start,
    )


def _document(values: Any) -> Document:
    text = _is(values["text"], str)
    return Document(
        version=_is(values["version"], str),
        title=_is(values["title"], str),
        language=_is(values["language"], str),
        media_type=_is(values["media_type"], str),
        text=text,
        parts=tuple(_part(part, text) for part in values["parts"]),
        pages=_maybe(values["pages"]),
        metadata={_is(key, str): _is(value, str) for key, value in values["metadata"].items()},
    )


def _passage(document: Document, ordinal: int, values: Any) -> Passage:
    start, end, heading, kind, page, tokens, language, context = values
    if kind not in _KINDS or not 0 <= _whole(start) < _whole(end) <= len(document.text):
        raise ValueError("a passage is not in the text")
    return Passage(
        version=document.version,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        heading=tuple(_is(name, str) for name in _is(heading, list)),
        kind=kind,
        page=_maybe(page),
        tokens=_whole(tokens),
        language=_is(language, str),
        context=_is(context, str),
    )


def _terms(sizes: Any, raw: bytes) -> tuple[SparseVector, ...]:
    total = sum(_whole(size) for size in _is(sizes, list))
    if len(raw) != 2 * _ITEM_BYTES * total:
        raise ValueError("the bytes are not as many as the header says")
    names, weights = array("I", raw[: _ITEM_BYTES * total]), array("f", raw[_ITEM_BYTES * total :])
    if sys.byteorder == "big":
        names.byteswap()
        weights.byteswap()
    if not all(map(math.isfinite, weights)):
        raise ValueError("a weight is not a number")
    vectors, at = [], 0
    for size in sizes:
        vectors.append(SparseVector(names[at : at + size], weights[at : at + size]))
        if len(set(vectors[-1].indices)) != size:
            raise ValueError("a term stands twice")
        at += size
    return tuple(vectors)


def _is(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}")
    return value


def _whole(value: object, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError("expected a whole number")
    return value


def _maybe(value: object) -> int | None:
    return None if value is None else _whole(value)


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("expected a number")
    return float(value)
