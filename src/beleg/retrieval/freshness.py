"""Newer documents before older ones of about the same score.

In: passages with their documents' days. Out: the same passages, best first. A day counts by its distance from the newest
one found, so that an old collection is ordered as well as a young one; a document without a day gains nothing. Knows no
clock and no question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beleg.records import Retrieved

ASKED_FOR = 0.25
"""What newness may add where the question asks for the newest."""


def fresher(found: Sequence[Retrieved], share: float, half_life_days: float) -> list[Retrieved]:
    """The passages with up to `share` of their score added for newness, half of that for every `half_life_days` of age."""
    days = [each.document.modified_day for each in found if each.document.modified_day is not None]
    if not days or share <= 0:
        return list(found)
    newest = max(days)
    gains = [_gain(each.document.modified_day, newest, half_life_days) for each in found]
    scored = [
        replace(each, score=each.score * (1 + share * gain), signals={**each.signals, "freshness": round(gain, 4)})
        for each, gain in zip(found, gains, strict=True)
    ]
    return sorted(scored, key=lambda each: (-each.score, each.passage_id))


def _gain(day: int | None, newest: int, half_life_days: float) -> float:
    return 0.0 if day is None else 2.0 ** (-(newest - day) / half_life_days)
