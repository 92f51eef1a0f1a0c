"""The contract suite of every index: subclass it, say how one is opened, and pytest runs it.

In: a way to open an index in a folder. Out: passing or failing tests. Knows no particular index.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from beleg.errors import MixedEmbedders
from beleg.records import EmbedderMark, Entry, Filter, Hit, IndexQuery, Scope, SparseVector
from beleg.stores.index.contract import Index


def entry(number: int, terms: dict[int, float], *groups: str, source: int = 1, language: str = "de") -> Entry:
    """One entry with the terms given."""
    return Entry(number, vector(terms), frozenset(groups or ("all",)), frozenset({source}), language)


def vector(terms: dict[int, float]) -> SparseVector:
    """A sparse vector of the terms given."""
    return SparseVector(array("I", terms), array("f", terms.values()))


MARK = EmbedderMark("two", 2, "an embedder of two numbers")
NOTHING = SparseVector(array("I"), array("f"))


def turned(degrees: float) -> array[float]:
    """A vector of unit length in this direction."""
    return array("f", [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])


def near(degrees: float, **more: Any) -> IndexQuery:
    """What lies nearest to this direction, by vector alone unless `terms` are given."""
    terms = more.pop("terms", NOTHING)
    return IndexQuery(terms, frozenset({"all"}), 10, vector=turned(degrees), made_by=MARK.fingerprint, **more)


async def found(index: Index, *terms: int, to: tuple[str, ...] = ("all",), limit: int = 10) -> list[int]:
    """The ids that a search for the terms finds, best first."""
    hits = await index.search(IndexQuery(vector(dict.fromkeys(terms, 1.0)), frozenset(to), limit))
    return [hit.passage_id for hit in hits]


class IndexContract(ABC):
    """What every index must do."""

    @abstractmethod
    def opened(self, folder: Path) -> Index:
        """An index in `folder`; opening the same folder again gives the same entries."""

    async def test_what_was_put_is_found_best_first(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 0.5}), entry(2, {7: 2.0}), entry(3, {8: 1.0})])
        assert await found(index, 7) == [2, 1]
        await index.close()

    async def test_putting_again_replaces(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0}), entry(2, {9: 1.0})])
        await index.put([entry(1, {8: 1.0})])
        assert await found(index, 7) == []
        assert await found(index, 8) == [1]
        assert await index.settle() == 2
        await index.close()

    async def test_forgotten_entries_are_gone_and_unknown_ids_no_error(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0}), entry(2, {7: 1.0})])
        await index.forget([1, 99])
        await index.forget([1])
        assert await found(index, 7) == [2]
        assert await index.settle(vacuum=True) == 1
        assert await found(index, 7) == [2]
        await index.close()

    async def test_nobody_finds_what_another_group_may_read(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(number, {7: 1.0}, "legal" if number % 2 else "sales") for number in range(1, 41)])
        assert set(await found(index, 7, to=("legal",), limit=100)) == set(range(1, 41, 2))
        assert await found(index, 7, to=("other",)) == []
        assert await found(index, 7, to=()) == []
        await index.close()

    async def test_regrouping_changes_readers_and_sources_but_not_terms(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0}, "legal"), entry(2, {7: 1.0}, "legal")])
        await index.regroup({1: Scope(frozenset({"sales"}), frozenset({5})), 99: Scope(frozenset({"sales"}), frozenset({5}))})
        assert await found(index, 7, to=("legal",)) == [2]
        assert await found(index, 7, to=("sales",)) == [1]
        query = IndexQuery(vector({7: 1.0}), frozenset({"sales"}), 10, source_ids=frozenset({5}))
        assert [hit.passage_id for hit in await index.search(query)] == [1]
        assert await index.settle() == 2
        await index.close()

    async def test_source_language_and_limit_narrow_a_search(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 3.0}), entry(2, {7: 2.0}, source=2), entry(3, {7: 1.0}, language="en")])
        assert await found(index, 7, limit=2) == [1, 2]
        everyone, terms = frozenset({"all"}), vector({7: 1.0})
        assert _ids(await index.search(IndexQuery(terms, everyone, 10, source_ids=frozenset({2})))) == [2]
        assert _ids(await index.search(IndexQuery(terms, everyone, 10, source_ids=frozenset()))) == []
        assert _ids(await index.search(IndexQuery(terms, everyone, 10, language="en"))) == [3]
        await index.close()

    async def test_entries_are_there_after_opening_again(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0})])
        await index.close()
        again = self.opened(tmp_path)
        assert await found(again, 7) == [1]
        await again.close()

    async def test_forgetting_everything_leaves_an_index_that_can_be_filled_again(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0}), entry(2, {7: 1.0})])
        await index.forget(None)
        assert await found(index, 7) == []
        await index.put([entry(3, {7: 1.0})])
        assert await found(index, 7) == [3]
        assert await index.settle() == 1
        await index.close()

    async def test_one_call_finds_by_terms_and_by_vector_each_best_first(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.forget(None, MARK)
        assert (await index.made_by() or MARK).fingerprint == MARK.fingerprint
        entries = [replace(entry(number, {7: float(number)}), vector=turned(40 * number)) for number in (1, 2, 3)]
        await index.put([*entries, entry(4, {7: 9.0})], MARK.fingerprint)
        hits = await index.search(near(85, terms=vector({7: 1.0})))
        assert [(hit.passage_id, hit.by) for hit in hits[:4]] == [(4, "terms"), (3, "terms"), (2, "terms"), (1, "terms")]
        assert [(hit.passage_id, hit.by) for hit in hits[4:]] == [(2, "vector"), (3, "vector"), (1, "vector")]
        assert hits[4].score == pytest.approx(math.cos(math.radians(5)), abs=0.01)
        assert [hit.passage_id for hit in await index.search(near(50))] == [1, 2, 3]
        await index.settle()
        await index.close()
        again = self.opened(tmp_path)
        assert await again.made_by() == MARK
        assert [hit.passage_id for hit in await again.search(near(50))] == [1, 2, 3]
        await again.close()

    async def test_vectors_of_another_embedder_are_refused_and_change_nothing(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        mine = replace(entry(1, {7: 1.0}), vector=turned(0))
        with pytest.raises(MixedEmbedders):
            await index.put([mine], MARK.fingerprint)
        await index.forget(None, MARK)
        for made_by, values in (("another", turned(0)), (MARK.fingerprint, array("f", [1.0])), ("", turned(0))):
            with pytest.raises(MixedEmbedders):
                await index.put([replace(mine, vector=values)], made_by)
            with pytest.raises(MixedEmbedders):
                await index.search(replace(near(0), vector=values, made_by=made_by))
        assert await index.settle() == 0
        await index.close()

    async def test_labels_and_days_limit_both_lists(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.forget(None, MARK)
        facts: list[tuple[set[str], int | None]] = [
            ({"author:ann", "type:pdf"}, 100),
            ({"author:bob", "type:pdf"}, 200),
            ({"author:ann", "type:md"}, 300),
            (set(), None),
        ]
        entries = [
            replace(entry(at, {7: 1.0}), vector=turned(0), labels=frozenset(labels), modified_day=day)
            for at, (labels, day) in enumerate(facts)
        ]
        await index.put(entries, MARK.fingerprint)
        some = frozenset
        for within, expected in (
            (Filter(), {0, 1, 2, 3}),
            (Filter((some({"author:ann"}),)), {0, 2}),
            (Filter((some({"author:ann", "author:bob"}), some({"type:pdf"}))), {0, 1}),
            (Filter((some({"author:ann"}), some({"author:bob"}))), set()),
            (Filter((some(),)), set()),
            (Filter(since_day=200), {1, 2}),
            (Filter(until_day=200), {0, 1}),
            (Filter((some({"type:pdf"}),), since_day=101, until_day=200), {1}),
        ):
            hits = await index.search(near(0, terms=vector({7: 1.0}), within=within))
            for by in ("terms", "vector"):
                assert {hit.passage_id for hit in hits if hit.by == by} == expected, (within, by)
        await index.regroup({0: Scope(some({"all"}), some({1}), some({"author:eve"}), 400), 1: Scope(some({"all"}), some({1}))})
        assert _ids(await index.search(near(0, within=Filter((some({"author:eve"}),), since_day=400)))) == [0]
        assert _ids(await index.search(near(0, within=Filter(until_day=399)))) == [2]
        assert await found(index, 7, limit=3) != []
        await index.close()

    async def test_nobody_is_shown_by_vector_what_another_group_may_read(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.forget(None, MARK)
        entries = [replace(entry(at, {7: 1.0}, "legal" if at % 2 else "all"), vector=turned(at)) for at in range(40)]
        await index.put(entries, MARK.fingerprint)
        assert {at % 2 for at in _ids(await index.search(replace(near(20), limit=40)))} == {0}
        assert await index.search(replace(near(20), visible_to=frozenset())) == []
        await index.forget([20])
        assert _ids(await index.search(replace(near(20), limit=2))) in ([18, 22], [22, 18])
        await index.close()

    async def test_what_is_removed_can_be_begun_anew(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([entry(1, {7: 1.0})])
        await index.remove()
        await index.remove()
        again = self.opened(tmp_path)
        assert await found(again, 7) == []
        await again.put([entry(2, {7: 1.0})])
        assert await found(again, 7) == [2]
        await again.close()

    async def test_nothing_asked_or_put_is_no_error(self, tmp_path: Path) -> None:
        index = self.opened(tmp_path)
        await index.put([])
        await index.forget([])
        await index.regroup({})
        assert await found(index) == []
        assert await index.settle() == 0
        await index.close()


def _ids(hits: list[Hit]) -> list[int]:
    return [hit.passage_id for hit in hits]
