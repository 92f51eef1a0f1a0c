"""Fuse, learn, collapse, diversify, questions of the corpus's own."""

from __future__ import annotations

import random

import pytest

from beleg.records import DocumentRef, JudgedHits, Passage, Retrieved
from beleg.retrieval.collapse import collapse
from beleg.retrieval.diversify import diversify
from beleg.retrieval.fuse import fuse, rarity_of
from beleg.retrieval.learn_fusion import ENOUGH, WEIGHTS, gain, learn
from beleg.retrieval.own_questions import own_questions


def passage(text: str, heading: tuple[str, ...] = (), language: str = "en") -> Passage:
    return Passage("v", 0, 0, len(text), text, heading, "paragraph", None, 10, language)


def hit(number: int, score: float, text: str, document: int = 0) -> Retrieved:
    place = document or number
    return Retrieved(number, passage(text), DocumentRef(place, "s", f"{place}.md", "t", "text/markdown"), score)


def test_a_weight_of_nothing_leaves_the_order_and_the_scores_of_the_words() -> None:
    terms, cosines = {3: 9.0, 1: 4.0, 2: 4.0}, {7: 0.9, 2: 0.8, 3: 0.1}
    fused = fuse(terms, cosines, 5.0, 0.0, 40)
    assert list(fused)[:3] == [3, 2, 1]
    assert {key: fused[key] for key in terms} == terms
    assert fuse(terms, {}, 5.0, 2.0, 40) == terms


def test_vectors_that_tell_nothing_apart_change_no_order_whatever_their_weight() -> None:
    terms = {number: 10.0 - number for number in range(9)}
    same = dict.fromkeys(range(20), 0.8)
    assert list(fuse(terms, same, 6.0, 9.0, 40))[:9] == list(terms)


def test_a_question_that_shares_no_words_is_decided_by_the_vectors() -> None:
    assert list(fuse({}, {5: 0.7, 4: 0.2}, 8.0, 1.0, 40)) == [5, 4]
    assert list(fuse({1: 0.4}, {5: 0.7, 1: 0.1}, 8.0, 1.0, 40)) == [5, 1]


def test_stop_words_are_not_rare_and_a_stem_counts_once() -> None:
    idf = {"machin": 3.0, "return": 2.0, "the": 0.1}
    assert rarity_of("the machine, the machines returned", "en", idf) == pytest.approx(5.0)


def judged(count: int, language: str, *, good: bool) -> list[JudgedHits]:
    """Questions whose words often prefer a wrong passage; good vectors know better, bad ones point anywhere."""
    dice = random.Random(7)
    found = []
    for _ in range(count):
        terms = {number: dice.uniform(3, 9) for number in range(10)}
        cosines = {number: dice.uniform(0.0, 0.5) for number in range(10)}
        if good:
            cosines[0] = 0.7
        else:
            terms[0] = 9.5
        found.append(JudgedHits(language, terms, cosines, 6.0, {key: str(key) for key in terms}, {"0": 1.0}))
    return found


def test_good_vectors_get_weight_and_bad_ones_none_each_in_its_language() -> None:
    english, german = learn([*judged(120, "en", good=True), *judged(90, "de", good=False)], 40)
    assert (english.language, german.language) == ("en", "de")
    assert english.weight >= 1.0
    assert english.low > 0
    assert german.weight == 0.0
    assert german.after >= german.before - 1e-9


def test_too_few_questions_keep_the_cautious_weight_and_say_so() -> None:
    (few,) = learn(judged(ENOUGH - 1, "de", good=True), 40)
    assert few.kept
    assert few.weight == 1.0


def test_gain_counts_a_document_where_its_first_passage_stands() -> None:
    one = JudgedHits("en", {1: 3.0, 2: 2.0, 3: 1.0}, {}, 1.0, {1: "a", 2: "a", 3: "b"}, {"b": 1.0})
    assert gain(one, WEIGHTS[0], 40) == pytest.approx(1 / 1.5849625)


def test_a_sentence_asks_for_its_passage_which_no_longer_holds_it() -> None:
    sentence = "The warehouse inspects every returned espresso machine within three working days."
    text = f"Customers may send a machine back for a month after it was delivered to them. {sentence} Refunds follow by bank."
    (made,) = own_questions([(4, passage(text), "Returns")], 5)
    assert made.passage_id == 4
    assert len(made.text.split()) < len(text.split())
    assert not set(made.text.split()) - set(text.replace(".", "").split())
    assert len(made.rest) < len(text)


def test_a_heading_that_is_a_question_asks_for_what_stands_below_it() -> None:
    body = passage(
        "Dreißig Tage im Kalenderjahr, bei Teilzeit anteilig weniger.", ("FAQ", "Wie viele Urlaubstage gibt es?"), "de"
    )
    (made,) = own_questions([(1, body, "FAQ")], 5)
    assert (made.kind, made.text, made.heading, made.title) == ("heading", "Wie viele Urlaubstage gibt es?", "FAQ", "FAQ")


LONG = "one two three four five six seven eight nine ten eleven twelve"


def test_what_says_the_same_collapses_and_the_other_documents_are_named_once() -> None:
    kept = collapse(
        [hit(1, 3.0, LONG), hit(2, 2.5, LONG + " Thirteen"), hit(3, 2.0, "something else entirely"), hit(4, 1.0, LONG, 2)]
    )
    assert [each.passage_id for each in kept] == [1, 3]
    assert [each.id for each in kept[0].also] == [2]


def test_short_passages_are_not_taken_for_the_same() -> None:
    assert len(collapse([hit(1, 2.0, "Total: 40 euros"), hit(2, 1.0, "Total: 40 euros")])) == 2


def test_diversity_puts_what_repeats_the_best_behind_what_adds_something() -> None:
    hits = [hit(1, 10.0, "a b c d e"), hit(2, 9.0, "a b c d f"), hit(3, 7.0, "x y z")]
    assert diversify(hits, 0.0) == hits
    diverse = diversify(hits, 0.6)
    assert [each.passage_id for each in diverse] == [1, 3, 2]
    assert [each.score for each in diverse] == sorted((each.score for each in diverse), reverse=True)
