"""In what a sentence differs from the passage it is laid beside: words, numbers, names, lists, who did what to whom.

In: an alignment. Out: reasons, each a code with the words on either side. A word that is missing where another stands in its
place was exchanged; one that is missing with nothing in its place was added. Negation, duty and the like are in `turns.py`.
Weighs nothing.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence

from beleg.grounding.alignment import Aligned
from beleg.grounding.cues import COSTS
from beleg.grounding.items import Item
from beleg.grounding.likeness import opposed, part_of
from beleg.grounding.names import named
from beleg.grounding.opposites import either_or, polar
from beleg.grounding.prices import prices
from beleg.grounding.quantities import Quantity
from beleg.grounding.units import MONEY
from beleg.records import Reason

REACH = 4
"""Items of the passage that are looked at beside a gap."""
NEAR = 6
"""Items within which a list may change its order."""
_ARTICLES = frozenset("der die das ein eine the a an einer".split())
_CASED = frozenset("den dem des einen einem eines".split())
_COPULA = frozenset("ist sind war waren is are was were heisst heissen bleibt wird wurde als as".split())


def differences(aligned: Aligned) -> list[Reason]:
    """Every difference of content, in the order of the sentence; opposites and exchanged roles among them."""
    found, priced = prices(aligned)
    taken: set[int] = set()
    for at, item in enumerate(aligned.said.items):
        if at in priced:
            continue
        if item.content and aligned.to[at] is None:
            found.append(_gap(aligned, at, taken))
        elif item.kind == "quantity" and aligned.how[at] < 1:
            found += _loose(aligned, at)
        elif item.kind == "small" and aligned.to[at] is None:
            found += _small(aligned, at)
    found += _from_elsewhere(aligned, taken)
    found += _roles(aligned)
    return found


def reason(code: str, item: Item, stands: str = "") -> Reason:
    """A reason about an item of the sentence."""
    return Reason(code, item.text, stands, item.start, item.end)


def _gap(aligned: Aligned, at: int, taken: set[int]) -> Reason:
    """What is to be said of an item that does not stand in the window."""
    item, items = aligned.said.items[at], aligned.stands.items
    beside = [place for place in _in_its_place(aligned, at) if place not in taken]
    if item.quantity is not None:
        return _number(aligned, at, item, item.quantity, beside, taken)
    words = [place for place in beside if items[place].kind == "word"]
    contrary = next((place for place in words if opposed(item, items[place])), None)
    if contrary is None:
        contrary = next((place for place in _free(aligned) if opposed(item, items[place]) and place not in taken), None)
    if contrary is not None:
        taken.add(contrary)
        if _denied_by_a_word(aligned, at, contrary):
            return reason("said_otherwise", item, items[contrary].text)
        return reason("opposite", item, items[contrary].text)
    same = [place for place in words if items[place].proper == item.proper]
    same = same or (words if aligned.said.language != "de" else []) or _between(aligned, at, beside)
    names = [place for place in same if named(aligned.said, at) and named(aligned.stands, place)]
    same = names or [place for place in same if _same_slot(aligned, at, place)]
    if same and not _listed_more(aligned, at):
        taken.add(same[0])
        return reason("name_exchanged" if names else "word_exchanged", item, items[same[0]].text)
    if item.folded in COSTS and _price_beside(aligned, at):
        return reason("said_otherwise", item)  # `costs 5 euros` and `for 5 euros`
    if at in aligned.elsewhere:
        put_in = _inserted(aligned, at) or (not item.proper and polar(item.folded, item.key))
        code = "list_item_moved" if _listed_more(aligned, at) else "inserted" if put_in else "elsewhere"
        return reason(code, item)
    if _listed_more(aligned, at):
        return reason("list_item_added", item)
    return reason("name_not_found" if item.proper else "word_not_found", item)


def _price_beside(aligned: Aligned, at: int) -> bool:
    """Whether the sentence names an amount of money beside the item."""
    beside = aligned.said.items[max(0, at - 4) : at + 5]
    return any(each.quantity is not None and each.quantity.unit in MONEY for each in beside)


def _same_slot(aligned: Aligned, at: int, place: int) -> bool:
    """Whether item and place are as far, in words of content, from the same neighbour: one was put for the other."""
    before, after = _neighbours(aligned, at, at)
    said, stands = aligned.said.items, aligned.stands.items
    for anchor, step in ((before, 1), (after, -1)):
        if anchor is None or (place - anchor) * step <= 0:
            continue
        here = at - step
        between = 0
        while 0 <= here < len(said) and aligned.to[here] != anchor:
            between += said[here].content
            here -= step
        if between == sum(stands[each].content for each in range(anchor + step, place, step)):
            return True
    return False


def _denied_by_a_word(aligned: Aligned, at: int, place: int) -> bool:
    """Whether one side says `not valid` and the other `invalid`: a negation that stands alone, beside a word that denies."""
    said, stands = aligned.said.items, aligned.stands.items
    if not either_or(said[at].folded, stands[place].folded):
        return False
    here = any(said[each].group == "negation" and aligned.to[each] is None for each in _around(at, len(said)))
    there = any(stands[each].group == "negation" and each not in aligned.used for each in _around(place, len(stands)))
    return here != there


def _around(at: int, length: int) -> range:
    return range(max(0, at - 3), min(length, at + 4))


def _number(aligned: Aligned, at: int, item: Item, quantity: Quantity, beside: Sequence[int], taken: set[int]) -> Reason:
    items = aligned.stands.items
    rivals = [place for place in beside if items[place].quantity is not None]
    rivals += [place for place in _free(aligned) if items[place].quantity is not None and place not in rivals]
    for place in rivals:
        other = items[place].quantity
        if other is None or place in taken:
            continue
        alike = bool(quantity.days) == bool(other.days) and (quantity.kind == other.kind or place in beside)
        if not alike and place not in beside:
            continue
        same_unit = quantity.unit == other.unit or not quantity.unit or not other.unit
        same_figure = quantity.values & other.values or _figure(item) == _figure(items[place])
        if (quantity.unit or other.unit) and same_figure:
            taken.add(place)
            return reason("unit_changed", item, items[place].text)
        if place in beside or (same_unit and quantity.unit):
            taken.add(place)
            return reason("date_changed" if quantity.days else "number_changed", item, items[place].text)
    if at in aligned.elsewhere:
        return reason("number_elsewhere", item)
    return reason("number_not_found", item)


def _figure(item: Item) -> str:
    """The number as it is written, without what stands behind it."""
    first = item.folded.split()[0].strip("%€$£")
    return first.rstrip(string.ascii_lowercase) or first


def _loose(aligned: Aligned, at: int) -> Iterator[Reason]:
    """A quantity that stands there without its unit, or with less than is said."""
    item, place = aligned.said.items[at], aligned.to[at]
    if place is None:
        return
    stands = aligned.stands.items[place]
    said, other = item.quantity, stands.quantity
    if said is None or other is None:
        return
    if said.days and other.days:
        yield reason("date_more_exact", item, stands.text)
    elif said.unit != other.unit:
        yield reason("unit_open", item, stands.text)


def _in_its_place(aligned: Aligned, at: int) -> list[int]:
    """The unused places of the passage that stand between what stands before and after the item, nearest first."""
    found: list[int] = []
    inside = set(aligned.inside())
    before, after = _neighbours(aligned, at, at)
    for start, step in ((before, 1), (after, -1)):
        if start is None:
            continue
        place = start + step
        for _ in range(REACH):
            if place not in inside or place in aligned.used:
                break
            if aligned.stands.items[place].content and place not in found:
                found.append(place)
            place += step
    return found


def _between(aligned: Aligned, at: int, beside: Sequence[int]) -> list[int]:
    """Those of the places that stand between what stands right before and right after the item."""
    before, after = _neighbours(aligned, at, at)
    return [place for place in beside if before is not None and after is not None and before < place < after]


def _neighbours(aligned: Aligned, first: int, last: int) -> tuple[int | None, int | None]:
    """Where the item before a run of the sentence and the one after it stand; what stands nowhere is passed over."""
    to = aligned.to
    before = next((to[at] for at in range(first - 1, max(-1, first - 4), -1) if to[at] is not None), None)
    after = next((to[at] for at in range(last + 1, min(len(to), last + 4)) if to[at] is not None), None)
    return before, after


def _slot(aligned: Aligned, first: int, last: int) -> tuple[int | None, int | None]:
    """What a run of the sentence stands between in the passage. For a short run at an end of the sentence that is the end of
    the passage's sentence; one that makes up half of what is said is what the rest belongs to.
    """
    before, after = _neighbours(aligned, first, last)
    firsts, sentence_of = aligned.stands.firsts, aligned.stands.sentence_of
    place = aligned.to[first]
    if place is None:
        return before, after
    content = sum(item.content for item in aligned.said.items[first : last + 1])
    anchored = not aligned.said.items[first].content  # it brings its own preposition or verb along
    if not anchored and content <= REACH and 2 * content < sum(item.content for item in aligned.said.items):
        if after is None and before is not None and last + 1 == len(aligned.to):
            if place > before - NEAR and sentence_of[place] == sentence_of[before]:
                return before, None  # in its order, or in the same list: something was left out
            after = min(firsts[sentence_of[before] + 1], before + REACH + 1)
        elif before is None and after is not None and first == 0:
            if place < after + NEAR and sentence_of[place] == sentence_of[after]:
                return None, after
            before = max(firsts[sentence_of[after]] - 1, after - REACH - 1)
    return before, after


def _inserted(aligned: Aligned, at: int) -> bool:
    """Whether the passage has nothing at all where the item is put: no pronoun that it could stand for."""
    before, after = _neighbours(aligned, at, at)
    return before is not None and after == before + 1


def _small(aligned: Aligned, at: int) -> Iterator[Reason]:
    """A small word where the passage has its contrary: above for below."""
    before, after = _neighbours(aligned, at, at)
    for place in {(before if before is not None else -9) + 1, (after if after is not None else -9) - 1}:
        free = 0 <= place < len(aligned.stands.items) and place not in aligned.used
        if free and opposed(aligned.said.items[at], aligned.stands.items[place]):
            yield reason("opposite", aligned.said.items[at], aligned.stands.items[place].text)
            return


def _from_elsewhere(aligned: Aligned, taken: set[int]) -> Iterator[Reason]:
    """Words of the passage that stand in the sentence where the passage has other words: a name from the next line."""
    items, said = aligned.stands.items, aligned.said.items
    for first, last in _runs(aligned):
        before, after = _slot(aligned, first, last)
        place = aligned.to[first]
        content = [at for at in range(first, last + 1) if said[at].content]
        if place is None or before is None or after is None or not content or not before < after <= before + REACH + 1:
            continue
        if before < place < after:
            continue
        rivals = [each for each in range(before + 1, after) if items[each].content and each not in aligned.used | taken]
        kin = [each for each in rivals for at in content if _of_one_kind(said[at], items[each])]
        if kin and not all(any(part_of(said[at], items[each]) for each in rivals) for at in content):
            taken.update(rivals)
            both = named(aligned.said, content[0]) and named(aligned.stands, rivals[0])
            code = "name_exchanged" if both else "word_exchanged"
            if any(opposed(said[at], items[each]) for at in content for each in rivals):
                code = "opposite"
            words = aligned.stands.text[items[rivals[0]].start : items[rivals[-1]].end]
            start, end = said[content[0]].start, said[content[-1]].end
            yield Reason(code, aligned.said.text[start:end], words, start, end)


def _of_one_kind(one: Item, other: Item) -> bool:
    """Whether both are numbers, or both words written alike: a moved adverb takes no noun's place."""
    return one.kind == other.kind and one.proper == other.proper


def _free(aligned: Aligned) -> list[int]:
    return [place for place in aligned.inside() if place not in aligned.used and aligned.stands.items[place].content]


def _listed_more(aligned: Aligned, at: int) -> bool:
    """Whether the item stands in a list, and the passage's list has nothing in its place."""
    items = aligned.said.items
    first = at
    while first and aligned.to[first - 1] is None and not items[first].after_mark and items[first - 1].key not in _JOINS:
        first -= 1
    last = at
    while (
        last + 1 < len(items)
        and aligned.to[last + 1] is None
        and not items[last + 1].after_mark
        and items[last + 1].key not in _JOINS
    ):
        last += 1
    begins = items[first].after_mark in (",", ";") or (first > 0 and items[first - 1].key in _JOINS)
    ends = last + 1 < len(items) and (items[last + 1].after_mark in (",", ";") or items[last + 1].key in _JOINS)
    before = first - 1 if first and items[first - 1].key not in _JOINS else first - 2
    if not (begins or ends) or before < 0:
        return False
    left = aligned.to[before]
    right = aligned.to[last + 1] if last + 1 < len(items) else None
    if begins and left is not None and left + 1 < len(aligned.stands.items):
        following = left + 1
        if following not in aligned.used and aligned.stands.items[following].content:
            return False
        if aligned.stands.items[following].key in _JOINS and following + 1 < len(aligned.stands.items):
            return following + 1 in aligned.used or not aligned.stands.items[following + 1].content
        return True
    if right is not None and right:
        return right - 1 in aligned.used or not aligned.stands.items[right - 1].content
    return False


_JOINS = frozenset(("join:and", "join:or"))


def _runs(aligned: Aligned) -> list[tuple[int, int]]:
    """Runs of the sentence, from first to last item, that stand in the passage side by side in the same order."""
    runs: list[tuple[int, int]] = []
    for at, place in enumerate(aligned.to):
        if place is None:
            continue
        marked = aligned.said.items[at].after_mark
        if runs and runs[-1][1] == at - 1 and aligned.to[at - 1] == place - 1 and not marked:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _roles(aligned: Aligned) -> list[Reason]:
    """Two names, things or figures that stand in each other's place: who did what to whom."""
    items, to = aligned.said.items, aligned.to
    runs = [run for run in _runs(aligned) if _is_thing(aligned, run)]
    for number, (first, last) in enumerate(runs):
        for other_first, other_last in runs[number + 1 :]:
            between = range(last + 1, other_first)
            if _is_quantity(aligned, first, last) != _is_quantity(aligned, other_first, other_last):
                continue
            if not between or all(items[at].key in _JOINS or items[at].folded in _COPULA for at in between):
                continue
            if _stands_as(aligned, (first, last), (other_first, other_last)) and _stands_as(
                aligned, (other_first, other_last), (first, last)
            ):
                one = aligned.said.text[items[first].start : items[last].end]
                two = aligned.said.text[items[other_first].start : items[other_last].end]
                if to[first] is not None and to[other_first] is not None and one.casefold() != two.casefold():
                    return [Reason("roles_exchanged", one, two, items[first].start, items[other_last].end)]
    return []


def _is_quantity(aligned: Aligned, first: int, last: int) -> bool:
    return any(item.kind == "quantity" for item in aligned.said.items[first : last + 1])


def _is_thing(aligned: Aligned, run: tuple[int, int]) -> bool:
    """Whether a run names something without saying its role: no preposition before it, no article that tells its case."""
    items = aligned.said.items[run[0] : run[1] + 1]
    stands = [aligned.stands.items[place] for place in aligned.to[run[0] : run[1] + 1] if place is not None]
    if not any(each.proper or each.kind == "quantity" for each in (*items, *stands)):
        return False
    head = items[0]
    return (head.content or head.folded in _ARTICLES) and head.folded not in _CASED


def _stands_as(aligned: Aligned, run: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether `run` stands in the sentence beside what `other` stands beside in the passage."""
    to = aligned.to
    begin, end = to[other[0]], to[other[1]]
    if begin is None or end is None:
        return False
    left = to[run[0] - 1] if run[0] else None
    right = to[run[1] + 1] if run[1] + 1 < len(to) else None
    return left == begin - 1 or right == end + 1
