"""Whether the passages that a claim cites carry what it says.

In: a claim with the passages it was made from; or an answer. Out: the verdict `supported`. A claim that is its own quote, word
for word, passes at once. `quoted` says that the cited words stand there; this says that they carry the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from beleg.checks.contract import Check, Subject
from beleg.grounding.support import support, with_opinion
from beleg.providers.entailer import Entailer
from beleg.records import Claim, Evidence, Reason, Retrieved, Support, Verdict

CHECK = "supported"


class Supported(Check):
    """Passed where every claim of the answer is carried by a passage it cites; the score is the least sure one's."""

    name = CHECK

    def verdict(self, subject: Subject) -> Verdict | None:
        """The verdict on the whole answer; None where nothing was claimed."""
        if subject.answer is None or not subject.answer.claims:
            return None
        verdicts = [verdict_on(claim, subject.retrieved, subject.language) for claim in subject.answer.claims]
        worst = min(verdicts, key=lambda each: (each.passed, each.score))
        return replace(worst, passed=all(each.passed for each in verdicts))


async def with_verdict(claim: Claim, passages: Iterable[Retrieved], model: Entailer | None, threshold: float) -> Claim:
    """The claim with the verdict `supported`, by the rules and, where there is one, the model. Safe to repeat."""
    others = tuple(each for each in claim.verdicts if each.check != CHECK)
    verdict, evidence = _at_once(claim), _evidence(claim, passages)
    if verdict is None:
        judged = await second_opinion(model, support(claim.text, evidence), claim.text, evidence, threshold)
        verdict = _as_verdict(judged)
    return replace(claim, verdicts=(*others, verdict))


async def second_opinion(
    model: Entailer | None, judged: Support, sentence: str, evidence: Sequence[Evidence], threshold: float
) -> Support:
    """What the rules said, held against the model's opinion of the passage they judged by; as it was where there is none."""
    if model is None or judged.evidence < 0 or judged.score == 1:
        return judged
    (opinion,) = await model.judge([(evidence[judged.evidence].text, sentence)])
    return with_opinion(judged, opinion.entailed, opinion.contradicted, threshold)


def verdict_on(claim: Claim, passages: Iterable[Retrieved], language: str = "") -> Verdict:
    """Whether what the claim cites carries it: its quotes alone, else the passages they stand in."""
    return _at_once(claim) or _as_verdict(support(claim.text, _evidence(claim, passages), language))


def _at_once(claim: Claim) -> Verdict | None:
    """The verdict on a claim that cites nothing, or is its own quote; None for every other."""
    quotes = [each.quote for each in claim.citations if each.quote.strip()]
    if not quotes:
        return Verdict(CHECK, False, 0.0, "The claim cites nothing.")
    own = _squeezed(claim.text) in (_squeezed(" ".join(quotes)), *map(_squeezed, quotes))
    return Verdict(CHECK, True, 1.0) if own else None


def _as_verdict(judged: Support) -> Verdict:
    return Verdict(CHECK, judged.verdict == "carried", judged.score, why_not(judged))


def _evidence(claim: Claim, passages: Iterable[Retrieved]) -> list[Evidence]:
    """The passages that the claim's quotes stand in; the quote alone where its passage is not at hand."""
    by_id = {each.passage_id: each for each in passages}
    evidence = []
    for each in claim.citations:
        hit = by_id.get(each.passage_id)
        if hit is not None and each.quote in hit.passage.text:
            evidence.append(Evidence(hit.passage.text, f"{hit.document.title} > {each.heading}", hit.passage.language))
        else:
            evidence.append(Evidence(each.quote, f"{each.title} > {each.heading}"))
    return evidence


def why_not(judged: Support) -> str:
    """In a sentence why a claim is not carried; empty where it is."""
    if judged.verdict == "carried":
        return ""
    told = ", ".join(map(_told, judged.reasons[:3]))
    what = "The cited passage says otherwise" if judged.verdict == "contradicted" else "The cited passage does not say so"
    return f"{what}: {told}." if told else f"{what}."


def _told(reason: Reason) -> str:
    if reason.said and reason.stands:
        return f"“{reason.said}”, where “{reason.stands}” stands"
    if not reason.said and not reason.stands:
        return "in the model's judgement"
    return f"“{reason.said}” does not stand there" if reason.said else f"“{reason.stands}” was left out"


def _squeezed(text: str) -> str:
    return " ".join(text.split())
