"""Texts → vectors that fit the index: a question's, and those of passages.

In: the parts, a question or passages. Out: vectors by the embedder that made the live index, or none where it holds words
alone. A passage's vector is taken from the state where its text was embedded before. Knows no model and no engine.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beleg.chunking.prepare import embedded_text
from beleg.errors import EmbedderFailure
from beleg.providers.embedders.contract import Embedder
from beleg.records import EmbedderMark, Passage
from beleg.workspace import Parts


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's vector with its embedder's fingerprint; or none, and in a sentence why where there should be one."""

    vector: array[float] | None = None
    made_by: str = ""
    says: str = ""


async def question_vector(parts: Parts, text: str) -> Asked:
    """The question as the index's own embedder sees it. Where that cannot be asked, words alone must do: no error."""
    mark = await parts.index.made_by()
    if mark is None:
        return Asked()
    try:
        return Asked(await parts.embedders.question(mark, text), mark.fingerprint)
    except EmbedderFailure as error:
        return Asked(says=f"Searched by words alone. {error}")


async def passage_vectors(
    parts: Parts, mark: EmbedderMark | None, passages: Sequence[tuple[int, Passage, str]]
) -> Mapping[int, array[float]]:
    """Passage id → vector by the embedder of this mark, for passages (id, passage, its document's title) of the state.

    What was embedded before costs nothing; what was not is kept. Raises EmbedderFailure.
    """
    if mark is None or not passages:
        return {}
    texts = {key: embedded_text(passage, title) for key, passage, title in passages}
    hashes = {key: hashlib.sha256(text.encode()).hexdigest()[:32] for key, text in texts.items()}
    kept = await parts.state.kept_vectors(mark.fingerprint, list(set(hashes.values())))
    missing = {each: texts[key] for key, each in hashes.items() if each not in kept}
    made: dict[str, array[float]] = {}
    if missing:
        embedder: Embedder = await parts.embedders.that_made(mark, "passage")
        vectors = await embedder.embed(list(missing.values()), "passage")
        made = dict(zip(missing, vectors, strict=True))
    await parts.state.keep_vectors(mark.fingerprint, hashes, made)
    return {key: kept[each] if each in kept else made[each] for key, each in hashes.items()}
