"""Asking and finding: everything a question can be put to.

In: texts and names. Out: the records of the paths. Knows no path of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from beleg import factcheck
from beleg.ask import answer_to, ask
from beleg.errors import UserError
from beleg.explain import explain
from beleg.library.running import Running
from beleg.records import (
    Answer,
    CheckedSentence,
    Explanation,
    Overview,
    Question,
    Retrieved,
    Shown,
    SimilarDocument,
    TextToCheck,
)
from beleg.retrieval.filters import given
from beleg.search import Ranked, ranked
from beleg.similar import document_named, overview, similar


class Asking(Running):
    """The methods that ask."""

    def ask(
        self,
        text: str,
        *,
        sources: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        filters: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> Answer:
        """The answer, as the owner, or as a member of `groups` alone.

        `filters` are limits such as `since:2024` or `folder:sales`; `without` those not to be read from the text, `*` for all.
        """
        return self._run(
            answer_to(self._parts, self.question(text, sources=sources, groups=groups, filters=filters, without=without))
        )

    def ask_steps(
        self,
        text: str,
        *,
        sources: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        filters: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> Iterator[Shown]:
        """The steps of a run as they end; the last carries the answer."""
        return self._iterate(
            ask(self._parts, self.question(text, sources=sources, groups=groups, filters=filters, without=without))
        )

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        sources: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        filters: Sequence[str] = (),
        like: Sequence[int] = (),
        unlike: Sequence[int] = (),
    ) -> list[Retrieved]:
        """The best passages, best first; more like the passages with the ids `like`, less like those of `unlike`."""
        question = replace(
            self.question(text, sources=sources, groups=groups, filters=filters), like=tuple(like), unlike=tuple(unlike)
        )
        return list(self.rank(question, limit=limit).found)

    def rank(self, question: str | Question, *, limit: int = 10) -> Ranked:
        """The best passages, with the filters and the stages that they came through; a text is asked as the owner."""
        if limit < 1:
            raise UserError("The limit must be 1 or more.")
        return self._run(ranked(self._parts, self.question(question) if isinstance(question, str) else question, limit))

    def question(
        self,
        text: str,
        *,
        sources: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        filters: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> Question:
        """A question as the owner, or as a member of `groups` alone.

        `filters` are limits such as `since:2024` or `folder:sales`; `without` those not to be read from the text, `*` for all.
        """
        return Question(text, self._asker(groups), tuple(sources), filters=tuple(map(given, filters)), without=tuple(without))

    def similar(self, document: str, *, limit: int = 10, groups: Sequence[str] | None = None) -> list[SimilarDocument]:
        """Documents like the one with this id, `source/path` or path, most alike first."""
        asker = self._asker(groups)
        named = self._run(document_named(self._parts, document, asker))
        return self._run(similar(self._parts, named.id, asker, limit))

    def overview(
        self, *, sources: Sequence[str] = (), themes: int | None = None, groups: Sequence[str] | None = None
    ) -> Overview:
        """What the documents are about, and which repeat each other; `themes` fixes how many themes there are."""
        return self._run(overview(self._parts, self._asker(groups), sources, themes))

    def explain(
        self, text: str, *, limit: int = 10, sources: Sequence[str] = (), groups: Sequence[str] | None = None
    ) -> Explanation:
        """Why the best passages stand where they stand: their places in every stage, and what each word brought."""
        if limit < 1:
            raise UserError("The limit must be 1 or more.")
        return self._run(explain(self._parts, self.question(text, sources=sources, groups=groups), limit))

    def check(self, text: str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> list[CheckedSentence]:
        """What the sources say of each sentence of a text, in order."""
        return list(self.check_steps(TextToCheck(text, self._asker(groups), tuple(sources))))

    def check_steps(self, given: TextToCheck) -> Iterator[CheckedSentence]:
        """The sentences of a text as they are judged."""
        return self._iterate(factcheck.check(self._parts, given))

    def text_of(self, path: Path | str, *, sources: Sequence[str] = (), groups: Sequence[str] | None = None) -> TextToCheck:
        """The text of a file, ready for `check_steps`; its headings and code are left out. Raises Unreadable."""
        place = Path(path).expanduser()
        try:
            data = place.read_bytes()
        except OSError as error:
            raise UserError(f"The file {str(place)!r} cannot be read: {error.strerror}. Check its path.") from error
        text, skip = self._run(factcheck.read_text(self._parts, data, place.name))
        return TextToCheck(text, self._asker(groups), tuple(sources), skip)
