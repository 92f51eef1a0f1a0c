"""Whether an answer says an expected wording, whole words, spelling folded.

In: a subject with expected answers. Out: 1 or 0. German umlauts, case, quotes and dashes make no difference.
"""

from __future__ import annotations

from beleg.checks.contract import Check, Subject
from beleg.language.normalise import fold
from beleg.records import Verdict


class ExactMatch(Check):
    """Passed where one of the expected wordings stands in the answer; where silence was expected, where nothing was said."""

    name = "exact_match"

    def verdict(self, subject: Subject) -> Verdict | None:
        """1 or 0; None without an answer or without expected wordings."""
        if subject.answer is None or subject.expected is None or not subject.expected.answers:
            return None
        said = _squeezed(" ".join(claim.text for claim in subject.answer.claims))
        found = any(_squeezed(each) in said for each in subject.expected.answers if each.strip())
        return Verdict(self.name, found, float(found), "" if found else "None of the expected wordings stands in the answer.")


def _squeezed(text: str) -> str:
    return f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in fold(text)).split())} "
