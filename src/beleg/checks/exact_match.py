"""Whether an answer says an expected wording, whole words, spelling folded.

In: a subject with expected answers. Out: 1 or 0. German umlauts, case, quotes and dashes make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable

from beleg.checks.contract import Check, Expected, Subject
from beleg.checks.wording import said
from beleg.language.normalise import fold
from beleg.records import Verdict


class ExactMatch(Check):
    """Passed where one of the expected wordings stands in the answer, or one of each that it must say."""

    name = "exact_match"
    binary = True

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None without an answer or without expected wordings."""
        text = said(subject.answer)
        if text is None or subject.expected is None:
            return None
        found = says_expected(text, subject.expected)
        if found is None:
            return None
        return Verdict(self.name, found, float(found), "" if found else "None of the expected wordings stands in the answer.")


def says_expected(text: str, expected: Expected) -> bool | None:
    """Whether the text says what was expected; None where no wording was."""
    squeezed = _squeezed(text)
    if not any(each.strip() for each in expected.answers) and not expected.says:
        return None
    whole = _any_stands(expected.answers, squeezed)
    return whole or (bool(expected.says) and all(_any_stands(each, squeezed) for each in expected.says))


def _any_stands(wordings: Iterable[str], squeezed: str) -> bool:
    return any(_squeezed(each) in squeezed for each in wordings if each.strip())


def _squeezed(text: str) -> str:
    return f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in fold(text)).split())} "
