"""Numbers as they are written, in figures and in words, German and English.

In: a run of digits with separators, or a folded word. Out: the values it may stand for. A point or comma before exactly
three digits may part thousands or decimals: both values are given. Knows no unit and no sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS_DE = {
    "null": 0, "eins": 1, "ein": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fuenfzehn": 15, "sechzehn": 16,
    "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS_DE = {
    "zwanzig": 20, "dreissig": 30, "vierzig": 40, "fuenfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_WORDS_EN = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
SCALES = {
    "hundert": 1e2, "hundred": 1e2, "tausend": 1e3, "tsd": 1e3, "thousand": 1e3, "million": 1e6, "millionen": 1e6,
    "millions": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "billion": 1e9, "billions": 1e9, "bn": 1e9,
    "billionen": 1e12, "trillion": 1e12, "dutzend": 12.0, "dozen": 12.0,
}  # fmt: skip
"""Words that multiply the number before them. A German Billion is told by its plural alone."""
_FRACTIONS = {
    "halb": 0.5, "halbe": 0.5, "halben": 0.5, "halbes": 0.5, "haelfte": 0.5, "half": 0.5, "drittel": 1 / 3, "viertel": 0.25,
    "quarter": 0.25, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5,
}  # fmt: skip
_TIMES = {
    "einmal": 1, "once": 1, "zweimal": 2, "twice": 2, "doppelt": 2, "doppelte": 2, "doppelten": 2, "double": 2,
    "triple": 3, "thrice": 3,
}  # fmt: skip
_ORDINALS_DE = {"erst": 1, "zweit": 2, "dritt": 3, "siebt": 7, "acht": 8}
_ORDINALS_EN = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "twentieth": 20,
}  # fmt: skip
_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_TEN = re.compile(rf"(?:({'|'.join(sorted(_UNITS_DE, key=len, reverse=True))})und)?({'|'.join(_TENS_DE)})")
_GROUPED = re.compile(r"\d{1,3}(?:([.,’' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")


def values_of(figure: str) -> frozenset[float]:
    """What a run of digits with separators may stand for; empty where it is no number (a version, an address)."""
    half = 0.0
    if figure and figure[-1] in _HALVES:
        half, figure = _HALVES[figure[-1]], figure[:-1]
        if not figure:
            return frozenset((half,))
    plain = re.sub(r"[ \u00a0\u202f’']", "", figure)
    marks = [each for each in plain if each in ".,"]
    if not marks:
        return frozenset((float(plain) + half,)) if plain.isdigit() else frozenset()
    grouped = _GROUPED.fullmatch(figure) is not None
    if len(marks) == 1:
        decimal = float(plain.replace(",", "."))
        if grouped and len(plain.partition(marks[0])[2]) == 3:
            whole = float(plain.replace(marks[0], ""))
            return frozenset((decimal,)) if plain.startswith("0") else frozenset((whole, decimal))
        return frozenset((decimal,))
    if len(set(marks)) == 1:
        return frozenset((float(plain.replace(marks[0], "")),)) if grouped else frozenset()
    if marks[-1] == marks[0] or marks.count(marks[-1]) > 1:
        return frozenset()
    whole_part, _, rest = plain.rpartition(marks[-1])
    return frozenset((float(re.sub(r"[.,]", "", whole_part) + "." + rest),))


@lru_cache(maxsize=20_000)
def number_word(word: str) -> tuple[float, str] | None:
    """A folded word's value and what kind of number it is: `number`, `ordinal`, `times`, `fraction`; None for other words.

    The German articles and the English `one` are no numbers: they seldom count.
    """
    for table, kind in ((_WORDS_EN, "number"), (_FRACTIONS, "fraction"), (_TIMES, "times"), (_ORDINALS_EN, "ordinal")):
        if word in table:
            return float(table[word]), kind
    if word.endswith(("fach", "fache", "fachen", "mal")):
        value = _german(re.sub(r"(?:fachen?|fache|fach|mal)$", "", word))
        return (value, "times") if value is not None and value > 1 else None
    if len(word) < 3 or not word.isalpha():
        return None
    if word not in ("ein", "acht") and (value := _german(word)) is not None:
        return value, "number"
    if word == "acht":
        return 8.0, "number"
    return _ordinal(word)


def _ordinal(word: str) -> tuple[float, str] | None:
    bare = word[:-1] if word[-1] in "nrsm" else word
    if bare.endswith("e") and bare[:-1] in _ORDINALS_DE:
        return float(_ORDINALS_DE[bare[:-1]]), "ordinal"
    for ending, least in (("ste", 20), ("te", 2)):
        value = _german(bare.removesuffix(ending)) if bare.endswith(ending) else None
        if value is not None and (value >= 20) == (least == 20) and value > 1:
            return value, "ordinal"
    return None


def _german(word: str) -> float | None:
    """A German number word up to 999,999, or None."""
    if not word:
        return None
    thousands, found, rest = word.partition("tausend")
    if found:
        many = 1.0 if not thousands else _below_thousand(thousands)
        more = 0.0 if not rest else _below_thousand(rest.removeprefix("und"))
        return None if many is None or more is None else many * 1000 + more
    return _below_thousand(word)


def _below_thousand(word: str) -> float | None:
    hundreds, found, rest = word.partition("hundert")
    if found:
        many = 1 if not hundreds else _UNITS_DE.get(hundreds)
        more = 0.0 if not rest else _below_hundred(rest.removeprefix("und"))
        return None if many is None or more is None else many * 100 + more
    return _below_hundred(word)


def _below_hundred(word: str) -> float | None:
    if word in _UNITS_DE:
        return float(_UNITS_DE[word])
    match = _TEN.fullmatch(word)
    return None if match is None else float((_UNITS_DE[match[1]] if match[1] else 0) + _TENS_DE[match[2]])
