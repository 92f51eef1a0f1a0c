"""Hits by terms and hits by vector to one ranking: the vectors add to the words and never take their place.

In: scores by terms, cosines, how rare the question's words are, a weight. Out: one score a passage, on the scale of the
scores by terms. Knows no index and no embedder.

The score is `terms + weight × rarity × cosine`. Cosines count as they are, not stretched to the best of each question: an
embedder that does not understand a language gives every passage about the same, and changes little. `rarity` puts both on
one scale: it is about what a passage scores that holds every word of the question once. A question whose words the corpus
does not hold has little to gain by terms, and so the vectors decide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from beleg.language.analysis import stems_of


def rarity_of(text: str, language: str, idf: Mapping[str, float]) -> float:
    """The inverse document frequencies of the question's stems, summed up; each stem counts once."""
    return sum(idf.get(stem, 0.0) for stem in dict.fromkeys(stems_of(text, language)))


def fuse(
    terms: Mapping[int, float], cosines: Mapping[int, float], rarity: float, weight: float, limit: int
) -> dict[int, float]:
    """The passages of both with their scores, best first. A weight of 0 leaves the order by terms as it is.

    `limit` is how many were asked for by each means: what a full list does not hold may score as much as its last, so it is
    given just that; what a list with room left does not hold shares no word.
    """
    if not cosines:
        return dict(terms)
    scale = rarity or max(terms.values(), default=0.0) or 1.0
    floor = min(terms.values(), default=0.0) if len(terms) >= limit else 0.0
    farthest = min(cosines.values())
    scores = {
        key: terms.get(key, floor) + weight * scale * cosines.get(key, farthest) for key in dict.fromkeys((*terms, *cosines))
    }
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0] not in terms, -cosines.get(item[0], farthest))))


def ranks(scores: Iterable[int]) -> dict[int, int]:
    """Passage → its place, 1 for the first."""
    return {key: place for place, key in enumerate(scores, 1)}
