"""Passages that say the same become one, with the other places named.

In: passages best first, all of them the asker's to read. Out: the best of each, `also` naming the documents of the rest.
Knows no store and no rights: what it is not given it cannot name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beleg.language.normalise import fold
from beleg.records import DocumentRef, Retrieved

NEAR_IDENTICAL = 0.9
"""Two passages that share this much of their words (Jaccard) say the same."""


def said(text: str) -> frozenset[str]:
    """The folded words of a text: what `alike` compares."""
    return frozenset(fold(text).split())


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts say the same, but for a word here and there."""
    few, many = sorted((len(one), len(other)))
    if few < NEAR_IDENTICAL * many:
        return False
    both = len(one & other)
    return both >= NEAR_IDENTICAL * (len(one) + len(other) - both)


def collapse(hits: Sequence[Retrieved]) -> list[Retrieved]:
    """The hits in their order, without those that say what a better one says.

    A document is named once in `also`, and never the passage's own. A short text is left alone: headings and table rows
    look alike and mean different things.
    """
    kept: list[Retrieved] = []
    words: list[frozenset[str]] = []
    for hit in hits:
        mine = said(hit.passage.text)
        at = next((at for at, other in enumerate(words) if len(mine) >= SHORTEST and alike(mine, other)), None)
        if at is None:
            kept.append(hit)
            words.append(mine)
        else:
            kept[at] = replace(kept[at], also=_also(kept[at], (hit.document, *hit.also)))
    return kept


SHORTEST = 8
"""Different words below which two texts are not compared."""


def _also(hit: Retrieved, more: Sequence[DocumentRef]) -> tuple[DocumentRef, ...]:
    by_id = {each.id: each for each in (*hit.also, *more) if each.id != hit.document.id}
    return tuple(by_id.values())
