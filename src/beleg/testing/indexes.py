"""The contract suite of every index: subclass it, say how one is opened, and pytest runs it.

In: a way to open an index in a folder. Out: passing or failing tests. Knows no particular index.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from pathlib import Path

from beleg.records import Entry, Hit, IndexQuery, Scope, SparseVector
from beleg.stores.index.contract import Index


def entry(number: int, terms: dict[int, float], *groups: str, source: int = 1, language: str = "de") -> Entry:
    """One entry with the terms given."""
    return Entry(number, vector(terms), frozenset(groups or ("all",)), frozenset({source}), language)


def vector(terms: dict[int, float]) -> SparseVector:
    """A sparse vector of the terms given."""
    return SparseVector(array("I", terms), array("f", terms.values()))


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
