"""What is like what: documents like a document, themes, near duplicates; always of what the asker may read.

In: a document or nothing, with an asker. Out: similar documents best first, or an overview. Uses the index's own vectors for
similarity and the documents' profiles for the overview. Records nothing; knows no vendor and no database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from beleg.errors import NotFound
from beleg.grouping.profile import profiles
from beleg.grouping.themes import Theme, themes
from beleg.grouping.twins import near_duplicates
from beleg.language.analysis import is_stop_word, stem, surface_words
from beleg.language.weighting import stem_vector
from beleg.records import (
    DocumentRef,
    DocumentTheme,
    DuplicateGroup,
    IndexQuery,
    Overview,
    Principal,
    Readable,
    Retrieved,
    SimilarDocument,
)
from beleg.search import marks_of
from beleg.workspace import Parts

MOST_DOCUMENTS = 20_000
"""Documents an overview looks at; more would take minutes."""
CANDIDATES = 400
"""Passages looked at for similar documents."""
BEST_PASSAGES = 3
"""Passages that speak for a document."""
SHARED_WORDS = 5


async def similar(parts: Parts, document_id: int, asker: Principal, limit: int = 10) -> list[SimilarDocument]:
    """Documents like this one, most alike first. Raises NotFound for a document that is not there or not this asker's."""
    status, document = await parts.state.document(document_id, asker.groups)
    marks = await marks_of(parts, f"{document.title}\n{document.text}", document.language)
    hits = await parts.index.search(IndexQuery(stem_vector(marks), asker.groups, CANDIDATES))
    scores = {hit.passage_id: hit.score for hit in hits if hit.by == "terms"}
    found = await parts.state.passages(scores, asker.groups)
    own = _strength([each for each in found if each.passage.version == document.version])
    by_document: dict[int, list[Retrieved]] = {}
    for each in found:
        if each.passage.version != document.version and each.document.id != status.document.id:
            by_document.setdefault(each.document.id, []).append(each)
    alike = [
        SimilarDocument(
            passages[0].document,
            round(min(1.0, _strength(passages) / own) if own else 0.0, 3),
            _shared(marks, document.text, document.language, passages),
            tuple(passages[:BEST_PASSAGES]),
        )
        for passages in by_document.values()
    ]
    return sorted((each for each in alike if each.words), key=lambda each: (-each.score, each.document.id))[:limit]


async def overview(parts: Parts, asker: Principal, sources: Sequence[str] = (), count: int | None = None) -> Overview:
    """Themes and near duplicates of what the asker may read; `count` fixes how many themes. NotFound for a foreign source."""
    if sources:
        await parts.state.source_ids(sources, asker.groups)
    texts, left = await parts.state.readable(asker.groups, sources, MOST_DOCUMENTS)
    found, duplicates = await asyncio.to_thread(_grouped, texts, count)
    return Overview(len(texts), left, tuple(found), tuple(duplicates))


async def document_named(parts: Parts, name: str, asker: Principal) -> DocumentRef:
    """The document with this id, `source/path` or path. Raises NotFound, also where several have the path."""
    texts = await parts.state.documents_named(name, asker.groups)
    if len(texts) == 1:
        return texts[0]
    if texts:
        ways = ", ".join(f"{each.source}/{each.path}" for each in texts[:3])
        raise NotFound(f"{len(texts)} documents are called {name!r}: {ways}. Name one with its source.")
    raise NotFound(f"There is no document {name!r} for you. `beleg documents` lists those you may read.")


def _grouped(texts: Sequence[Readable], count: int | None) -> tuple[list[DocumentTheme], list[DuplicateGroup]]:
    profiled = profiles([(f"{each.document.title}\n{each.text}", each.language) for each in texts])
    mapped = themes(profiled, count=count) if texts else None
    told = [_told(theme, mapped.places, texts) for theme in mapped.themes] if mapped else []
    twins = near_duplicates(profiled, [each.text for each in texts])
    return told, [DuplicateGroup(tuple(texts[at].document for at in each.members), each.shares) for each in twins]


def _told(theme: Theme, places: Sequence[tuple[float, float]], texts: Sequence[Readable]) -> DocumentTheme:
    members = theme.members
    return DocumentTheme(theme.words, tuple(texts[at].document for at in members), tuple(places[at] for at in members))


def _strength(passages: Sequence[Retrieved]) -> float:
    best = sorted((each.score for each in passages), reverse=True)[:BEST_PASSAGES]
    return sum(score / (at + 1) for at, score in enumerate(best))


def _shared(marks: dict[str, float], text: str, language: str, passages: Sequence[Retrieved]) -> tuple[str, ...]:
    """The marking words that both documents hold, as the asked one spells them."""
    theirs = {
        stem(word, each.passage.language)
        for each in passages[:BEST_PASSAGES]
        for word in surface_words(f"{each.document.title} {' '.join(each.passage.heading)} {each.passage.text}")
    }
    spelled: dict[str, str] = {}
    for word in surface_words(text):
        if not is_stop_word(word, language):
            spelled.setdefault(stem(word, language), word)
    return tuple(spelled[root] for root in marks if root in theirs and root in spelled)[:SHARED_WORDS]
