"""Analyse, expand, pack."""

from __future__ import annotations

from beleg.records import DocumentRef, Passage, Retrieved
from beleg.retrieval.analyse import analyse
from beleg.retrieval.expand import neighbours, with_neighbours
from beleg.retrieval.pack import pack


def passage(ordinal: int, text: str, heading: tuple[str, ...] = ("A",), tokens: int = 10) -> Passage:
    return Passage("v", ordinal, 0, len(text), text, heading, "paragraph", None, tokens, "de")


def hit(ordinal: int, score: float, text: str = "", tokens: int = 10) -> Retrieved:
    body = passage(ordinal, text or f"Satz Nummer {ordinal}", tokens=tokens)
    return Retrieved(ordinal, body, DocumentRef(1, "s", "p", "t", "text/plain"), score)


def test_a_question_is_searched_in_its_own_language_first() -> None:
    seen = analyse("Wie  lange dauert die\nProbezeit?")
    assert seen.text == "Wie lange dauert die Probezeit?"
    assert seen.language == "de"
    assert set(seen.languages) == {"de", "en"}
    assert "probezeit" in seen.words


def test_neighbours_are_asked_for_once_and_never_before_the_beginning() -> None:
    assert neighbours([hit(0, 2.0), hit(2, 1.0)]) == [("v", 1), ("v", 3)]


def test_a_neighbour_joins_below_its_hit_and_only_within_the_section() -> None:
    near, other = passage(1, "daneben"), passage(3, "fremd", heading=("B",))
    joined = with_neighbours([hit(0, 2.0), hit(2, 1.0)], [near, other], [11, 13], 0.4)
    assert [(each.passage_id, each.score) for each in joined] == [(0, 2.0), (2, 1.0), (11, 0.8)]


def test_packing_keeps_the_best_within_the_budget_and_no_text_twice() -> None:
    hits = [hit(1, 3.0, "eins zwei"), hit(2, 2.9, "EINS  zwei"), hit(3, 2.0, "drei", tokens=95), hit(4, 1.0, "vier")]
    assert [each.passage_id for each in pack(hits, 10, 100)] == [1, 4]
    assert [each.passage_id for each in pack(hits, 1, 100)] == [1]
    assert [each.passage_id for each in pack([hit(3, 2.0, tokens=95)], 5, 10)] == [3]
