"""The nouns. Frozen, without services: nothing here reads, writes or waits.

In: plain values. Out: the same values with names. Offsets are counted in characters (code points) of `Document.text`;
`end` is one past the last. Boxes are in points, origin at the top left of the page as displayed. Knows no store and no vendor.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

PartKind = Literal["heading", "paragraph", "list_item", "table", "code"]
Outcome = Literal["answered", "no_evidence", "refused", "withheld"]
DocumentState = Literal["indexed", "quarantined"]
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
    """One thing found at a source. `version` changes whenever the bytes may have; `problem` says why it cannot be fetched."""

    path: str
    version: str
    size_bytes: int
    media_type: str
    readers: frozenset[str]
    problem: str = ""


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as the index holds it: no text, only terms, ids and what is filtered by."""

    passage_id: int
    terms: SparseVector
    groups: frozenset[str]
    source_ids: frozenset[int]
    language: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Who may find a passage, and through which sources."""

    groups: frozenset[str]
    source_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What the index is asked. Only entries that share a group with `visible_to` are searched at all."""

    terms: SparseVector
    visible_to: frozenset[str]
    limit: int
    source_ids: frozenset[int] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage's id with its score; higher is better, comparable inside one query only."""

    passage_id: int
    score: float


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document as its reader knows it. `id` stays the same over versions."""

    id: int
    source: str
    path: str
    title: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage with the document through which this asker may read it, and its score."""

    passage_id: int
    passage: Passage
    document: DocumentRef
    score: float


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom. `sources` limits the search to sources of these names."""

    text: str
    asker: Principal
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact place a claim rests on: `quote` is the document version's text from `start` to `end`."""

    document: int
    title: str
    version: str
    page: int | None
    heading: str
    quote: str
    start: int
    end: int
    source: str = ""
    path: str = ""
    passage_id: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of a subject; `score` is 0 to 1."""

    check: str
    passed: bool
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with what it rests on and what was checked of it."""

    text: str
    citations: tuple[Citation, ...]
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer proposes; nobody sees it before it is verified. `confidence` is the writer's own estimate, 0 to 1."""

    claims: tuple[Claim, ...]
    confidence: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a run. `nearest` are the places to look when the outcome is `no_evidence`."""

    outcome: Outcome
    confidence: float
    claims: tuple[Claim, ...] = ()
    nearest: tuple[Citation, ...] = ()
    language: str = ""
    reason: str = ""
    run: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A step of a run as its asker may see it: what leaves the house."""

    name: str
    at_ms: float
    data: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded. `kept` never leaves the house: it is not a field of `Shown`."""

    shown: Shown
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is. `path` and `state` tell of the document that just ended; `left_s` is estimated."""

    done: int
    total: int
    passages: int
    path: str = ""
    state: str = ""
    reason: str = ""
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, counted in documents."""

    source: str
    found: int = 0
    unchanged: int = 0
    indexed: int = 0
    duplicates: int = 0
    quarantined: int = 0
    forgotten: int = 0
    regrouped: int = 0
    passages: int = 0
    complete: bool = True
    problems: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source with its counts and what could not be read."""

    source: Source
    documents: int
    indexed: int
    duplicates: int
    quarantined: int
    passages: int
    last_complete_sync: str | None
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """One document of a source as the inventory shows it."""

    document: DocumentRef
    state: DocumentState
    reason: str
    version: str
    language: str
    pages: int | None
    passages: int
    readers: frozenset[str]
    indexed_at: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `beleg doctor`: what was looked at, how it stands, what to do."""

    topic: str
    state: Literal["ok", "missing", "problem"]
    says: str
    do: str = ""


def as_json(value: Any) -> Any:
    """The same value as plain JSON types: records become objects, sets become sorted lists, unknown types their text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(as_json(item) for item in value)
    if isinstance(value, tuple | list | array):
        return [as_json(item) for item in value]
    return str(value)
