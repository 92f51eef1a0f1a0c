"""Words as the measures of wording compare them, and what an answer says.

In: text, a subject. Out: folded words in order. Umlauts and ß equal their spellings with two letters, case makes no
difference, numbers and codes stay whole, a compound is one word. No stems, no stop words: every word counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from beleg.checks.contract import Subject
from beleg.language.analysis import surface_words
from beleg.language.normalise import fold
from beleg.records import Answer

Words = list[str]


def words_in(text: str) -> Words:
    """The words of a text, folded, in order, with repetitions."""
    return [fold(word) for word in surface_words(text)]


def said(answer: Answer | None) -> str | None:
    """What the answer says, empty where it keeps silent; None without an answer."""
    return None if answer is None else " ".join(claim.text for claim in answer.claims)


def pair(subject: Subject) -> tuple[str, tuple[str, ...]] | None:
    """What was said and the wordings expected; None where either is not known."""
    text = said(subject.answer)
    if text is None or subject.expected is None:
        return None
    wordings = tuple(each for each in subject.expected.answers if each.strip())
    return (text, wordings) if wordings else None


def best(subject: Subject, measure: Callable[[Words, Words], float]) -> float | None:
    """The best of the measure over the expected wordings, given the words said and the words expected."""
    found = pair(subject)
    if found is None:
        return None
    words = words_in(found[0])
    return max(measure(words, words_in(wording)) for wording in found[1])


def overlap_f1(said_units: Sequence[object], wanted: Sequence[object]) -> float:
    """F1 of two bags: each unit counts as often as it stands in both. Two empty bags are equal."""
    if not said_units or not wanted:
        return float(not said_units and not wanted)
    return f1(sum((Counter(said_units) & Counter(wanted)).values()), len(said_units), len(wanted))


def f1(common: float, said_count: int, wanted_count: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * common / (said_count + wanted_count) if said_count + wanted_count else 0.0
