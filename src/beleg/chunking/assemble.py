"""What a parser found, made into a document.

In: parts in reading order, before cleaning. Out: a document whose text is its parts with blank lines between them, so that
`document.text[part.start:part.end] == part.text`. Knows no format and cuts nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from beleg.language.detect import detect
from beleg.language.normalise import clean
from beleg.records import Document, Parsed, Part

PAGES_TO_TELL = 4
EDGE_PARTS = 2
EDGE_CHARACTERS = 200
DETECTED_CHARACTERS = 20_000

_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_FINISHED = re.compile(r"[.!?:;…][\"'”’»«)\]]*$")


def assemble(parsed: Parsed, version: str, media_type: str, path: str) -> Document:
    """The document: cleaned parts without empty ones and repeated page edges, paragraphs joined over page breaks."""
    cleaned = [_cleaned(part) for part in parsed.parts]
    parts = _placed(_joined(_without_edges([part for part in cleaned if part.text])))
    text = "".join(_separator(before, part) + part.text for before, part in zip([None, *parts], parts, strict=False))
    return Document(
        version=version,
        title=_title(parsed.title, parts, path),
        language=detect(text[:DETECTED_CHARACTERS]),
        media_type=media_type,
        text=text,
        parts=tuple(parts),
        pages=parsed.pages,
        metadata=parsed.metadata,
    )


def _cleaned(part: Part) -> Part:
    text = clean(part.text)
    if part.kind == "code":  # its first line's indentation means something
        return replace(part, text=re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip())
    return replace(part, text=text.strip())


def _without_edges(parts: Sequence[Part]) -> list[Part]:
    """The parts without what most pages open or close with. What stands once in the document always stays."""
    pages: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.page is not None:
            pages[part.page].append(part)
    if len(pages) < PAGES_TO_TELL:
        return list(parts)
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    edges: dict[int, tuple[str, str]] = {}
    for page, on_page in pages.items():
        ordered = _from_top(on_page)
        for side, near in (("top", ordered[:EDGE_PARTS]), ("bottom", ordered[::-1][:EDGE_PARTS])):
            for part in near:
                if part.kind in ("table", "code") or len(part.text) > EDGE_CHARACTERS:
                    continue
                name = (side, _DIGITS.sub("#", " ".join(part.text.split()).casefold()))
                seen[name].add(page)
                if len(seen[name]) >= len(seen[edges.get(id(part), name)]):
                    edges[id(part)] = name
    return [part for part in parts if id(part) not in edges or 2 * len(seen[edges[id(part)]]) <= len(pages)]


def _from_top(parts: list[Part]) -> list[Part]:
    """By height on the page where every part has a box, else in reading order."""
    if all(part.boxes for part in parts):
        return sorted(parts, key=lambda part: part.boxes[0].top)
    return parts


def _joined(parts: Iterable[Part]) -> list[Part]:
    """A paragraph that a page break cut in two is one again, with the boxes of both pages."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is None or not _runs_on(before, part):
            joined.append(part)
        elif _HYPHENATED.search(before.text):
            joined[-1] = replace(before, text=before.text[:-1] + part.text, boxes=before.boxes + part.boxes)
        else:
            joined[-1] = replace(before, text=f"{before.text} {part.text}", boxes=before.boxes + part.boxes)
    return joined


def _runs_on(before: Part, part: Part) -> bool:
    if before.kind not in ("paragraph", "list_item") or part.kind != "paragraph" or part.page is None:
        return False
    last_page = max([box.page for box in before.boxes], default=before.page or 0)
    return part.page == last_page + 1 and part.text[0].islower() and not _FINISHED.search(before.text)


def _placed(parts: Iterable[Part]) -> list[Part]:
    placed: list[Part] = []
    for part in parts:
        before = placed[-1] if placed else None
        start = before.end + len(_separator(before, part)) if before else 0
        placed.append(replace(part, start=start))
    return placed


def _separator(before: Part | None, part: Part) -> str:
    if before is None:
        return ""
    return "\n" if before.kind == part.kind == "list_item" else "\n\n"


def _title(named: str, parts: Sequence[Part], path: str) -> str:
    """The format's own title, else the first heading of level 1, else the file's name made readable."""
    if title := " ".join(clean(named).split()):
        return title
    for part in parts:
        if part.kind == "heading" and part.level == 1:
            return " ".join(part.text.split())
    name = PurePosixPath(path.replace("\\", "/")).stem
    return " ".join(re.sub(r"[_\-\s]+", " ", name).split()) or path
