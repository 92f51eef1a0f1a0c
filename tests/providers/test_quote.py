"""What the quoting writer quotes, and how sure it is of it."""

from __future__ import annotations

import asyncio
import math

import pytest

from beleg.language.analysis import stems_of
from beleg.providers.contract import WritingTask
from beleg.providers.question_types import offers
from beleg.providers.quote import QuoteWriter, fitted, probability
from beleg.providers.quote_confidence import CONFIDENCE_FEATURES
from beleg.providers.quote_evidence import EVIDENCE_FEATURES
from beleg.providers.quote_reasons import REASON_WORDS, REASONS, in_words
from beleg.records import Draft, Retrieved
from beleg.testing.writers import hit

LIBRARY = "Die Kantine öffnet um 11 Uhr. Die Post wird um 9 Uhr gebracht."
ROUTER = "The router restarts when you hold the reset button for ten seconds. The lamp then turns green."
TRAVEL = "Ein Hotel darf höchstens 120 Euro pro Nacht kosten. Die Abrechnung wird bis zum zehnten des Folgemonats eingereicht."
LEAVE = "Every employee has thirty days of paid leave per year. Unused leave expires on 31 March of the following year."
OFFICE = "Die Bereichsleitung genehmigt Flüge. Für Bahnfahrten über vier Stunden ist die erste Klasse erlaubt."
MIXED = (LIBRARY, ROUTER, TRAVEL, LEAVE, OFFICE)


def language_of(text: str) -> str:
    """Of the texts above."""
    return "en" if text in (ROUTER, LEAVE) else "de"


def write(question: str, *texts: str, language: str = "", claims: int = 3, heading: tuple[str, ...] = ()) -> Draft:
    """A draft from these passages, the words weighed by them as a workspace would."""
    spoken = [language or language_of(text) for text in texts]
    held = [set(stems_of(text, each)) for text, each in zip(texts, spoken, strict=True)]
    asked = {stem for each in set(spoken) for stem in stems_of(question, each)}
    counts = {stem: sum(stem in each for each in held) for stem in asked}
    idf = {stem: math.log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for stem, count in counts.items()}
    shared = [sum(idf[stem] for stem in asked & each) for each in held]
    hits: list[Retrieved] = [
        hit(at, text, each, score, heading)
        for at, (text, each, score) in enumerate(zip(texts, spoken, shared, strict=True))
        if score > 0 or heading
    ]
    hits.sort(key=lambda each: -each.score)
    return asyncio.run(QuoteWriter().write(WritingTask(question, spoken[0], tuple(hits), claims, idf)))


TWINS = [
    (LIBRARY, "Wann öffnet die Kantine?", "Wann öffnet die Bibliothek?"),
    (ROUTER, "How do I restart the router?", "How do I restart the printer?"),
    (TRAVEL, "Wie viel darf ein Hotel pro Nacht kosten?", "Wie viel darf ein Mietwagen pro Nacht kosten?"),
    (LEAVE, "When does unused leave expire?", "When does the parking permit expire?"),
    (OFFICE, "Wer genehmigt Flüge?", "Wer genehmigt Überstunden?"),
]


@pytest.mark.parametrize("others", [(), MIXED], ids=["one passage", "five passages"])
@pytest.mark.parametrize(("text", "answerable", "twin"), TWINS)
def test_an_answerable_question_is_surer_than_its_twin_about_something_else(
    text: str, answerable: str, twin: str, others: tuple[str, ...]
) -> None:
    texts = tuple(dict.fromkeys((text, *others)))
    sure, unsure = write(answerable, *texts).confidence, write(twin, *texts).confidence
    assert sure >= 0.5 > unsure
    assert sure > unsure + 0.2


def test_the_answer_of_a_faq_is_quoted_and_not_its_question() -> None:
    text = "Wie ändere ich mein Passwort?\n\nÖffnen Sie die Einstellungen.\n\n"
    text += "Wie lösche ich mein Konto?\n\nSchreiben Sie dem Support."
    draft = write("Wie ändere ich mein Passwort?", text, language="de")
    assert draft.claims[0].text == "Öffnen Sie die Einstellungen."
    assert all(not claim.text.endswith("?") for claim in draft.claims)
    assert write("Wie kann ich mein Konto löschen?", text, language="de").claims[0].text == "Schreiben Sie dem Support."


def test_below_a_heading_that_asks_its_answer_is_quoted() -> None:
    heading = ("Versand", "Wie lange dauert der Versand?")
    draft = write(
        "Wie lange dauert der Versand?", "In der Regel drei Werktage. Karton ist recycelbar.", language="de", heading=heading
    )
    assert draft.claims[0].text == "In der Regel drei Werktage."
    assert draft.confidence >= 0.5


def test_a_passage_that_only_asks_answers_nothing() -> None:
    draft = write("Wie ändere ich mein Passwort?", "Wie ändere ich mein Passwort?", language="de")
    assert (draft.claims, draft.confidence) == ((), 0.0)


def test_a_heading_is_no_answer() -> None:
    text = "Passwort ändern\n\nDas Passwort wird in den Einstellungen geändert."
    draft = write("Wie wird das Passwort geändert?", text, language="de", heading=("Passwort ändern",))
    assert [claim.text for claim in draft.claims] == ["Das Passwort wird in den Einstellungen geändert."]


def test_items_are_quoted_with_the_line_that_introduces_them() -> None:
    text = "Zur Anmeldung sind mitzubringen:\n- der Ausweis\n- ein Foto\n- die Bescheinigung"
    draft = write("Was ist zur Anmeldung mitzubringen?", text, language="de")
    assert [claim.text for claim in draft.claims] == ["Zur Anmeldung sind mitzubringen:", "- der Ausweis", "- ein Foto"]


def test_a_further_sentence_goes_on_from_the_first_or_adds_words() -> None:
    goes_on = write(
        "Wie lange ist die Probezeit?", "Die Probezeit dauert sechs Monate. Sie kann verlängert werden.", language="de"
    )
    assert [claim.text for claim in goes_on.claims][1:] == ["Sie kann verlängert werden."]
    alone = write("Wie lange ist die Probezeit?", "Die Probezeit dauert sechs Monate. Die Probezeit ist neu.", language="de")
    assert len(alone.claims) == 1


def test_the_features_do_not_grow_with_the_corpus() -> None:
    passages = (hit(1, TRAVEL, "de", 5.0),)
    question = "Wie viel darf ein Hotel in Paris kosten?"
    stems = stems_of(question, "de")
    sure = [
        asyncio.run(QuoteWriter().write(WritingTask(question, "de", passages, 3, dict.fromkeys(stems, idf)))).confidence
        for idf in (1.0, 5.0, 12.0)
    ]
    assert sure[0] == sure[1] == sure[2]


@pytest.mark.parametrize(
    ("kind", "sentence", "language", "expected"),
    [
        ("number", "Eine Katze schläft auf einem Sofa.", "de", False),
        ("number", "The one who waits.", "en", False),
        ("number", "Es sind dreißig Tage.", "de", True),
        ("name", "Die Katze schläft auf dem Sofa.", "de", False),
        ("name", "Das entschied Angela Merkel.", "de", True),
        ("name", "Zuständig ist Frau Schmidt.", "de", True),
        ("name", "Es genehmigt die Bereichsleitung.", "de", True),
        ("name", "It was written by Goethe.", "en", True),
        ("reason", "We went to the shop.", "en", False),
        ("reason", "It failed because the fuse blew.", "en", True),
        ("reason", "Da es regnet, bleibt er.", "de", True),
        ("reason", "Er ist da.", "de", False),
        ("reason", "Er fährt, um Zeit zu sparen.", "de", True),
        ("date", "You may enter.", "en", False),
        ("date", "It ends in May.", "en", True),
    ],
)
def test_evidence_is_of_the_kind_asked_for(kind: str, sentence: str, language: str, expected: bool) -> None:
    assert offers(kind, sentence, frozenset(), language) is expected


EITHER = [
    (
        "Wie lange dauert die Einarbeitung?",
        "Die Einarbeitung dauert bei den meisten sechs Wochen.",
        "Die Einarbeitung dauert in jedem der 3 Werke und kostet viel.",
    ),
    (
        "How many nurses work in the clinic?",
        "The clinic, where 14 nurses work, opened early.",
        "The clinic opened in 1998, and its nurses work in teams.",
    ),
    (
        "Who won the race in 1998?",
        "Anna Berg won the race in 1998.",
        "Anna Berg won the race in 2003.",
    ),
    (
        "Which pump has the highest pressure?",
        "The Delta pump has the highest pressure.",
        "The Delta pump has the lowest pressure.",
    ),
]


@pytest.mark.parametrize(("question", "answers", "does_not"), EITHER)
def test_what_fits_the_question_more_closely_is_quoted_and_surer(question: str, answers: str, does_not: str) -> None:
    language = "de" if question.startswith("Wie") else "en"
    together = write(question, f"{does_not} {answers}", language=language, claims=1)
    assert together.claims[0].text == answers
    alone = [write(question, text, language=language).confidence for text in (answers, does_not)]
    assert alone[0] > alone[1] + 0.05


def test_the_reasons_of_a_confidence_add_up_to_it() -> None:
    draft = write("Wie viel darf ein Mietwagen pro Nacht kosten?", *MIXED)
    model = fitted()["confidence"]
    middle = model["intercept"] + sum(weight * model["middle"][name] for name, weight in model["weights"].items())
    assert probability(middle + sum(added for _, added in draft.reasons)) == pytest.approx(draft.confidence, abs=0.06)
    assert dict(draft.reasons)["missing"] < 0
    assert in_words("missing", -0.4, "de") == "wichtige Wörter der Frage fehlen in der Nähe"
    assert in_words("missing", -0.4, "fr") == in_words("missing", -0.4, "en")


def test_every_feature_of_a_confidence_belongs_to_one_reason_with_words() -> None:
    named = [name for names in REASONS.values() for name in names]
    assert sorted(named) == sorted([*CONFIDENCE_FEATURES, *EVIDENCE_FEATURES])
    assert REASONS.keys() == REASON_WORDS.keys()
