"""How complete a filtered search by vector is, at a size where the engine's own choice loses most of what is there.

The figures at 100,000 and 500,000 passages are measured by `benchmarks/dense_speed.py`.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge

from beleg.records import EmbedderMark, Entry, IndexQuery, SparseVector
from beleg.stores.index.edge import EdgeIndex

PASSAGES, DIMENSIONS, GROUPS, BEST = 5_200, 1024, 100, 10
MARK = EmbedderMark("random", DIMENSIONS)
NOTHING = SparseVector(array("I"), array("f"))


def unit(rows: Any) -> Any:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")


async def test_a_filter_costs_no_hit_where_a_plain_search_loses_most(tmp_path: Path) -> None:
    dice = np.random.default_rng(3)
    topics = unit(dice.standard_normal((80, DIMENSIONS)))
    topic = dice.integers(0, 80, PASSAGES)
    vectors = unit(topics[topic] + 0.8 * unit(dice.standard_normal((PASSAGES, DIMENSIONS))))
    group = dice.integers(0, GROUPS, PASSAGES)
    index = EdgeIndex(tmp_path / "index", 0.0)
    await index.forget(None, MARK)
    entries = [
        Entry(at, NOTHING, frozenset({f"g{group[at]}"}), frozenset({1}), "de", array("f", vectors[at].tobytes()))
        for at in range(PASSAGES)
    ]
    await index.put(entries, MARK.fingerprint)
    assert await index.settle() == PASSAGES
    asked = unit(vectors[dice.integers(0, PASSAGES, 40)] + 0.5 * unit(dice.standard_normal((40, DIMENSIONS))))
    best: dict[tuple[int, int], set[int]] = {}
    shares = {}
    for visible in (5, 30, 100):
        allowed = np.flatnonzero(group < visible)
        names = frozenset(f"g{number}" for number in range(visible))
        found = 0
        for number, vector in enumerate(asked):
            best[visible, number] = set(allowed[np.argsort(-(vectors[allowed] @ vector))[:BEST]].tolist())
            query = IndexQuery(NOTHING, names, BEST, vector=array("f", vector.tobytes()), made_by=MARK.fingerprint)
            hits = await index.search(query)
            assert all(group[hit.passage_id] < visible for hit in hits)
            found += len(best[visible, number] & {hit.passage_id for hit in hits})
        shares[visible] = found / (BEST * len(asked))
    await index.close()
    assert min(shares.values()) >= 0.99, shares
    naive = plain_recall(tmp_path / "index" / "shard", asked, {number: best[5, number] for number in range(len(asked))})
    assert naive < 0.5, "the size is too small to show what the index does about it"


def plain_recall(shard: Path, asked: Any, best: dict[int, set[int]]) -> float:
    """What the engine finds of the same with a filter and no more said."""
    from filelock import FileLock

    allowed = edge.Filter(must=[edge.FieldCondition("groups", edge.MatchAny([f"g{number}" for number in range(5)]))])
    with FileLock(str(shard.parent / "process.lock"), timeout=30):
        opened = edge.EdgeShard.load(str(shard))
        found = 0
        for number, vector in enumerate(asked):
            request = edge.SearchRequest(edge.Query.Nearest(vector.tolist(), "vector"), BEST, filter=allowed)
            found += len(best[number] & {int(point.id) for point in opened.search(request)})
        opened.close()
    return found / (BEST * len(asked))
