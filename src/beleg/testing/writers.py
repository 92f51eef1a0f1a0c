"""The contract suite of every writer: subclass it, say how one is made, and pytest runs it.

In: a way to make a writer. Out: passing or failing tests. Knows no particular writer.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from beleg.providers.contract import Writer, WritingTask
from beleg.records import DocumentRef, Draft, Passage, Retrieved

TEXTS_DE = (
    "Der Urlaub beträgt dreißig Tage. Er muss bis zum 31. März genommen werden.",
    "Wie lange ist die Kündigungsfrist?\n\nSie beträgt vier Wochen zum Monatsende.",
    "Mitzubringen sind:\n- der Ausweis\n- die Bescheinigung\n- ein Foto",
    "Jahr | Umsatz\n2024 | 12,5 Mio.\n2025 | 13,1 Mio.",
)
TEXTS_EN = (
    "Every employee has thirty days of leave. It must be taken by 31 March.",
    "The router restarts when you hold the button for ten seconds, e.g. after an update.",
    "In the U.S. He met the president. \N{GRINNING FACE} Naïve café \u2026",
)
QUESTIONS = (
    "Wie viele Tage Urlaub gibt es?",
    "Was ist mitzubringen?",
    "How many days of leave does an employee have?",
    "Wie hoch war der Umsatz 2025?",
    "???",
    "",
    "a" * 300,
)
_TEXT = st.one_of(st.sampled_from(TEXTS_DE + TEXTS_EN), st.text(max_size=200))


def hit(number: int, text: str, language: str, score: float = 1.0, heading: tuple[str, ...] = (), start: int = 0) -> Retrieved:
    """A passage of a document of its own, `start` characters into it."""
    passage = Passage(f"v{number}", 0, start, start + len(text), text, heading, "paragraph", None, len(text) // 4, language)
    return Retrieved(number, passage, DocumentRef(number, "source", f"{number}.md", f"Title {number}", "text/markdown"), score)


def task(question: str, hits: Sequence[Retrieved], claims: int = 3) -> WritingTask:
    """A task with these passages, without knowing how rare words are."""
    return WritingTask(question, "de", tuple(hits), claims)


@st.composite
def tasks(draw: st.DrawFn) -> WritingTask:
    """Questions with up to five passages in mixed languages."""
    texts = draw(st.lists(_TEXT, max_size=5))
    hits = [
        hit(
            number,
            text,
            draw(st.sampled_from(["de", "en", "fr"])),
            draw(st.floats(0, 50)),
            draw(st.sampled_from([(), ("Urlaub",), ("Leave", "How long?")])),
            draw(st.integers(0, 1000)),
        )
        for number, text in enumerate(texts)
    ]
    return task(draw(st.one_of(st.sampled_from(QUESTIONS), st.text(max_size=60))), hits, draw(st.integers(1, 5)))


class WriterContract(ABC):
    """What every writer must do."""

    @abstractmethod
    def made(self) -> Writer:
        """A writer."""

    def written(self, given_task: WritingTask) -> Draft:
        """What it writes."""
        return asyncio.run(self.made().write(given_task))

    @settings(max_examples=80, deadline=None)
    @given(tasks())
    def test_quotes_stand_word_for_word_at_their_span_and_confidence_is_a_share(self, given_task: WritingTask) -> None:
        draft = self.written(given_task)
        passages = {each.passage_id: each for each in given_task.passages}
        assert 0 <= draft.confidence <= 1
        assert len(draft.claims) <= given_task.claims
        for claim in draft.claims:
            assert claim.text.strip()
            assert claim.citations
            for citation in claim.citations:
                cited = passages[citation.passage_id]
                start, end = citation.start - cited.passage.start, citation.end - cited.passage.start
                assert 0 <= start < end <= len(cited.passage.text)
                assert cited.passage.text[start:end] == citation.quote
                assert (citation.version, citation.document) == (cited.passage.version, cited.document.id)

    @settings(max_examples=30, deadline=None)
    @given(tasks())
    def test_the_same_task_gives_the_same_draft(self, given_task: WritingTask) -> None:
        assert self.written(given_task) == self.written(given_task)

    def test_without_passages_there_are_no_claims_and_no_confidence(self) -> None:
        draft = self.written(task("Wie viele Tage Urlaub gibt es?", ()))
        assert (draft.claims, draft.confidence) == ((), 0.0)

    def test_passages_in_several_languages_are_no_obstacle(self) -> None:
        hits = [hit(1, TEXTS_DE[0], "de", 3.0), hit(2, TEXTS_EN[0], "en", 2.0), hit(3, "Les congés durent trente jours.", "fr")]
        draft = self.written(task("Wie viele Tage Urlaub gibt es?", hits))
        assert draft.claims
        assert all(claim.citations for claim in draft.claims)
