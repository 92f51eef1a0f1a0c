"""The check that a claim's citations say what they claim to quote.

In: a claim, and a way to the text of a document version. Out: the claim with a verdict, its spans corrected where the words
stand elsewhere in the same version. Knows no index and no model, and says nothing of whether the quote supports the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from beleg.language.normalise import find_quote
from beleg.records import Citation, Claim, Verdict

CHECK = "quoted"
TextOf = Callable[[str], str | None]


def verify(claim: Claim, text_of: TextOf) -> Claim:
    """The claim with the verdict `quoted`: passed only where every citation's words stand in the version it names.

    Safe to repeat: an earlier verdict of this check is replaced.
    """
    placed = [_place(citation, text_of(citation.version)) for citation in claim.citations]
    found = [citation for citation in placed if citation is not None]
    passed = bool(placed) and len(found) == len(placed)
    score = len(found) / len(placed) if placed else 0.0
    verdict = Verdict(CHECK, passed, score, _reason(len(placed), len(found)))
    citations = tuple(new or old for new, old in zip(placed, claim.citations, strict=True))
    others = tuple(each for each in claim.verdicts if each.check != CHECK)
    return replace(claim, citations=citations, verdicts=(*others, verdict))


def stands(claim: Claim) -> bool:
    """Whether the claim was verified and every verdict on it passed. A claim nobody verified does not stand."""
    return any(each.check == CHECK for each in claim.verdicts) and all(each.passed for each in claim.verdicts)


def _place(citation: Citation, text: str | None) -> Citation | None:
    """The citation with the span where its words stand and the words as they stand there; None where they do not."""
    if text is None or not citation.quote.strip():
        return None
    if 0 <= citation.start < citation.end <= len(text) and text[citation.start : citation.end] == citation.quote:
        return citation
    span = find_quote(citation.quote, text)
    if span is None:
        return None
    return replace(citation, start=span[0], end=span[1], quote=text[span[0] : span[1]])


def _reason(cited: int, found: int) -> str:
    if not cited:
        return "The claim cites nothing."
    if found < cited:
        return f"The words of {cited - found} of {cited} citations do not stand in the cited version."
    return ""
