"""In what a sentence turns another way than the passage: negation, duty, limits, amounts, frequency, certainty, order.

In: an alignment. Out: reasons. A cue belongs to the words beside it in its clause; it counts as dropped only where those words
were kept, so that leaving out a whole clause is no fault. Weighs nothing.
"""

from __future__ import annotations

from beleg.grounding.alignment import Aligned
from beleg.grounding.cues import WEAK
from beleg.grounding.items import Item
from beleg.grounding.likeness import opposed, same_meaning
from beleg.records import Reason

NEAR = 4
"""Items between two cues that may stand for each other."""
SCOPE = 6
"""Items looked at on either side for the words that a cue belongs to."""
_NUMBERED = frozenset({"limit"})


def turns(aligned: Aligned) -> list[Reason]:
    """Every turn that differs, in the order of the sentence, then what was dropped."""
    found: list[Reason] = []
    answered = {place for at, place in enumerate(aligned.to) if place is not None and aligned.said.items[at].kind == "cue"}
    pairs = {at: place for at, place in enumerate(aligned.to) if place is not None and aligned.said.items[at].kind == "cue"}
    for at, place in list(pairs.items()):
        if not _belongs(aligned, at, place):
            del pairs[at]
            answered.discard(place)
    for at, item in enumerate(aligned.said.items):
        if item.kind == "cue" and item.group != "price" and at not in pairs:
            found += _said_only(aligned, at, item, answered)
    for place in aligned.inside():
        item = aligned.stands.items[place]
        if item.kind == "cue" and place not in answered and item.group not in (*WEAK, "price") and _kept_around(aligned, place):
            found.append(_dropped(aligned, place, item))
    return _without_agreement(found)


def _belongs(aligned: Aligned, at: int, place: int) -> bool:
    """Whether a cue stands in the passage with the words that it stands with in the sentence."""
    items = aligned.stands.items
    beside = [aligned.to[each] for each in _scope(aligned.said.items, at) if aligned.to[each] is not None]
    if not beside or aligned.said.items[at].group in WEAK:
        return True
    return any(each is not None and (abs(each - place) <= NEAR or items[each].clause == items[place].clause) for each in beside)


def _scope(items: tuple[Item, ...], at: int) -> list[int]:
    """The nearest words of content on either side of a cue, those of its clause if there are any."""
    found: list[int] = []
    for step in (1, -1):
        for far in range(1, SCOPE + 1):
            each = at + step * far
            if not 0 <= each < len(items) or items[each].clause != items[at].clause:
                break
            if items[each].content:
                found.append(each)
                break
    return found


def _said_only(aligned: Aligned, at: int, item: Item, answered: set[int]) -> list[Reason]:
    """A cue of the sentence without a counterpart: another meaning stands in its place, or nothing does."""
    items = aligned.stands.items
    beside = [aligned.to[each] for each in _scope(aligned.said.items, at) if aligned.to[each] is not None]
    beside += [aligned.to[each] for each in (at - 1, at + 1) if 0 <= each < len(aligned.to) and aligned.to[each] is not None]
    rivals = [
        (min(abs(place - each) for each in beside if each is not None), place)
        for place in aligned.inside()
        if beside and items[place].group == item.group and place not in answered
    ]
    near = min(rivals, default=(2 * NEAR, -1))
    if near[0] <= NEAR:
        answered.add(near[1])
        if items[near[1]].key == item.key:
            return []
        return [Reason(f"{item.group}_changed", item.text, items[near[1]].text, item.start, item.end)]
    if item.group in WEAK:
        return []
    if item.group == "negation" and _denied_in_words(aligned, at):
        return []
    if item.key == "amount:all" and at + 1 < len(aligned.to) and (place := aligned.to[at + 1]) is not None:
        daily = same_meaning(aligned.said.items[at + 1].folded, items[place].folded)
        return [] if daily else [Reason("amount_added", item.text, "", item.start, item.end)]
    return [Reason(f"{item.group}_added", item.text, "", item.start, item.end)]


def _denied_in_words(aligned: Aligned, at: int) -> bool:
    """Whether the passage says the same by a word that denies: `nicht zulässig` for `unzulässig`."""
    items = aligned.stands.items
    free = [items[place] for place in aligned.inside() if place not in aligned.used and items[place].kind == "word"]
    return any(opposed(aligned.said.items[each], other) for each in _scope(aligned.said.items, at) for other in free)


def _kept_around(aligned: Aligned, place: int) -> bool:
    """Whether the sentence kept the words that a cue of the passage belongs to."""
    items = aligned.stands.items
    beside = _scope(items, place)
    kept = [each in aligned.used for each in beside]
    if items[place].group in _NUMBERED:
        after = [each for each in (place + 1, place + 2) if each < len(items) and items[each].kind == "quantity"]
        return any(each in aligned.used for each in after) if after else bool(kept) and all(kept)
    if not kept:
        return all(each in aligned.used for each in (place - 1, place + 1) if 0 <= each < len(items))
    return all(kept)


def _dropped(aligned: Aligned, place: int, item: Item) -> Reason:
    near = [at for at, to in enumerate(aligned.to) if to is not None and abs(to - place) <= NEAR]
    start = aligned.said.items[near[0]].start if near else 0
    end = aligned.said.items[near[-1]].end if near else len(aligned.said.text)
    return Reason(f"{item.group}_dropped", "", item.text, start, end)


def _without_agreement(found: list[Reason]) -> list[Reason]:
    """`must not` and `may not` forbid alike; a plain `is` for `can be` is told once."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for each in found:
        same = (each.code, each.said.casefold(), each.stands.casefold())
        if same not in seen:
            seen.add(same)
            kept.append(each)
    return kept
