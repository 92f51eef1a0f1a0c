"""Documents to themes: groups that are about the same, each named by its own words, and a map on which they lie.

In: profiles, or vectors of an embedder with them. Out: themes, largest first, and a place for each document. The same input
gives the same themes. Clusters by k-means over the main directions (LSA); how many there are, the silhouette decides.
Loads scipy when it is used; knows no reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beleg.grouping.profile import Profiles

DIRECTIONS = 50
MOST_THEMES = 24
SEED = 7
LABEL_WORDS = 4
TRIES = 10
"""Starts of k-means for each number of themes: the best is kept."""


@dataclass(frozen=True, slots=True)
class Theme:
    """`members` are numbers of texts, the most typical first; `words` are what sets them apart from the others."""

    words: tuple[str, ...]
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """`places[i]` is text i on a map, both coordinates from 0 to 1."""

    themes: tuple[Theme, ...]
    places: tuple[tuple[float, float], ...]


def themes(profiles: Profiles, vectors: Any = None, count: int | None = None) -> ThemeMap:
    """The themes of the texts; `vectors` (n × d, unit rows) place them where an embedder is configured, else their words do.

    `count` fixes how many themes there are. Fewer than four texts are one theme; texts without words of their
    own are in a last one without words.
    """
    import numpy as np

    total = profiles.rows.shape[0]
    held = np.asarray(profiles.rows.getnnz(axis=1))
    own = np.flatnonzero(held > 0)
    rest = tuple(int(each) for each in np.flatnonzero(held == 0))
    others = [Theme((), rest)] if rest else []
    if len(own) < 4:
        members = tuple(int(each) for each in own)
        return ThemeMap(tuple([Theme(_words(profiles, members, own), members)] * bool(members) + others), _spread(total))
    points = _unit(np.asarray(vectors)[own]) if vectors is not None else _directions(profiles.rows[own])
    labels = _clustered(points, count)
    found = []
    for label in sorted(set(labels.tolist())):
        inside = np.flatnonzero(labels == label)
        centre = points[inside].mean(axis=0)
        typical = inside[np.argsort(-(points[inside] @ centre), kind="stable")]
        members = tuple(int(own[each]) for each in typical)
        found.append(Theme(_words(profiles, members, own), members))
    found.sort(key=lambda theme: (-len(theme.members), theme.words))
    return ThemeMap((*found, *others), _places(points, labels, own, total))


def _directions(rows: Any) -> Any:
    """The rows over their main directions, unit length."""
    from scipy.sparse.linalg import svds

    size = min(DIRECTIONS, min(rows.shape) - 1)
    if size < 2:
        return _unit(rows.toarray().astype("float64"))
    left, strength, _ = svds(rows.astype("float64"), k=size, rng=SEED)
    return _unit(left * strength)


def _unit(points: Any) -> Any:
    import numpy as np

    length = np.linalg.norm(points, axis=1, keepdims=True)
    return points / np.where(length == 0, 1, length)


def _clustered(points: Any, count: int | None) -> Any:
    """A theme's number for each point."""
    import numpy as np

    if count is not None:
        return _best_of(points, max(1, min(count, len(points))))[1]
    middle = int((len(points) / 2) ** 0.5) + 1
    sizes = sorted(
        {max(2, min(MOST_THEMES, len(points) - 1, size)) for size in (middle // 2, middle, middle * 3 // 2, middle * 2)}
    )
    rated = [_best_of(points, size) for size in sizes]
    return rated[int(np.argmax([silhouette for silhouette, _ in rated]))][1]


def _best_of(points: Any, size: int) -> tuple[float, Any]:
    import warnings

    from scipy.cluster.vq import kmeans2

    best: tuple[float, Any] | None = None
    for attempt in range(TRIES):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an empty cluster is no mishap: another try may fill it
            centres, labels = kmeans2(points, size, minit="++", rng=SEED + attempt)
        rating = _silhouette(points, centres, labels)
        if best is None or rating > best[0]:
            best = rating, labels
    assert best is not None
    return best


def _silhouette(points: Any, centres: Any, labels: Any) -> float:
    """How much nearer points lie to their own centre than to the next one, -1 to 1 (the simplified silhouette)."""
    import numpy as np

    if len(centres) < 2:
        return 0.0
    distance = np.linalg.norm(points[:, None, :] - centres[None, :, :], axis=2)
    own = distance[np.arange(len(points)), labels]
    distance[np.arange(len(points)), labels] = np.inf
    other = distance.min(axis=1)
    return float(((other - own) / np.maximum(np.maximum(own, other), 1e-9)).mean())


def _words(profiles: Profiles, members: Sequence[int], own: Any) -> tuple[str, ...]:
    """The words that the members hold more than the others do."""
    import numpy as np

    inside = np.asarray(profiles.rows[list(members)].mean(axis=0)).ravel()
    everywhere = np.asarray(profiles.rows[own].mean(axis=0)).ravel()
    lead = inside - (everywhere / 2 if len(members) == len(own) else everywhere)
    order = [int(at) for at in np.argsort(-lead, kind="stable") if lead[at] > 0]
    return tuple(profiles.words[at] for at in order[:LABEL_WORDS])


def _places(points: Any, labels: Any, own: Any, total: int) -> tuple[tuple[float, float], ...]:
    """Where each text lies: its theme's place by the two main directions of the centres, itself around it."""
    import numpy as np

    centres = np.array(
        [points[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1) if (labels == label).any()]
    )
    middle = points.mean(axis=0)
    basis = np.linalg.svd(centres - centres.mean(axis=0), full_matrices=False)[2][:2]
    flat = (points - middle) @ basis.T if len(basis) == 2 else np.column_stack([points @ basis[0], np.zeros(len(points))])
    low, high = flat.min(axis=0), flat.max(axis=0)
    scaled = (flat - low) / np.where(high > low, high - low, 1)
    ranks = np.argsort(np.argsort(flat, axis=0, kind="stable"), axis=0) / max(1, len(flat) - 1)
    scaled = (scaled + ranks) / 2  # half by rank: a few outliers leave the others room
    places = list(_spread(total))
    for at, number in enumerate(own.tolist()):
        places[number] = (round(float(scaled[at][0]), 4), round(float(scaled[at][1]), 4))
    return tuple(places)


def _spread(total: int) -> tuple[tuple[float, float], ...]:
    return tuple((round((at + 0.5) / total, 4), 0.5) for at in range(total))
