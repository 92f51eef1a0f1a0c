"""Documents by the names that cases use, and which of them an answer cites.

In: an answer or passages, and what was expected. Out: names as the case has them. A name is `source/path` or the path
alone. Where the case holds the words that carry the answer, a citation must share them to count.
"""

from __future__ import annotations

from collections.abc import Sequence

from beleg.checks.contract import Expected
from beleg.checks.wording import overlap_f1, words_in
from beleg.language.normalise import find_quote
from beleg.records import Answer, Citation, Retrieved

SHARED = 0.5
"""Least F1 of words at which a citation and the labelled words are the same place."""


def label_of(source: str, path: str, expected: Expected) -> str | None:
    """The case's own name for this document, None where it is not among the relevant ones."""
    known = {name for name, grade in expected.documents if grade > 0}
    return next((name for name in (f"{source}/{path}", path) if name in known), None)


def ranked_labels(retrieved: Sequence[Retrieved], expected: Expected) -> list[str | None]:
    """For each document in the order of its best passage the case's name for it, None where it is not relevant.

    A relevant document that stands there twice, through two sources, counts once.
    """
    labels: list[str | None] = []
    seen: set[int] = set()
    for each in retrieved:
        if each.document.id in seen:
            continue
        seen.add(each.document.id)
        label = label_of(each.document.source, each.document.path, expected)
        labels.append(None if label in labels else label)
    return labels


def citations_of(answer: Answer) -> list[Citation]:
    """Every citation of the answer, each place once."""
    places = {(each.document, each.version, each.start, each.end): each for claim in answer.claims for each in claim.citations}
    return list(places.values())


def cited_label(citation: Citation, expected: Expected) -> str | None:
    """The relevant document that this citation cites, None where it cites another place."""
    label = label_of(citation.source, citation.path, expected)
    quotes = [quote for name, quote in expected.quotes if name == label]
    if label is None or not quotes or any(_same_place(citation.quote, quote) for quote in quotes):
        return label
    return None


def cited_labels(answer: Answer, expected: Expected) -> set[str]:
    """The relevant documents that the answer cites."""
    labels = (cited_label(each, expected) for each in citations_of(answer))
    return {label for label in labels if label is not None}


def _same_place(cited: str, labelled: str) -> bool:
    if find_quote(cited, labelled) or find_quote(labelled, cited):
        return True
    return overlap_f1(words_in(cited), words_in(labelled)) >= SHARED
