"""What a document says of itself that a search may be limited to: its day, its authors, its type.

In: the document with its format's metadata. Out: labels (`kind:value`, lower case) and a day. A date that programs write
when nobody set one is not believed. Knows no source and no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from beleg.language.dates import day_number, stated_day
from beleg.language.normalise import clean, label
from beleg.records import Document

DAYS = ("modified", "last_modified", "lastmod", "updated", "last_updated", "date", "published", "created")
"""The names under which a document states its day, the one that counts first."""
AUTHORS = ("author", "authors", "creator")
TYPES = {
    "application/pdf": "pdf",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/plain": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
_UNSET = {day_number(date(year, 1, 1)) for year in (1970, 1980, 2000)}
"""First days that zip files, clocks and PDF libraries write where nobody set a date."""
_NOBODY = {"python-docx", "unknown", "unbekannt", "anonymous", "(anonymous)", "admin", "administrator", "user", "root"}
_BETWEEN = re.compile(r"\s*(?:;|\||/|&|\bund\b|\band\b)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"[<(\[][^<>()\[\]]*@[^<>()\[\]]*[>)\]]|\S+@\S+")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](\d\d)[-_.](\d\d)(?!\d)")
_LONGEST = 80


def labels_of(document: Document) -> frozenset[str]:
    """Its type and its authors as labels."""
    told = {name.lower(): value for name, value in document.metadata.items()}
    kind = TYPES.get(document.media_type)
    authors = {name for key in AUTHORS for name in _names(told.get(key, ""))}
    return frozenset({*((label("type", kind),) if kind else ()), *(label("author", name) for name in authors)})


def day_of(document: Document, path: str, today: int) -> int | None:
    """The day of its last change as it states it, in its metadata or its file's name: the later of the two.

    A day that nobody set or that is yet to come is not believed.
    """
    told = {name.lower().replace("-", "_"): value for name, value in document.metadata.items()}
    stated = [next((day for name in DAYS if (day := _believed(told.get(name, ""), today)) is not None), None)]
    if named := _IN_NAME.search(PurePosixPath(path).stem):
        stated.append(_believed("-".join(named.groups()), today))
    return max((day for day in stated if day is not None), default=None)


def _believed(said: str, today: int) -> int | None:
    day = stated_day(said)
    return day if day is not None and day not in _UNSET and 0 < day <= today + 1 else None


def _names(said: str) -> Iterable[str]:
    """The persons or teams that a field of authors names. `Möller, Petra` is one person, `Möller, Weber, Kurt` are three."""
    for piece in _BETWEEN.split(" ".join(clean(_ADDRESS.sub("", said)).lower().split())):
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        if len(parts) == 2 and all(" " not in part for part in parts):
            parts = [f"{parts[1]} {parts[0]}"]
        yield from (part for part in parts if len(part) <= _LONGEST and part not in _NOBODY)
