"""What is read: sources, what was found there, documents, their parts and passages."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PartKind = Literal["heading", "paragraph", "list_item", "table", "code"]
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. Every read of content takes one; there is no default."""

    name: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from. `location` means what the source's kind says (a folder's path)."""

    id: int
    kind: str
    name: str
    location: str
    readers: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found at a source. `version` changes whenever the bytes may have; `problem` says why it cannot be fetched.

    `modified_day` is the day of its last change, counted from 1970-01-01. `labels` are what a search may be limited to
    beside rights, as `kind:value` in lower case: `author:…`, `folder:…`, `type:…`.
    """

    path: str
    version: str
    size_bytes: int
    media_type: str
    readers: frozenset[str]
    problem: str = ""
    modified_day: int | None = None
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source holds now. Only a complete listing may make beleg forget what is not in it."""

    found: tuple[Found, ...]
    complete: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (1 = first), in points from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a document in reading order.

    `level` is 1 to 6 for headings. A table's text is one row a line, cells parted by ` | `, its first `header_rows` lines
    being the header. `start` is its offset in `Document.text`, set when the document is assembled. `line` is the first
    source line (1 = first) where the format has lines; `anchor` is the format's own place name (an id, a paragraph number).
    """

    kind: PartKind
    text: str
    level: int = 0
    page: int | None = None
    line: int | None = None
    anchor: str = ""
    header_rows: int = 0
    boxes: tuple[Box, ...] = ()
    start: int = 0

    @property
    def end(self) -> int:
        """Offset one past the part's last character in `Document.text`."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser makes of bytes: parts in reading order, before cleaning. `title` is empty where the format names none."""

    parts: tuple[Part, ...]
    title: str = ""
    pages: int | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one content: the cleaned text, and the parts that cover it."""

    version: str
    title: str
    language: str
    media_type: str
    text: str
    parts: tuple[Part, ...]
    pages: int | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved: `text` is `document.text[start:end]`; `context` is a table's header where the rows begin later."""

    version: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    kind: PartKind
    page: int | None
    tokens: int
    language: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Terms with weights: `indices` (type "I") are the terms' 32-bit names, unique, beside their `values` (type "f")."""

    indices: array[int]
    values: array[float]


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """What the child process is told about bytes it shall read: plain values, so that it can travel as JSON."""

    path: str
    media_type: str
    version: str
    target_tokens: int
    maximum_tokens: int
    tokenizer: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child process makes of bytes: the document, its passages with their terms, and how many passages hold a word.

    `terms[i]` belongs to `passages[i]`. `words` maps a folded word to the number of passages that hold it.
    """

    document: Document
    passages: tuple[Passage, ...]
    terms: tuple[SparseVector, ...]
    words: Mapping[str, int]
