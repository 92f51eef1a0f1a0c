"""What is looked for and found: entries of the index, queries, hits, passages for a reader."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from beleg.records.documents import Passage, SparseVector


@dataclass(frozen=True, slots=True)
class EmbedderMark:
    """Which embedder made vectors. Vectors may be compared where the `fingerprint` is the same.

    `name` is for people; `made_with` are the settings that open it again, without any secret.
    """

    fingerprint: str
    dimensions: int
    name: str = ""
    made_with: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as the index holds it: no text, only terms, a vector where there is an embedder, ids and what is filtered by.

    `vector` has unit length. `labels` and `modified_day` as in `Filter`.
    """

    passage_id: int
    terms: SparseVector
    groups: frozenset[str]
    source_ids: frozenset[int]
    language: str
    vector: array[float] | None = None
    labels: frozenset[str] = frozenset()
    modified_day: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Who may find a passage, through which sources, and what it is filtered by (see `Filter`)."""

    groups: frozenset[str]
    source_ids: frozenset[int]
    labels: frozenset[str] = frozenset()
    modified_day: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is limited to beside rights. Every set of `labels` must share a label with the entry; days are counted
    from 1970-01-01, `until_day` is the last one. An entry whose day is not known fails a limit by day.
    """

    labels: tuple[frozenset[str], ...] = ()
    since_day: int | None = None
    until_day: int | None = None


FilterKind = Literal["source", "folder", "author", "type", "label", "day", "newest"]


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """One limit of a search as its asker sees it.

    `value` is the name meant; for `day` an interval of dates, `2024-01-01/..`; for `label` the whole `kind:value`; `newest`
    limits nothing and prefers newer documents. An `implicit` one was read from the question: its `words` stand there from
    `start` to `end`. `dropped` says that nothing was found with it, so that the search was made again without it.
    """

    kind: FilterKind
    value: str
    words: str = ""
    start: int = 0
    end: int = 0
    implicit: bool = False
    dropped: bool = False

    @property
    def name(self) -> str:
        """How a question names it, `kind:value`: to ask for it, or to ask without it."""
        return self.value if self.kind == "label" else f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What the index is asked. Only entries that share a group with `visible_to` are searched at all.

    With a `vector` (unit length) the best `limit` by vector are looked for too; empty terms look by vector alone.
    `made_by` is the fingerprint of the vector's embedder: an index made by another one refuses it.
    """

    terms: SparseVector
    visible_to: frozenset[str]
    limit: int
    source_ids: frozenset[int] | None = None
    language: str | None = None
    vector: array[float] | None = None
    within: Filter = Filter()
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage's id with its score; higher is better, comparable only among hits of one query `by` the same means.

    By terms the score is a weighted sum (BM25), by vector the cosine.
    """

    passage_id: int
    score: float
    by: Literal["terms", "vector"] = "terms"


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document as its reader knows it. `id` stays the same over versions."""

    id: int
    source: str
    path: str
    title: str
    media_type: str
    modified_day: int | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage with the document through which this asker may read it, and its score.

    `signals` says what the score was made of, by the names of the stages of `search.py`. `also` are other documents that
    say the same and that this asker may read.
    """

    passage_id: int
    passage: Passage
    document: DocumentRef
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    also: tuple[DocumentRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a search: the scores of the passages it kept, best first, and in a sentence what it did."""

    name: str
    scores: Mapping[int, float]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Readable:
    """A document with its text as its reader may see it."""

    document: DocumentRef
    version: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document that is like another: `score` 1 is as like as the document itself, `words` are the rarest both hold."""

    document: DocumentRef
    score: float
    words: tuple[str, ...]
    passages: tuple[Retrieved, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTheme:
    """Documents that are about the same, the most typical first, and the words that set them apart."""

    words: tuple[str, ...]
    documents: tuple[DocumentRef, ...]
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Documents that repeat each other, the longest first; `shares[i]` is the part of document i that the first repeats."""

    documents: tuple[DocumentRef, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the documents of a reader are about. `documents` were looked at; `left` of theirs were too many to look at."""

    documents: int
    left: int
    themes: tuple[DocumentTheme, ...]
    duplicates: tuple[DuplicateGroup, ...]
