"""Real sentences with the passages they stand in, German and English, read as beleg reads them.

In: the data folder. Out: passages by set and document, and their sentences. A document is held back whole: XQuAD's German and
English paragraphs are translations of each other, so an article of five paragraphs counts as one document in both. Knows no
fault.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from beleg.chunking.assemble import assemble
from beleg.chunking.structure import passages_of
from beleg.chunking.tokens import estimate
from beleg.language.sentences import sentences
from beleg.parsers import PARSERS

FOLDS = 5
TEST_FOLD = 0
"""The fifth of the documents that nothing is fitted on."""
SHORTEST, LONGEST = 35, 400
MOST_DOCUMENTS = 140


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a document, and the fold that the document is in."""

    set: str
    document: str
    language: str
    text: str
    heading: str
    fold: int


@dataclass(frozen=True, slots=True)
class Real:
    """A sentence as it stands in its passage; `before` is the sentence before it."""

    place: Place
    text: str
    before: str


def places(data: Path) -> list[Place]:
    """Every passage of every set that is there."""
    found = [*_xquad(data, "de"), *_xquad(data, "en"), *_squad(data)]
    laws = sorted((data / "documents" / "gesetze_de").glob("*/*/index.md"), key=lambda path: path.stat().st_size)
    found += _files("gesetze_de", laws[:MOST_DOCUMENTS], "de", most=60)
    for language in ("de", "en"):
        folder = data / "documents" / "evcc_docs_de_en" / "src" / "content" / "docs" / language
        pages = sorted(path for path in folder.rglob("*.md*") if "blog" not in path.parts)
        found += _files(f"evcc_{language}", pages[:MOST_DOCUMENTS], language, most=12)
        found += _faq(data, language)
    return found


def real_sentences(of: list[Place]) -> Iterator[Real]:
    """Sentences worth checking: of prose, neither very short nor very long, with a verb's room around them."""
    for place in of:
        before = ""
        for start, end in sentences(place.text, place.language):
            text = " ".join(place.text[start:end].split())
            prose = text[:1].isalpha() and text.endswith(".") and " | " not in text and "`" not in text and "http" not in text
            if prose and SHORTEST <= len(text) <= LONGEST and len(text.split()) >= 6:
                yield Real(place, text, before)
            before = text


def _fold(name: str) -> int:
    return zlib.crc32(name.encode()) % FOLDS


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] if path.is_file() else []


def _xquad(data: Path, language: str) -> list[Place]:
    rows = _lines(data / "retrieval" / f"xquad_{language}" / "corpus.jsonl")
    return [
        Place(f"xquad_{language}", f"x{at // 5}", language, row["text"], "", (at // 5) % FOLDS) for at, row in enumerate(rows)
    ]


def _squad(data: Path) -> list[Place]:
    rows = _lines(data / "answers" / "squad2_en" / "corpus.jsonl")
    shared = {"".join(each.text.split())[:80] for each in _xquad(data, "en")}
    return [
        Place("squad2_en", row["title"], "en", row["text"], row["title"].replace("_", " "), _fold(row["title"]))
        for row in rows
        if "".join(row["text"].split())[:80] not in shared
    ]


def _files(name: str, paths: list[Path], language: str, most: int) -> list[Place]:
    found: list[Place] = []
    for path in paths:
        data = path.read_bytes()
        document = assemble(PARSERS.load("markdown")().parse(data, path.name), "v", "text/markdown", path.name)
        for passage in passages_of(document, 250, 400, estimate)[:most]:
            label = "/".join(path.parts[-2:])
            found.append(Place(name, label, language, passage.text, " > ".join(passage.heading), _fold(label)))
    return found


def _faq(data: Path, language: str) -> list[Place]:
    path = data / "documents" / "faq_de_en" / "src" / "data" / ("faq_de.json" if language == "de" else "faq.json")
    if not path.is_file():
        return []
    found: list[Place] = []
    for section in json.loads(path.read_text("utf-8"))["section-main"]["sections"]:
        for entry in section["accordion"]:
            text = " ".join(unescape(re.sub(r"<[^>]+>", "", "\n".join(map(str, entry["textblock"])))).split())
            if text:
                found.append(Place(f"faq_{language}", entry["anchor"], language, text, entry["title"], _fold(entry["anchor"])))
    return found
