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
SHORTEST = 8
"""Different words below which two texts are not compared."""
NEAR_WRITTEN = 0.5
"""Two texts that share less of their words as they are written are not looked at more closely."""


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
    written: list[frozenset[str]] = []
    for hit in hits:
        mine = frozenset(hit.passage.text.split())
        near = (at for at, other in enumerate(written) if len(mine) >= SHORTEST and _near(mine, other))
        at = next((at for at in near if alike(said(hit.passage.text), said(kept[at].passage.text))), None)
        if at is None:
            kept.append(hit)
            written.append(mine)
        else:
            kept[at] = replace(kept[at], also=_also(kept[at], (hit.document, *hit.also)))
    return kept


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether it is worth folding two texts: half of their words are the same as they are written."""
    few, many = sorted((len(one), len(other)))
    return few >= NEAR_WRITTEN * many and len(one & other) >= NEAR_WRITTEN * few


def _also(hit: Retrieved, more: Sequence[DocumentRef]) -> tuple[DocumentRef, ...]:
    by_id = {each.id: each for each in (*hit.also, *more) if each.id != hit.document.id}
    return tuple(by_id.values())
