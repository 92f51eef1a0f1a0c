"""How a reading travels from the child that made it: a JSON header and the bytes of its arrays, never pickle.

In: a reading, or what a child answered. Out: the other one of the two. A child may answer anything at all: what is not a
sound reading is Unreadable. Knows no process and no parser.
"""

from __future__ import annotations

import math
import sys
from array import array
from typing import Any

from beleg.errors import Unreadable
from beleg.records import Document, Passage, Reading, SparseVector
from beleg.rows import PART_KINDS, maybe_whole, of_kind, part_of, part_row, whole

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
            "parts": [part_row(part) for part in document.parts],
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
        words = {of_kind(word, str): whole(number, 1) for word, number in header["words"].items()}
        if len(terms) != len(passages):
            raise ValueError("terms and passages differ in number")
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable("Reading the document gave an answer that is not one. Report the file's format.") from error
    return Reading(document=document, passages=passages, terms=terms, words=words)


def _document(values: Any) -> Document:
    text = of_kind(values["text"], str)
    return Document(
        version=of_kind(values["version"], str),
        title=of_kind(values["title"], str),
        language=of_kind(values["language"], str),
        media_type=of_kind(values["media_type"], str),
        text=text,
        parts=tuple(part_of(part, text) for part in values["parts"]),
        pages=maybe_whole(values["pages"]),
        metadata={of_kind(key, str): of_kind(value, str) for key, value in values["metadata"].items()},
    )


def _passage(document: Document, ordinal: int, values: Any) -> Passage:
    start, end, heading, kind, page, tokens, language, context = values
    if kind not in PART_KINDS or not 0 <= whole(start) < whole(end) <= len(document.text):
        raise ValueError("a passage is not in the text")
    return Passage(
        version=document.version,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        heading=tuple(of_kind(name, str) for name in of_kind(heading, list)),
        kind=kind,
        page=maybe_whole(page),
        tokens=whole(tokens),
        language=of_kind(language, str),
        context=of_kind(context, str),
    )


def _terms(sizes: Any, raw: bytes) -> tuple[SparseVector, ...]:
    total = sum(whole(size) for size in of_kind(sizes, list))
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
