"""What the measures say, held against values worked out by hand and against sacrebleu itself."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import sacrebleu

from beleg.checks import CHECKS
from beleg.checks.contract import Expected, Subject
from beleg.checks.named import check_named, full_name
from beleg.checks.wording import words_in
from beleg.errors import NotFound, UserError
from beleg.records import Answer, Citation, Claim, DocumentRef, Outcome, Passage, Retrieved, Verdict

FOX = "The quick brown dog jumps on the log."
WANTED_FOX = "The quick brown fox jumps over the lazy dog"


def citation(path: str, quote: str = "some words", start: int = 0) -> Citation:
    return Citation(1, path, "v", None, "", quote, start, start + len(quote), "docs", path)


def answer(text: str, *paths: str, outcome: Outcome = "answered", passed: bool = True) -> Answer:
    citations = tuple(citation(path, start=at) for at, path in enumerate(paths))
    claims = (Claim(text, citations, (Verdict("quoted", passed, float(passed)),)),) if text else ()
    return Answer(outcome, 0.7, claims, timings_ms={"total": 12.5})


def subject(
    said: Answer | None, *wordings: str, documents: dict[str, int] | None = None, answerable: bool | None = None
) -> Subject:
    expected = Expected(wordings, tuple((documents or {}).items()), answerable)
    return Subject("question", "en", said, expected=expected)


def found(*paths: str) -> tuple[Retrieved, ...]:
    passage = Passage("v", 0, 0, 1, "x", (), "paragraph", None, 1, "en")
    names = list(dict.fromkeys(paths))
    return tuple(
        Retrieved(at, passage, DocumentRef(names.index(path), "docs", path, path, ""), 1.0 / (at + 1))
        for at, path in enumerate(paths)
    )


def score(name: str, given: Subject) -> float | None:
    verdict = check_named(name).verdict(given)
    return None if verdict is None else verdict.score


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("rouge_1", 2 * (6 / 8) * (6 / 9) / (6 / 8 + 6 / 9)),  # the, the, quick, brown, dog, jumps of 8 and 9 words
        ("rouge_2", 2 * 2 / (7 + 8)),  # the quick, quick brown
        ("rouge_l", 2 * 5 / (8 + 9)),  # the quick brown … jumps … the
        ("token_f1", 2 * 6 / (8 + 9)),
    ],
)
def test_shared_words_are_counted_as_by_hand(metric: str, expected: float) -> None:
    assert score(metric, subject(answer(FOX), WANTED_FOX)) == pytest.approx(expected)


def test_the_best_of_several_wordings_counts_and_silence_scores_nothing() -> None:
    assert score("rouge_l", subject(answer("am 26. Juni"), "im Herbst", "am 26. Juni")) == 1
    assert score("token_f1", subject(answer("", outcome="no_evidence"), "am 26. Juni")) == 0
    assert score("token_f1", subject(answer("am 26. Juni"))) is None
    assert score("rouge_2", subject(answer("dreißig Tage"), "dreißig")) is None


def test_german_words_are_neither_broken_nor_told_apart_by_spelling() -> None:
    assert words_in("Die Straßenbahnhaltestelle Größe 1.234,56 € § 312g A-4711!") == [
        "die",
        "strassenbahnhaltestelle",
        "groesse",
        "1.234,56",
        "§ 312g",
        "a-4711",
    ]
    assert score("rouge_1", subject(answer("STRASSE und Groesse"), "Straße und Größe")) == 1
    assert score("token_f1", subject(answer("Urlaubsantrag"), "Urlaub Antrag")) == 0


def test_bleu_and_chrf_are_those_of_sacrebleu_for_a_sentence_and_for_a_data_set() -> None:
    pairs = [(FOX, WANTED_FOX), ("Der Bus fährt um 15 Uhr.", "Der Bus fährt um 15 Uhr an der Werkstatt ab.")]
    subjects = [subject(answer(said), wanted) for said, wanted in pairs]
    for (said, wanted), given in zip(pairs, subjects, strict=True):
        assert score("bleu", given) == pytest.approx(sacrebleu.sentence_bleu(said, [wanted]).score / 100)
        assert score("chrf", given) == pytest.approx(sacrebleu.sentence_chrf(said, [wanted]).score / 100)
    says, wants = [said for said, _ in pairs], [[wanted for _, wanted in pairs]]
    assert check_named("bleu").over_all(subjects) == pytest.approx(sacrebleu.corpus_bleu(says, wants).score / 100)
    assert check_named("chrf").over_all(subjects) == pytest.approx(sacrebleu.corpus_chrf(says, wants).score / 100)
    uneven = [subjects[0], subject(answer(says[1]), wants[0][1], "Um 15 Uhr fährt der Bus.")]
    assert (check_named("bleu").over_all(uneven) or 0) >= (check_named("bleu").over_all(subjects) or 1)


def test_ranks_are_those_of_documents_by_their_best_passage() -> None:
    given = replace(
        subject(None, documents={"b.md": 2, "docs/c.md": 1, "z.md": 1}), retrieved=found("a.md", "a.md", "b.md", "a.md", "c.md")
    )
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert score("ndcg@10", given) == pytest.approx((2 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert score("ndcg@1", given) == 0
    assert score("recall@10", given) == pytest.approx(2 / 3)
    assert score("recall@2", given) == pytest.approx(1 / 3)
    assert score("mrr@10", given) == 0.5
    assert score("map@10", given) == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert score("ndcg", replace(given, retrieved=())) == 0
    assert score("ndcg", subject(None)) is None


def test_receipts_are_held_against_the_relevant_documents_and_words() -> None:
    cited = answer("It is so.", "a.md", "b.md")
    assert score("citation_precision", subject(cited, documents={"docs/a.md": 1})) == 0.5
    assert score("citation_recall", subject(cited, documents={"a.md": 1, "z.md": 1})) == 0.5
    assert score("citation_precision", subject(answer("", outcome="no_evidence"), documents={"a.md": 1})) is None
    assert score("citation_recall", subject(answer("", outcome="no_evidence"), documents={"a.md": 1})) == 0
    expected = Expected((), (("a.md", 1),), quotes=(("a.md", "another place altogether"),))
    assert score("citation_precision", Subject("q", "en", answer("It is so.", "a.md"), expected=expected)) == 0
    same = replace(expected, quotes=(("a.md", "Here are some words that carry it."),))
    assert score("citation_precision", Subject("q", "en", answer("It is so.", "a.md"), expected=same)) == 1


def test_answering_and_keeping_silent_are_judged_by_what_the_documents_hold() -> None:
    silent = answer("", outcome="no_evidence")
    cases = [
        (subject(answer("30 days"), "30 days", answerable=True), 1, 0, 1, None, 0),
        (subject(answer("20 days"), "30 days", answerable=True), 0, 1, 1, None, 0),
        (subject(silent, "30 days", answerable=True), 0, None, 0, None, 1),
        (subject(silent, answerable=False), 1, None, 1, 0, None),
        (subject(answer("20 days"), answerable=False), 0, 1, 0, 1, None),
        (subject(answer("20 days", "a.md"), documents={"a.md": 1}, answerable=True), 1, 0, 1, None, 0),
        (subject(answer("20 days")), None, None, None, None, None),
    ]
    for given, *wanted in cases:
        names = ("right", "wrong", "abstention", "answered_anyway", "refused_wrongly")
        assert [score(name, given) for name in names] == wanted, given


def test_a_case_may_demand_several_things_each_in_one_of_several_wordings() -> None:
    expected = Expected(says=(("Hochzeit", "Heirat"), ("2", "zwei")))
    for text, right in (("Zur Heirat gibt es zwei Tage.", 1), ("Zur Hochzeit gibt es 12 Tage.", 0)):
        assert score("exact_match", Subject("q", "de", answer(text), expected=expected)) == right


def test_faithfulness_is_the_share_of_sentences_that_passed_every_check() -> None:
    good, bad = answer("So.", "a.md").claims[0], answer("No.", "a.md", passed=False).claims[0]
    half = Answer("answered", 0.5, (good, replace(good, verdicts=(*good.verdicts, Verdict("supported", False, 0.1)))))
    assert score("faithfulness", subject(half)) == 0.5
    assert score("faithfulness", subject(Answer("answered", 0.5, (bad,)))) == 0
    assert score("faithfulness", subject(Answer("no_evidence", 0.5))) is None


def test_time_and_cost_come_from_the_run() -> None:
    assert score("latency", subject(answer("So."))) == 12.5
    assert score("cost", replace(subject(answer("So.")), cost=0.0)) == 0
    assert score("cost", subject(answer("So."))) is None


def test_a_metric_is_named_with_its_depth_and_a_wrong_name_is_told() -> None:
    assert full_name(check_named("ndcg@5")) == "ndcg@5"
    assert full_name(check_named("ndcg")) == "ndcg@10"
    with pytest.raises(NotFound, match="Did you mean 'rouge_l'"):
        check_named("rouge_ll")
    with pytest.raises(UserError, match="no depth"):
        check_named("right@3")
    with pytest.raises(UserError, match="a number from 1"):
        check_named("ndcg@0")
    with pytest.raises(UserError, match="bert_score_folder"):
        check_named("bert_score")
    assert {"ndcg", "bleu", "bert_score"} <= set(CHECKS.names())
