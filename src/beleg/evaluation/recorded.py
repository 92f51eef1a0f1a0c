"""What a run recorded, read back: answers, claims, the passages as the search left them.

In: rows of the state. Out: records. Fields that this version does not know are left out, so that older and newer records
can be read. Knows no measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from beleg.records import Answer, Citation, Claim, Principal, Retrieved, Verdict
from beleg.workspace import Parts

T = TypeVar("T")
NO_COST = frozenset({"quote"})
"""Writers that cost nothing: they use no model that is paid for."""


def answer_of(told: Mapping[str, Any] | None) -> Answer | None:
    """The answer that was recorded, None where there was none."""
    if not told:
        return None
    claims = tuple(claim_of(each) for each in told.get("claims", ()))
    nearest = tuple(_known(Citation, each) for each in told.get("nearest", ()))
    return _known(Answer, {**told, "claims": claims, "nearest": nearest})


def claim_of(told: Mapping[str, Any]) -> Claim:
    """The claim that was recorded."""
    citations = tuple(_known(Citation, each) for each in told.get("citations", ()))
    verdicts = tuple(_known(Verdict, each) for each in told.get("verdicts", ()))
    return _known(Claim, {**told, "citations": citations, "verdicts": verdicts})


def kept(run: Mapping[str, Any], step: str) -> Mapping[str, Any]:
    """What was kept of the last step of this name, empty where the run has none."""
    return next((each["kept"] for each in reversed(run["steps"]) if each["shown"]["name"] == step), {})


def cost_of(run: Mapping[str, Any]) -> float | None:
    """What the run cost: the sum of what its steps tell, nothing for writers without a model, else unknown."""
    told = [each["kept"]["cost"] for each in run["steps"] if "cost" in each["kept"]]
    if told:
        return float(sum(told))
    return 0.0 if run["versions"].get("writer") in NO_COST else None


async def retrieved_by(parts: Parts, run: Mapping[str, Any], asker: Principal, sources: Sequence[str]) -> list[Retrieved]:
    """The passages that the search found, in its order, as far as they are still there."""
    scores = {int(passage_id): score for passage_id, score in kept(run, "searched").get("found", {}).items()}
    if not scores:
        return []
    found = await parts.state.passages(scores, asker.groups, sources)
    order = {passage_id: place for place, passage_id in enumerate(scores)}
    return sorted(found, key=lambda each: order[each.passage_id])


def _known(kind: type[T], told: Mapping[str, Any]) -> T:
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # every record is a dataclass
    return kind(**{name: value for name, value in told.items() if name in names})
