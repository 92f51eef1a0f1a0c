"""A sentence laid beside the passage that shall carry it: which of its items stands where.

In: the items of both. Out: for each item of the sentence its place in the passage and how sure that is. One to three
sentences of the passage are the window that it is read against; what stands elsewhere in the passage or its heading is kept
apart. Knows nothing of what follows from an item that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from beleg.grounding.items import Item, Items
from beleg.grounding.likeness import alike, made_of, part_of
from beleg.grounding.quantities import likeness

WINDOW = 3
"""Sentences of a passage that one sentence is read against at most."""
FURTHER_SHARE = 0.25
"""A further sentence of the passage must hold this share of what is said, and two items of it."""
_WEIGHTS = {"word": 1.0, "quantity": 1.5, "cue": 0.3, "small": 0.05}


@dataclass(slots=True)
class Aligned:
    """`to[i]` is where item i of the sentence stands in the passage, None where nowhere in the window; `how[i]` from 0 to 1.

    `elsewhere[i]`: it stands in the passage outside the window (True), or only in the heading (False). `used` are the places
    that something of the sentence stands at.
    """

    said: Items
    stands: Items
    window: tuple[int, ...]
    to: list[int | None]
    how: list[float]
    elsewhere: dict[int, bool] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def inside(self) -> Iterator[int]:
        """The places of the window, in order."""
        for sentence in self.window:
            yield from range(self.stands.firsts[sentence], self.stands.firsts[sentence + 1])

    def put(self, item: int, place: int, how: float) -> None:
        """Say where an item stands."""
        self.to[item], self.how[item] = place, how
        self.used.add(place)


def align(said: Items, stands: Items, heading: Items | None = None) -> Aligned:
    """The sentence beside the passage."""
    aligned = Aligned(said, stands, window_of(said, stands), [None] * len(said.items), [0.0] * len(said.items))
    _in_order(aligned)
    _parted(aligned)
    _moved(aligned)
    _in_other_forms(aligned)
    _elsewhere(aligned, heading)
    return aligned


def window_of(said: Items, stands: Items) -> tuple[int, ...]:
    """The sentences of the passage that hold most of what is said, in their order."""
    weights: Counter[int] = Counter()
    holds: dict[int, set[int]] = {}
    for at, item in enumerate(said.items):
        weight = _WEIGHTS[item.kind] * (1.5 if item.proper else 1.0)
        for sentence in {stands.sentence_of[place] for place in stands.places.get(item.key, ())}:
            weights[sentence] += int(weight * 1000)
            if item.content:
                holds.setdefault(sentence, set()).add(at)
    if not weights:
        return (0,)
    length = {sentence: stands.firsts[sentence + 1] - stands.firsts[sentence] for sentence in weights}
    best = max(weights, key=lambda each: (weights[each] - length[each], -each))
    chosen, covered = [best], set(holds.get(best, ()))
    content = sum(item.content for item in said.items)
    for _ in range(WINDOW - 1):
        gain = {each: len(items - covered) for each, items in holds.items() if each not in chosen}
        if not gain:
            break
        near = max(gain, key=lambda each: (gain[each], -abs(each - best)))
        if gain[near] < 2 or gain[near] < FURTHER_SHARE * content:
            break
        chosen.append(near)
        covered |= holds[near]
    return tuple(sorted(chosen))


def _in_order(aligned: Aligned) -> None:
    """What stands there in the same order: the longest runs first."""
    places = list(aligned.inside())
    said = [item.key for item in aligned.said.items]
    stands = [aligned.stands.items[place].key for place in places]
    for block in SequenceMatcher(None, said, stands, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            aligned.put(block.a + step, places[block.b + step], 1.0)


def _parted(aligned: Aligned) -> None:
    """A compound of the passage that the sentence writes in two: `Test-Ergebnis`."""
    items, to = aligned.said.items, aligned.to
    pairs = [
        at for at in range(len(to) - 1) if to[at] is None and to[at + 1] is None and items[at + 1].start - items[at].end <= 1
    ]
    if not pairs:
        return
    whole = {aligned.stands.items[place].folded: place for place in aligned.inside() if place not in aligned.used}
    for at in pairs:
        place = whole.get(items[at].folded + items[at + 1].folded)
        if place is not None and to[at] is None:
            aligned.put(at, place, 0.95)
            aligned.put(at + 1, place, 0.95)


def _moved(aligned: Aligned) -> None:
    """What stands there in another order, nearest to where its neighbours stand; runs before single items."""
    left = [at for at, place in enumerate(aligned.to) if place is None]
    places = [place for place in aligned.inside() if place not in aligned.used]
    said = [aligned.said.items[at].key for at in left]
    stands = [aligned.stands.items[place].key for place in places]
    for block in SequenceMatcher(None, said, stands, autojunk=False).get_matching_blocks():
        run = range(block.size)
        if any(aligned.said.items[left[block.a + step]].kind != "small" for step in run):
            for step in run:
                aligned.put(left[block.a + step], places[block.b + step], 1.0)
    window = set(places)
    for at in left:
        if aligned.to[at] is not None:
            continue
        item = aligned.said.items[at]
        free = [each for each in aligned.stands.places.get(item.key, ()) if each in window and each not in aligned.used]
        if not free:
            continue
        expected = _expected(aligned, at)
        nearest = min(free, key=lambda each: abs(each - expected))
        if item.kind != "small" or abs(nearest - expected) <= 1:
            aligned.put(at, nearest, 1.0)


def _expected(aligned: Aligned, at: int) -> int:
    """Where an item should stand, from where its neighbours do."""
    for step in (1, 2, 3):
        before = aligned.to[at - step] if at >= step else None
        if before is not None:
            return before + step
        after = aligned.to[at + step] if at + step < len(aligned.to) else None
        if after is not None:
            return after - step
    return aligned.stands.firsts[aligned.window[0]]


def _in_other_forms(aligned: Aligned) -> None:
    """What stands there in another form: other endings, other ways to write a number, compounds joined or parted."""
    places = [place for place in aligned.inside() if aligned.stands.items[place].content]
    words = frozenset(aligned.stands.items[place].folded for place in places if aligned.stands.items[place].kind == "word")
    whole = {place for place, how in zip(aligned.to, aligned.how, strict=True) if place is not None and how > 0.8}
    for at, item in enumerate(aligned.said.items):
        if aligned.to[at] is not None or not item.content:
            continue
        expected = _expected(aligned, at)
        best, where = 0.0, -1
        for place in places:
            how = _likeness(item, aligned.stands.items[place], place in aligned.used)
            if how and _names_a_year(aligned.stands.items, place) and not _names_a_year(aligned.said.items, at):
                continue
            if how and place in aligned.used and place in whole:
                continue  # its whole word is said already
            if how and (how, -abs(place - expected)) > (best, -abs(where - expected)):
                best, where = how, place
        if best:
            aligned.put(at, where, best)
        elif item.kind == "word":
            _joined(aligned, at, places, words)


def _likeness(said: Item, stands: Item, used: bool) -> float:
    if said.kind != stands.kind:
        return 0.0
    if said.quantity is not None and stands.quantity is not None:
        return 0.0 if used else likeness(said.quantity, stands.quantity)
    return part_of(said, stands) if used else max(alike(said, stands), part_of(said, stands))


def _names_a_year(items: tuple[Item, ...], at: int) -> bool:
    """Whether a word is the first of `year 2024`: that is when, and not how often."""
    following = items[at + 1].quantity if at + 1 < len(items) else None
    return following is not None and not following.unit and any(1000 <= each <= 2200 for each in following.values)


def _joined(aligned: Aligned, at: int, places: list[int], words: frozenset[str]) -> None:
    """Compounds: `Urlaubsanspruch` where `Anspruch` and `Urlaub` stand, `email` where `e-mail` stands, and the other way."""
    items, word = aligned.stands.items, aligned.said.items[at].folded
    for place in aligned.inside():
        if place + 1 < len(items) and items[place].folded + items[place + 1].folded == word:
            aligned.put(at, place, 0.95)
            aligned.used.add(place + 1)
            return
    if made_of(aligned.said.items[at], words):
        parts = [place for place in places if items[place].folded[:4] in word and place not in aligned.used]
        aligned.put(at, parts[0] if parts else places[0], 0.8)
        aligned.used.update(parts)


def _elsewhere(aligned: Aligned, heading: Items | None) -> None:
    inside = set(aligned.inside())
    for at, item in enumerate(aligned.said.items):
        if aligned.to[at] is None and item.content:
            if item.key in aligned.stands.places:  # outside, or inside for a second time
                aligned.elsewhere[at] = True
            elif heading is not None and _in_heading(item, heading):
                aligned.elsewhere[at] = False
            elif any(
                _likeness(item, aligned.stands.items[place], False) >= 0.8
                for place in aligned.stands.starts.get("" if item.quantity is not None else item.folded[:3], ())
                if place not in inside
            ):
                aligned.elsewhere[at] = True


def _in_heading(item: Item, heading: Items) -> bool:
    return item.key in heading.places or any(_likeness(item, other, False) >= 0.7 for other in heading.items)
