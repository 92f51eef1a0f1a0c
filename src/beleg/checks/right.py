"""Whether beleg did the right thing: said what was expected, or kept silent where the documents do not answer.

In: a subject that says whether it is answerable, and what is expected. Out: 1 or 0. Where no wording is known, an answer
is right that cites a relevant document.
"""

from __future__ import annotations

from beleg.checks.citing import cited_labels
from beleg.checks.contract import Check, Subject
from beleg.checks.exact_match import says_expected
from beleg.checks.wording import said
from beleg.records import Verdict


class Right(Check):
    """Counts every case: a wrong answer and a wrong silence are both 0."""

    name = "right"
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None where the case does not say what would be right."""
        expected, answer = subject.expected, subject.answer
        if expected is None or answer is None:
            return None
        answered = answer.outcome == "answered"
        if expected.answerable is False:
            return _verdict(not answered, "It was answered, and the documents do not answer it.")
        known = says_expected(said(answer) or "", expected)
        if known is None and expected.documents:
            known = bool(cited_labels(answer, expected))
        if known is None:
            return None
        if not answered:
            return _verdict(False, "It was not answered, and the documents answer it.")
        return _verdict(known, "The answer is not the expected one.")


def _verdict(passed: bool, otherwise: str) -> Verdict:
    return Verdict(Right.name, passed, float(passed), "" if passed else otherwise)
