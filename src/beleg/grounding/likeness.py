"""Whether two words are one word in another form: endings, irregular forms, parts of a compound.

In: two items, or one with all the words of a text. Out: 0 to 1. Names must be the same up to their endings. Knows no
sentence and no meaning: words of one root that deny each other are not alike.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from beleg.grounding.items import Item
from beleg.grounding.opposites import denied, irregular, opposite, plain_form
from beleg.language.compounds import split_compound

_ENDINGS = frozenset(
    """e en er es em n s st t te ten tet ern ens ung ungen ing ed ly d ied ies y ion ions ation ations al ally isch ische ischen
    ischer lich liche lichen licher er ers ers' 's ' in innen nen end ende enden ender ment ments ive or ors ant ance ence
    keit heit ig ige igen iger ate ates ated ating ize izes ized izing ise ised ising""".split()
) | {""}
_NAME_ENDINGS = frozenset(
    ("", "s", "'s", "'", "es", "n", "en", "e", "er", "ern", "em", "isch", "ische", "ischen", "ischer", "isches")
)
_SHORTEST = 4
_SYNONYMS = (
    "auto automobil pkw wagen car", "beginnen anfangen starten begin start commence", "enden aufhoeren end finish",
    "bekommen erhalten get receive obtain", "benutzen verwenden nutzen use utilize utilise", "usa us",
    "telefon phone telephone",
    "foto photo photograph photographie", "ungefaehr circa etwa", "z.b zb", "firma unternehmen company", "arzt mediziner",
    "wohnort wohnsitz",
    "erlaubt gestattet zulaessig allowed permitted permissible", "verboten untersagt forbidden prohibited banned",
    "tag tage tagen tages taeglich day daily", "woche wochen woechentlich week weekly",
    "monat monate monaten monats monatlich month monthly", "jahr jahre jahren jahres jaehrlich year yearly annual annually",
    "stunde stunden stuendlich hour hourly", "kostet zahlt bezahlt", "cost costs pay pays",
    "handy mobiltelefon smartphone", "geld geldbetrag", "chance moeglichkeit",
)  # fmt: skip
_INFLECTED = frozenset("erlaubt gestattet zulaessig verboten untersagt taeglich woechentlich monatlich jaehrlich".split())
_SAME = {word: at for at, group in enumerate(_SYNONYMS) for word in group.split()}


def alike(said: Item, stands: Item) -> float:
    """How sure it is that two words of different stems are one: 0 where they are not, or deny each other."""
    one, other = said.folded, stands.folded
    if one[:_SHORTEST] != other[:_SHORTEST] and not (_unlike(one) or _unlike(other)) and one.strip("'.") != other.strip("'."):
        return 0.0
    return _alike(one, other, said.proper and stands.proper)


@lru_cache(maxsize=50_000)
def _unlike(word: str) -> bool:
    """Whether a word may be another that begins otherwise: an irregular form, a synonym, one with ge- or zu- in it."""
    return irregular(word) or _group(word) is not None or any(word.find(mark, 0, 6) >= 0 for mark in ("ge", "zu"))


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str, proper: bool) -> float:
    one, other = one.removesuffix("'s").strip("'."), other.removesuffix("'s").strip("'.")
    if one == other:
        return 1.0
    if one[:1] != other[:1] and (denied(one, other) or denied(other, one)):
        return 0.0
    if plain_form(one) == plain_form(other):
        return 0.95
    if same_meaning(one, other):
        return 0.9
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    endings = _NAME_ENDINGS if proper else _ENDINGS
    for cut in range(shared, max(_SHORTEST, int(0.6 * min(len(one), len(other)))) - 1, -1):
        if one[cut:] in endings and other[cut:] in endings:
            return 0.9 if cut >= 5 or proper else 0.8
    participle = _participle(one, other) or _participle(other, one)
    return 0.8 if participle and not proper else 0.0


def same_meaning(one: str, other: str) -> bool:
    """Whether two folded words stand in one group of the short list of words that mean the same."""
    group = _group(one)
    return group is not None and group == _group(other)


def _group(word: str) -> int | None:
    """The group of a word, with the ending of an adjective or without."""
    if word in _SAME:
        return _SAME[word]
    bare = next((word.removesuffix(end) for end in ("en", "er", "es", "em", "e") if word.endswith(end)), word)
    return _SAME.get(bare) if bare in _INFLECTED else None


def _participle(one: str, other: str) -> bool:
    """`beantragt` has no ge-, but `gekauft` and `kaufen`, `eingereicht` and `einreichen` have: the two read without it."""
    for mark in ("ge", "zu"):
        at = one.find(mark, 0, 6)
        if at >= 0:
            bare = one[:at] + one[at + len(mark) :]
            same = max(4, len(min(bare, other, key=len)) - 3)
            if len(bare) >= 4 and bare[:same] == other[:same] and bare[same:] in _ENDINGS and other[same:] in _ENDINGS:
                return True
    return False


def part_of(said: Item, stands: Item) -> float:
    """How sure it is that `said` is a whole part of the compound `stands` (`Frist` of `Kündigungsfrist`)."""
    one, other = said.folded, stands.folded
    if len(one) < _SHORTEST or len(other) < len(one) + 3 or said.kind != "word" or stands.kind != "word":
        return 0.0
    stem = said.key if len(said.key) >= _SHORTEST else one
    if denied(other, one):
        return 0.0
    if other.endswith(one) or other.startswith((one, stem)):
        return 0.75
    at = other.rfind(stem)
    return 0.65 if at > 2 and len(other) - at - len(stem) <= 3 else 0.0


def made_of(said: Item, words: Collection[str]) -> bool:
    """Whether `said` is a compound all of whose parts are among these folded words."""
    word = said.folded
    if len(word) < 2 * _SHORTEST or not word.isalpha():
        return False
    starts = {each[:_SHORTEST] for each in words if len(each) >= _SHORTEST}
    known = {
        word[at:end]
        for at in range(len(word) - _SHORTEST + 1)
        if word[at : at + _SHORTEST] in starts
        for end in range(at + _SHORTEST, len(word) + 1)
        if any(_rooted(word[at:end], each) for each in words)
    }
    return bool(known) and bool(split_compound(word, dict.fromkeys(known, 50)))


def _rooted(piece: str, word: str) -> bool:
    """Whether a piece of a compound is a word of the text up to its ending."""
    return piece == word or (word.startswith(piece[: max(_SHORTEST, len(piece) - 2)]) and abs(len(word) - len(piece)) <= 2)


def opposed(said: Item, stands: Item) -> bool:
    """Whether the two words say the contrary of each other."""
    return opposite((said.folded, said.key), (stands.folded, stands.key))
