"""What is free on the one side and costs something on the other.

In: an alignment. Out: reasons, and which items of the sentence they speak of. A price belongs to the clause of the passage in
which most of the sentence stands: what is free there may cost something in the next. Knows no tariff and does not calculate.
"""

from __future__ import annotations

from collections import Counter

from beleg.grounding.alignment import Aligned
from beleg.grounding.cues import COSTS
from beleg.grounding.items import Item
from beleg.grounding.units import MONEY, UNITS
from beleg.records import Reason

NEAR = 3
"""Items between a price and the verb that goes with it."""
_CHARGED = ("kostenpflichtig", "gebuehrenpflichtig")


def prices(aligned: Aligned) -> tuple[list[Reason], set[int]]:
    """`price_changed` where one side says free and the other a price, `price_added` where the passage says nothing of it."""
    said, stands = aligned.said.items, aligned.stands.items
    free = [at for at, item in enumerate(said) if item.group == "price"]
    charged = [at for at, item in enumerate(said) if _charges(item)]
    home = _home(aligned)
    there = [place for place in aligned.inside() if stands[place].clause in home]
    if free:
        at, place = free[0], aligned.to[free[0]]
        asked = next((each for each in there if _charges(stands[each]) and each not in aligned.used), None)
        held = any(stands[each].group == "price" for each in there)
        if place is not None:  # `from 60 euros it is free`: what is said of it stands in its clause
            own = [each for each, item in enumerate(stands) if item.content and item.clause == stands[place].clause]
            rest = [each for each in own if each not in aligned.used]
            held = (held or len(rest) < len(own)) if not rest else held and (asked is None or len(home) == 1)
        if held or (place is not None and asked is None):
            return [], set()
        if asked is not None:
            return [_reason("price_changed", said[at], stands[asked].text)], {at}
        return [_reason("price_added", said[at], "")], {at}
    if charged:
        given = next((each for each in there if stands[each].group == "price"), None)
        at = charged[0]
        elsewhere = aligned.to[at] is None or aligned.to[at] not in there
        if given is not None and elsewhere and not any(_charges(stands[each]) for each in there):
            spoken = {at, *(each for each, item in enumerate(said) if item.folded in COSTS and abs(each - at) <= NEAR)}
            start, end = said[min(spoken)].start, said[max(spoken)].end
            return [Reason("price_changed", aligned.said.text[start:end], stands[given].text, start, end)], spoken
    return [], set()


def _charges(item: Item) -> bool:
    return (item.quantity is not None and item.quantity.unit in MONEY) or item.folded.startswith(_CHARGED)


def _home(aligned: Aligned) -> set[int]:
    """The clauses of the passage in which most of what is said stands, prices left aside."""
    here: Counter[int] = Counter()
    for at, place in enumerate(aligned.to):
        item = aligned.said.items[at]
        if place is not None and item.content and not _charges(item) and item.folded not in COSTS and item.folded not in UNITS:
            here[aligned.stands.items[place].clause] += 1
    most = max(here.values(), default=0)
    found = {clause for clause, count in here.items() if count == most}
    with_content = {item.clause for item in aligned.stands.items if item.content}
    return found | {clause + 1 for clause in found if clause + 1 not in with_content}  # `, at no charge`


def _reason(code: str, item: Item, stands: str) -> Reason:
    return Reason(code, item.text, stands, item.start, item.end)
