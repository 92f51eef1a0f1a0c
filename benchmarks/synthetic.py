"""Texts straight into a workspace's own state and index, without files: so that `rank` can be measured on any corpus.

In: open parts, documents as lists of passages, their language. Out: a workspace that answers as one that was synced.
Each passage is cut where the data set cuts it; terms, vocabulary, compounds and readers are written by the real code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from beleg.chunking.prepare import terms_of
from beleg.language.analysis import surface_words
from beleg.language.normalise import fold
from beleg.records import OWNER, Document, Entry, Found, Part, Passage, Reading, Source
from beleg.stores.state.contents import NewContent, Placed
from beleg.workspace import Parts

_BATCH = 500


async def fill(
    parts: Parts,
    documents: Mapping[str, Sequence[tuple[str, str]]],
    language: str,
    readers: Mapping[str, frozenset[str]] | None = None,
) -> None:
    """Bring the documents in: path → passages as (title, text); the first title is the document's. Everyone is the owner,
    except where `readers` names others for a path.
    """
    everyone = frozenset({OWNER})
    source = await parts.state.add_source(Source(0, "folder", "benchmark", "benchmark", everyone))
    waiting = list(documents.items())
    for begin in range(0, len(waiting), _BATCH):
        some = waiting[begin : begin + _BATCH]
        batch = [_content(path, pieces, language, (readers or {}).get(path, everyone)) for path, pieces in some]
        ids = await parts.state.begin(batch)
        entries = [
            Entry(number, terms, new.placed.found.readers, frozenset({source.id}), language)
            for new, run in zip(batch, ids, strict=True)
            for number, terms in zip(run, new.reading.terms, strict=True)
        ]
        await parts.index.put(entries)
        await parts.state.commit(source.id, batch)
    await parts.state.learn_compounds()
    await parts.index.settle()


def _content(path: str, pieces: Sequence[tuple[str, str]], language: str, readers: frozenset[str]) -> NewContent:
    title = pieces[0][0]
    passages, spans, at = [], [], 0
    for ordinal, (_, text) in enumerate(pieces):
        passages.append(
            Passage(path, ordinal, at, at + len(text), text, (), "paragraph", None, max(1, len(text) // 4), language)
        )
        spans.append(Part("paragraph", text, start=at))
        at += len(text) + 1
    document = Document(path, title, language, "text/plain", "\n".join(text for _, text in pieces), tuple(spans))
    reading = Reading(document, tuple(passages), tuple(terms_of(each, title) for each in passages), _words(passages))
    found = Found(path, path, len(document.text), "text/plain", readers)
    return NewContent(path, path, reading, Placed(found, "text/plain", "benchmark"))


def _words(passages: Iterable[Passage]) -> dict[str, int]:
    """As ingest counts them: folded words of three letters or more, each once a passage."""
    tally: Counter[str] = Counter()
    for passage in passages:
        tally.update({fold(word) for word in surface_words(passage.text) if len(word) > 2 and word.isalpha()})
    return dict(tally)
