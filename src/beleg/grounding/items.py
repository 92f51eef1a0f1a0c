"""A text as the items that a sentence is made of: words, quantities, and the small words that turn its meaning.

In: text and its language. Out: items in order with offsets, and the spans of its sentences. An item's `key` is equal where
two items say the same: stems for words, values for quantities, meanings for cues. Knows no other text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from beleg.grounding.cues import NEEDS_NUMBER, cues_in
from beleg.grounding.quantities import Quantity, quantities
from beleg.grounding.units import UNITS, measured_in
from beleg.language.analysis import is_stop_word, stem
from beleg.language.normalise import fold
from beleg.language.sentences import sentences

Kind = Literal["word", "small", "quantity", "cue"]
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\w*\d[\w.]*\w|\d|[,;:()|]|[–—]|[.!?](?=\s|$)")
_LIGHT = frozenset(
    """also however therefore thus moreover furthermore then there here additionally instead meanwhile still yet already even
    per pro such well both whereas hence thereby accordingly indeed namely respectively e.g i.e etc including besides
    jedoch daher deshalb somit außerdem ausserdem zudem dabei dadurch ebenfalls ebenso allerdings hierbei dazu zwar bereits
    beispielsweise bzw beziehungsweise insbesondere naemlich nämlich hingegen dagegen folglich demnach zusaetzlich zusätzlich
    weiterhin ferner darueber darüber hinaus hierzu sowie inzwischen mittlerweile schließlich schliesslich gleichzeitig
    betraegt betragen betrug betrugen
    """.split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is said, where it stands. `small` words carry grammar only. `proper`: written as a name or noun is.

    `clause` counts the commas and other marks before it; `after_mark` is the mark right before it, `,` for a list's next item.
    """

    kind: Kind
    key: str
    start: int
    end: int
    text: str
    folded: str
    proper: bool = False
    clause: int = 0
    after_mark: str = ""
    group: str = ""
    quantity: Quantity | None = None

    @property
    def content(self) -> bool:
        """Whether it must be carried: a word with a meaning of its own, or a quantity."""
        return self.kind in ("word", "quantity")


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a text and its sentences: `sentences[i]` holds the items from `firsts[i]` up to `firsts[i + 1]`.

    `places` are the numbers of the items with a key; `starts` those of the words that begin with three letters, and of the
    quantities under the empty word; `sentence_of[i]` is the sentence of item i.
    """

    text: str
    language: str
    items: tuple[Item, ...]
    sentences: tuple[tuple[int, int], ...]
    firsts: tuple[int, ...]
    places: Mapping[str, tuple[int, ...]]
    sentence_of: tuple[int, ...]
    starts: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=512)
def items_of(text: str, language: str) -> Items:
    """The items of `text`. Kept for the texts looked at last: a passage is looked at once for every sentence."""
    spans = tuple(sentences(text, language)) or ((0, len(text)),)
    found = _read(text, language, frozenset(start for start, _ in spans))
    starts = [each.start for each in found]
    firsts = tuple(bisect_left(starts, start) for start, _ in spans)
    places: dict[str, tuple[int, ...]] = {}
    begun: dict[str, tuple[int, ...]] = {}
    for number, each in enumerate(found):
        places[each.key] = (*places.get(each.key, ()), number)
        if each.content:
            begin = "" if each.quantity is not None else each.folded[:3]
            begun[begin] = (*begun.get(begin, ()), number)
    ends = (*firsts[1:], len(found))
    sentence_of = [at for at, (first, last) in enumerate(zip((0, *firsts[1:]), ends, strict=True)) for _ in range(first, last)]
    return Items(text, language, tuple(found), spans, (0, *firsts[1:], len(found)), places, tuple(sentence_of), begun)


def _read(text: str, language: str, begins: frozenset[int]) -> list[Item]:
    measured = {each.start: each for each in quantities(text)}
    busy = sorted((each.start, each.end) for each in measured.values())
    tokens: list[tuple[str, int, int, Quantity | None]] = []
    at = 0
    for match in _TOKEN.finditer(text):
        while at < len(busy) and busy[at][1] <= match.start():
            at += 1
        if at < len(busy) and match.end() > busy[at][0]:
            if busy[at][0] not in measured:
                continue
            quantity = measured.pop(busy[at][0])
            tokens.append((text[quantity.start : quantity.end], quantity.start, quantity.end, quantity))
            continue
        tokens.append((match[0], match.start(), match.end(), None))
    folded = [fold(token) if quantity is None else "" for token, _, _, quantity in tokens]
    turns: dict[int, list[tuple[str, str, int]]] = {}
    for cue in cues_in(folded):
        if folded[cue.first] in NEEDS_NUMBER and not _number_next(tokens, cue.last):
            continue
        turns.setdefault(cue.first, []).append((cue.group, cue.meaning, cue.last))
    return _items(text, language, tokens, folded, turns, begins)


def _number_next(tokens: list[tuple[str, int, int, Quantity | None]], at: int) -> bool:
    return any(token[3] is not None for token in tokens[at : at + 2])


def _items(
    text: str,
    language: str,
    tokens: list[tuple[str, int, int, Quantity | None]],
    folded: list[str],
    turns: dict[int, list[tuple[str, str, int]]],
    begins: frozenset[int],
) -> list[Item]:
    found: list[Item] = []
    clause, mark, at = 0, "", 0
    while at < len(tokens):
        token, start, end, quantity = tokens[at]
        if quantity is None and not token[0].isalnum():
            clause, mark, at = clause + 1, token, at + 1
            continue
        if quantity is not None:
            found.append(Item("quantity", quantity.key, start, end, token, fold(token), False, clause, mark, "", quantity))
            at += 1
        elif at in turns:
            for group, meaning, last in turns[at]:
                end = tokens[last - 1][2]
                if meaning:
                    said = text[start:end]
                    found.append(Item("cue", f"{group}:{meaning}", start, end, said, fold(said), False, clause, mark, group))
            at = turns[at][-1][2]
        else:
            plain = _without_unit(folded[at], found[-2:])
            if _unit_of_a_number(plain, found):
                found.append(Item("small", plain, start, end, token, plain, False, clause, mark))
                at, mark = at + 1, ""
                continue
            found.append(_word(token, plain, start, end, language, clause, mark, start in begins))
            at += 1
        mark = ""
    return found


def _without_unit(folded: str, before: list[Item]) -> str:
    """A compound behind its number, without the unit that the number took: `urlaub` for the Urlaubstage of `30 Urlaubstage`."""
    compound = measured_in(folded)
    number = next((each.quantity for each in reversed(before) if each.quantity is not None), None)
    if compound is None or number is None or number.unit != UNITS[compound[1]][0]:
        return folded
    return compound[0]


def _unit_of_a_number(folded: str, found: list[Item]) -> bool:
    """Whether a number two words before has taken the unit: `days` of `three working days`."""
    number = found[-2].quantity if len(found) > 1 and found[-1].kind != "quantity" else None
    if number is None or not number.unit or folded not in UNITS:
        return False
    return UNITS[folded][0].removeprefix("work") == number.unit.removeprefix("work")


def _word(token: str, folded: str, start: int, end: int, language: str, clause: int, mark: str, begins: bool) -> Item:
    small = is_stop_word(token, language) or folded in _LIGHT or (len(folded) < 2 and not folded.isdigit())
    if language not in ("de", "en"):
        small = small or is_stop_word(token, "en") or is_stop_word(token, "de")
    proper = token[0].isupper() and not small and not (begins and len(token) > 1 and token[1:].islower() and language != "de")
    key = folded if small else stem(token if fold(token) == folded else folded, language)
    return Item("small" if small else "word", key, start, end, token, folded, proper, clause, mark)
