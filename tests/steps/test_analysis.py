"""Words, stems, compounds and weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.language.analysis import stem, stems_of, words_of
from beleg.language.compounds import split_compound
from beleg.language.weighting import passage_vector, query_vector
from beleg.records import Entry, IndexQuery
from beleg.stores.index.edge import EdgeIndex


@given(st.text(max_size=300))
def test_every_word_stands_where_its_offsets_say(text: str) -> None:
    last = 0
    for word, start, end in words_of(text):
        assert text[start:end] == word
        assert last <= start < end
        last = end


@pytest.mark.parametrize("whole", ["§ 312g", "A-4711", "1.234,56", "2024-05-01", "C++", "anna.berg@example.org"])
def test_numbers_and_identifiers_stay_whole(whole: str) -> None:
    assert whole in [word for word, _, _ in words_of(f"Siehe {whole} im Anhang.")]


def test_spellings_of_one_name_have_one_stem() -> None:
    assert stem("Müller", "de") == stem("Mueller", "de") == stem("Muller", "de")
    assert stem("§ 312g", "de") == stem("§312g", "de")


def test_question_words_and_articles_carry_nothing() -> None:
    assert stems_of("Wer hat den Antrag?", "de") == [stem("Antrag", "de")]
    assert stems_of("What is the deadline?", "en") == [stem("deadline", "en")]


def test_a_compound_is_split_by_the_words_of_the_corpus() -> None:
    known = {"urlaub": 20, "anspruch": 30, "rund": 3, "funk": 3}
    assert split_compound("urlaubsanspruch", known) == ("urlaub", "anspruch")
    assert split_compound("anspruch", known) == ()
    assert split_compound("urlaubsvertretung", known) == ()


@given(
    st.text(alphabet="abens", max_size=20),
    st.dictionaries(st.text(alphabet="abens", min_size=1, max_size=8), st.integers(1, 99)),
)
def test_the_parts_of_a_compound_are_known_and_stand_in_it(word: str, known: dict[str, int]) -> None:
    at = 0
    for part in split_compound(word, known):
        assert known[part]
        assert len(part) >= 4
        at = word.index(part, at) + len(part)


@given(st.text(max_size=200), st.text(max_size=30))
def test_the_terms_of_a_passage_are_unique_and_positive(text: str, heading: str) -> None:
    terms = passage_vector(text, heading, "", "de")
    assert len(set(terms.indices)) == len(terms.indices) == len(terms.values)
    assert all(value > 0 for value in terms.values)


async def test_german_questions_find_other_spellings_and_compounds(tmp_path: Path) -> None:
    texts = [
        "Der Anspruch auf Urlaub beträgt 24 Tage.",
        "Frau Müller leitet die Abteilung.",
        "Das Widerrufsrecht regelt § 312g des Gesetzes.",
        "Artikel A-4711 ist lieferbar.",
        "Ein Urlaubsanspruch verfällt nie.",
    ]
    index = EdgeIndex(tmp_path, 0.0)
    everyone = frozenset({"all"})
    await index.put([Entry(n, passage_vector(text, "", "", "de"), everyone, everyone_in, "de") for n, text in enumerate(texts)])

    async def best(question: str, **more: object) -> list[int]:
        terms = query_vector(question, ["de", "en"], **more)  # type: ignore[arg-type]  # parts or compounds, as named
        return [hit.passage_id for hit in await index.search(IndexQuery(terms, everyone, 2))]

    parts = {"urlaubsanspruch": ("urlaub", "anspruch")}
    assert set(await best("Urlaubsanspruch", parts=parts)) == {0, 4}
    assert set(await best("Anspruch auf Urlaub", compounds=["urlaubsanspruch"])) == {0, 4}
    for spelling in ("Müller", "Mueller", "Muller"):
        assert (await best(spelling))[0] == 1
    assert (await best("Was sagt §312g?"))[0] == 2
    assert (await best("a-4711"))[0] == 3
    await index.close()


everyone_in = frozenset({1})
