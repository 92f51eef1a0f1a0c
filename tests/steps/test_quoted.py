"""The check `quoted`: a claim stands only on words that are in the cited version."""

from __future__ import annotations

from dataclasses import replace

from beleg.grounding.quoted import stands, verify
from beleg.records import Citation, Claim

TEXT = "First sentence. The notice period is three months. Last sentence."
QUOTE = "The notice period is three months."
START = TEXT.index(QUOTE)
CITED = Citation(1, "Contract", "v1", None, "", QUOTE, START, START + len(QUOTE))


def text_of(version: str) -> str | None:
    return {"v1": TEXT}.get(version)


def claim(*citations: Citation) -> Claim:
    return Claim("Three months.", citations)


def test_words_that_stand_at_their_place_pass() -> None:
    verified = verify(claim(CITED), text_of)
    assert stands(verified)
    assert verified.citations == (CITED,)
    assert verify(verified, text_of) == verified


def test_a_wrong_span_is_corrected_to_where_the_words_stand() -> None:
    verified = verify(claim(replace(CITED, start=0, end=5)), text_of)
    assert stands(verified)
    assert verified.citations == (CITED,)


def test_invented_words_another_version_an_empty_quote_and_no_citation_fail() -> None:
    for wrong in (
        replace(CITED, quote="The notice period is nine months."),
        replace(CITED, version="v2"),
        replace(CITED, quote=""),
    ):
        assert not stands(verify(claim(wrong), text_of))
    assert not stands(verify(claim(), text_of))


def test_one_false_citation_beside_a_true_one_fails_the_claim() -> None:
    verified = verify(claim(CITED, replace(CITED, quote="Invented entirely.")), text_of)
    assert not stands(verified)
    assert verified.verdicts[0].score == 0.5


def test_a_claim_nobody_verified_does_not_stand() -> None:
    assert not stands(claim(CITED))
