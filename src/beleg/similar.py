"""What is like what: documents like a document, themes, near duplicates; always of what the asker may read.

In: a document or nothing, with an asker. Out: similar documents best first, or an overview. Uses the index's own vectors for
similarity and the documents' profiles for the overview. Records nothing; knows no vendor and no database.
"""

from __future__ import annotations

import asyncio
import math
from array import array
from collections.abc import Mapping, Sequence

from beleg.embedding import passage_vectors
from beleg.errors import EmbedderFailure, NotFound
from beleg.grouping.profile import profiles
from beleg.grouping.themes import Theme, themes
from beleg.grouping.twins import near_duplicates
from beleg.language.analysis import is_stop_word, stem, surface_words
from beleg.language.weighting import stem_vector
from beleg.records import (
    Document,
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
BATCH = 500
MOST_PASSAGES = 200
"""Passages of a document that its vector is the mean of."""


async def similar(parts: Parts, document_id: int, asker: Principal, limit: int = 10) -> list[SimilarDocument]:
    """Documents like this one, most alike first. Raises NotFound for a document that is not there or not this asker's."""
    status, document = await parts.state.document(document_id, asker.groups)
    marks = await marks_of(parts, f"{document.title}\n{document.text}", document.language)
    vector, made_by = await _vector_of(parts, document, status.passages, asker)
    query = IndexQuery(stem_vector(marks), asker.groups, CANDIDATES, vector=vector, made_by=made_by)
    hits = await parts.index.search(query)
    scores = {hit.passage_id: hit.score for hit in hits if hit.by == "terms"}
    cosines = {hit.passage_id: hit.score for hit in hits if hit.by == "vector"}
    found = await parts.state.passages({**dict.fromkeys(cosines, 0.0), **scores}, asker.groups)
    own = _strength([each for each in found if each.passage.version == document.version])
    by_document: dict[int, list[Retrieved]] = {}
    for each in found:
        if each.passage.version != document.version and each.document.id != status.document.id:
            by_document.setdefault(each.document.id, []).append(each)
    alike = [
        SimilarDocument(
            passages[0].document,
            round(_alike(passages, own, cosines if vector is not None else None), 3),
            _shared(marks, document.text, document.language, passages),
            tuple(passages[:BEST_PASSAGES]),
        )
        for passages in by_document.values()
    ]
    told = [each for each in alike if each.words or vector is not None]
    return sorted(told, key=lambda each: (-each.score, each.document.id))[:limit]


async def overview(parts: Parts, asker: Principal, sources: Sequence[str] = (), count: int | None = None) -> Overview:
    """Themes and near duplicates of what the asker may read; `count` fixes how many themes. NotFound for a foreign source."""
    if sources:
        await parts.state.source_ids(sources, asker.groups)
    texts, left = await parts.state.readable(asker.groups, sources, MOST_DOCUMENTS)
    vectors = await _vectors_of(parts, texts)
    found, duplicates = await asyncio.to_thread(_grouped, texts, count, vectors)
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


async def _vectors_of(parts: Parts, texts: Sequence[Readable]) -> list[list[float]] | None:
    """For each text the mean of its passages' vectors, unit length; None where there is no embedder to ask."""
    mark = await parts.index.made_by()
    if mark is None or not texts:
        return None
    sums = {each.version: [0.0] * mark.dimensions for each in texts}
    last = 0
    try:
        while batch := await parts.state.live_passages(last, BATCH):
            last = batch[-1][0]
            mine = {key: passage.version for key, passage, _ in batch if passage.version in sums}
            vectors = await passage_vectors(parts, mark, [row for row in batch if row[0] in mine])
            for key, vector in vectors.items():
                sums[mine[key]] = [one + other for one, other in zip(sums[mine[key]], vector, strict=True)]
    except EmbedderFailure:
        return None
    lengths = {version: math.sqrt(sum(value * value for value in total)) or 1.0 for version, total in sums.items()}
    return [[value / lengths[each.version] for value in sums[each.version]] for each in texts]


def _grouped(
    texts: Sequence[Readable], count: int | None, vectors: list[list[float]] | None
) -> tuple[list[DocumentTheme], list[DuplicateGroup]]:
    profiled = profiles([(f"{each.document.title}\n{each.text}", each.language) for each in texts])
    mapped = themes(profiled, vectors, count) if texts else None
    told = [_told(theme, mapped.places, texts) for theme in mapped.themes] if mapped else []
    twins = near_duplicates(profiled, [each.text for each in texts])
    return told, [DuplicateGroup(tuple(texts[at].document for at in each.members), each.shares) for each in twins]


def _told(theme: Theme, places: Sequence[tuple[float, float]], texts: Sequence[Readable]) -> DocumentTheme:
    members = theme.members
    return DocumentTheme(theme.words, tuple(texts[at].document for at in members), tuple(places[at] for at in members))


async def _vector_of(parts: Parts, document: Document, count: int, asker: Principal) -> tuple[array[float] | None, str]:
    """The mean of the document's passages as the index's own embedder sees them; none where there is no embedder to ask."""
    mark = await parts.index.made_by()
    if mark is None:
        return None, ""
    read = await parts.state.passages_at([(document.version, at) for at in range(min(count, MOST_PASSAGES))], asker.groups)
    try:
        told = [(each.passage_id, each.passage, document.title) for each in read]
        vectors = list((await passage_vectors(parts, mark, told)).values())
    except EmbedderFailure:
        return None, ""
    total = [sum(values) for values in zip(*vectors, strict=True)]
    length = math.sqrt(sum(value * value for value in total))
    return (array("f", [value / length for value in total]), mark.fingerprint) if length else (None, "")


def _alike(passages: Sequence[Retrieved], own: float, cosines: Mapping[int, float] | None) -> float:
    """By words the share of what the document scores against itself; where there are vectors, half of it is the best cosine."""
    share = min(1.0, _strength(passages) / own) if own else 0.0
    if cosines is None:
        return share
    return (share + max(0.0, max((cosines.get(each.passage_id, 0.0) for each in passages), default=0.0))) / 2


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
