"""What is told of the work: progress, reports, the inventory, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from beleg.records.documents import Source
from beleg.records.finding import DocumentRef

DocumentState = Literal["indexed", "quarantined"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is. `path` and `state` tell of the document that just ended; `left_s` is estimated.

    `unit` is what `done` and `total` count.
    """

    done: int
    total: int
    passages: int
    path: str = ""
    state: str = ""
    reason: str = ""
    left_s: float | None = None
    unit: str = "documents"


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
    relabelled: int = 0
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
