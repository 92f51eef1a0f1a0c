"""The quantities of a text: numbers with their units, dates, times of day.

In: text. Out: quantities with offsets, in order, none overlapping; and whether one says what another says. `1.234,50 €` and
`1,234.50 euros` say the same, `1. Mai 2024` and `2024-05-01` too. Knows no sentence and no language: German and English
forms are read side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beleg.grounding.numbers import SCALES, number_word, values_of
from beleg.grounding.units import MONTHS, ONLY_BESIDE_FIGURES, SIGNS, TIMES, UNITS, measured_in
from beleg.language.normalise import fold

Day = tuple[int | None, int | None, int | None]
"""Year, month, day of the month; None where it is not said."""

_MONTH = "|".join(sorted({*MONTHS, "märz", "jänner"}, key=len, reverse=True))
_DATES = re.compile(
    rf"""
      \b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | (?<![\d.,])(?P<dotted>\d{{1,2}}\.\ ?\d{{1,2}}\.\ ?(?:\d{{4}}|\d{{2}})\b
        | (?:(?<=m\ )|(?<=bis\ )|(?<=seit\ )|(?<=ab\ )|(?<=de[nmr]\ ))\d{{1,2}}\.\ ?\d{{1,2}}\.)(?!\.?\d)
    | \b(?P<slashed>\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}}))\b
    | \b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\ (?:of\ )?(?P<month>{_MONTH})\b\.?(?:,?\ (?P<year>\d{{4}})\b)?
    | \b(?P<month2>{_MONTH})\b\.?\ (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]?\d)(?:,?\ (?P<year2>\d{{4}})\b)?
    | \b(?P<month3>{_MONTH})\b\.?,?\ (?:of\ |des\ jahres\ )?(?P<year3>\d{{4}})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>uhr|am\b|pm\b|a\.m\.|p\.m\.|o'clock)"
    r"(?:\s(?P<later>[0-5]?\d)\b(?!\s?uhr))?|\b(?P<bare>[012]?\d:[0-5]\d)\b(?!:)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?P<minus>(?<![\w.,)–—-])[-−–](?=\d))?(?<![\w.,])(?<![^\W\d]-)"
    r"(?P<figure>\d+(?:(?:[.,’']|[ \u00a0\u202f](?=\d{3}(?!\d)))\d+)*[½¼¾⅓⅔]?|[½¼¾⅓⅔])"
    r"(?P<tail>(?:st|nd|rd|th|er|ern|s)\b|[a-zA-Zµ²°]+\b)?(?P<dot>\.(?=\s[a-zäöü]|\s[A-ZÄÖÜ]))?"
)
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"[\s\u00a0-]{0,2}(%p|%|€|\$|£|¥|°C|°F|°|per cent|us-dollar|m²|km²|[^\W\d_]+)", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(.*)(taegig|jaehrig|woechig|monatig|stuendig|minuetig)(?:e[nrsm]?)?$")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/-])(?P<day>\d{1,2})(?P<dot>\.|st|nd|rd|th)?"
    r"(?P<mark>\s(?:und|oder|and|or|bis|to|until|sowie|through|bis\szum)\s|\s?[/–&-]\s?|,\s)"
    r"(?:(?:am|on|den|dem|zum|vom|the|of)\s){0,2}$"
)
_DAY_AFTER = re.compile(
    r"(?:\s(?:and|or|to|until|through)\s|\s?[–&-]\s?)(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![.,:/-]?\d)"
    r"(?=[.,;:)]|$|\s(?:the|is|are|was|were|we|it|from|at|for|in|on|of|\d{4}\b))"
)
_ABBREVIATED = frozenset(name for name in MONTHS if len(name) <= 4) - {"mai", "may", "juni", "june", "juli", "july"}
_BARE_MONTH = re.compile(
    r"\b(?:im|seit|ab|bis|in|since|until|by|of|during|from|ende|anfang|mitte)\s(" + _MONTH + r")\b", re.IGNORECASE
)


_COUNTED = re.compile(r"\s([a-zäöüß]{4,}|[A-ZÄÖÜ]{4,})\s([^\W\d_]{3,})\b")
_NOT_BETWEEN = frozenset(
    """jeden jede jedes jeder every each times diesen dieses dieser diesem this that last next letzten naechsten kommenden
    vergangenen over under within innerhalb nach before after since seit waehrend during from until pro einmal zweimal
    minuten stunden wochen monate jahre minutes hours weeks months years oder from than""".split()
)
"""Words after which a unit counts something else: 20 jeden Tag, 3 times a day."""
_A_UNIT = re.compile(r"\san?(?=\s)")
_ALSO_WORDS = frozenset(("may", "march", "mar"))
_SHORT = frozenset(("mio", "mrd", "tsd"))
_TWELVE = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or time where it stands. `values` are in the unit's own dimension; several where the form is ambiguous."""

    kind: str
    start: int
    end: int
    values: frozenset[float] = frozenset()
    unit: str = ""
    days: frozenset[Day] = frozenset()

    @property
    def key(self) -> str:
        """The same for two quantities that say the same in full."""
        return f"{self.kind}:{sorted(self.values)}:{self.unit}:{sorted(map(str, self.days))}"


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order."""
    found: list[Quantity] = []
    if any(map(str.isdigit, text)):
        taken: list[tuple[int, int]] = []
        for reader in (_dates, _times, _figures):
            for each in reader(text):
                if not any(each.start < end and each.end > start for start, end in taken):
                    found.append(each)
                    taken.append((each.start, each.end))
    spans = sorted((each.start, each.end) for each in found)
    for each in (*_bare_months(text), *_words(text)):
        if not any(each.start < end and each.end > start for start, end in spans):
            found.append(each)
            spans.append((each.start, each.end))
    return sorted(found, key=lambda each: each.start)


def likeness(said: Quantity, stands: Quantity) -> float:
    """1 where `stands` says all that `said` says, about 0.7 where one of them leaves a part open, 0 where they differ."""
    if said.days or stands.days:
        return max((_same_day(one, other) for one in _days(said) for other in _days(stands)), default=0.0)
    if not any(abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1) for one in said.values for other in stands.values):
        return 0.0
    if {said.kind, stands.kind} == {"time", "number"} or "time" in (said.kind, stands.kind):
        return 1.0 if said.kind == stands.kind else 0.0
    if said.unit == stands.unit:
        return 1.0 if said.kind == stands.kind else 0.8
    return 0.0 if said.unit and stands.unit else 0.7


def _days(each: Quantity) -> frozenset[Day]:
    if each.days:
        return each.days
    years = {value for value in each.values if 1000 <= value <= 2200 and value == int(value)} if not each.unit else set()
    return frozenset((int(year), None, None) for year in years)


def _same_day(said: Day, stands: Day) -> float:
    both = [(one, other) for one, other in zip(said, stands, strict=True) if one is not None and other is not None]
    if not both or any(one != other for one, other in both):
        return 0.0
    return 0.6 if any(one is not None and other is None for one, other in zip(said, stands, strict=True)) else 1.0


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    year = int(digits)
    return year if len(digits) > 2 else 2000 + year if year < 70 else 1900 + year


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATES.finditer(text):
        days: list[Day] = []
        if match["iso"]:
            year, month, day = (int(each) for each in match["iso"].split("-"))
            days = [(year, month, day)]
        elif match["dotted"]:
            pieces = [each.strip() for each in match["dotted"].split(".")]
            days = [(_year(pieces[2] if len(pieces) > 2 else None), int(pieces[1]), int(pieces[0]))]
        elif match["slashed"]:
            one, two, last = match["slashed"].split("/")
            days = [(_year(last), int(two), int(one)), (_year(last), int(one), int(two))]
        else:
            name = match["month"] or match["month2"] or match["month3"]
            if name in _ALSO_WORDS:
                continue
            when = match["day"] or match["day2"]
            stated = match["year"] or match["year2"] or match["year3"]
            days = [(_year(stated), MONTHS[fold(name)], int(when) if when else None)]
        sound = frozenset(each for each in days if each[1] in _TWELVE and (each[2] is None or 1 <= each[2] <= 31))
        if sound:
            name = fold(match["month"] or match["month2"] or match["month3"] or "")
            stop = match.end() - (match[0].endswith(".") and bool(name) and name not in _ABBREVIATED)
            yield Quantity("date", match.start(), stop, days=sound)
            if match["day"] or match["day2"]:
                yield from _days_beside(text, match.start(), stop, sound, bool(match["day2"]) and not match["year2"])


def _days_beside(text: str, start: int, end: int, of: frozenset[Day], month_first: bool) -> Iterator[Quantity]:
    """The other days of one month: `24. und am 31. Dezember`, `1, 2 and 3 May`, `May 1 and 3`. A comma alone joins only days
    before one that is joined by a word.
    """
    year, month, _ = next(iter(of))
    if month_first:
        match = _DAY_AFTER.match(text, end)
        if match is not None and 1 <= int(match["day"]) <= 31:
            yield Quantity("date", match.start("day"), match.end(), days=frozenset({(year, month, int(match["day"]))}))
        return
    dotted = "." in text[start : start + 3]
    joined = False
    while True:
        match = _DAY_BEFORE.search(text, max(0, start - 20), start)
        if match is None or not 1 <= int(match["day"]) <= 31 or dotted != (match["dot"] == "."):
            return
        if match["mark"].strip() == "," and not joined:
            return
        start, joined = match.start(), True
        yield Quantity("date", start, match.end("dot") if match["dot"] else match.end("day"),
                       days=frozenset({(year, month, int(match["day"]))}))  # fmt: skip


def _bare_months(text: str) -> Iterator[Quantity]:
    for match in _BARE_MONTH.finditer(text):
        if match[1] not in _ALSO_WORDS:
            yield Quantity("date", match.start(1), match.end(1), days=frozenset({(None, MONTHS[fold(match[1])], None)}))


def _times(text: str) -> Iterator[Quantity]:
    for match in _TIMES.finditer(text):
        if match["bare"]:
            hour, minute = (int(each) for each in match["bare"].split(":"))
        else:
            hour, minute = int(match["hour"]), int(match["minute"] or match["later"] or 0)
            half = match["half"].lower()
            if half == "am" and not match["minute"] and hour > 12:
                continue
            if half in ("pm", "p.m.") and hour < 12:
                hour += 12
            elif half in ("am", "a.m.") and hour == 12:
                hour = 0
        if hour <= 24 and minute < 60:
            yield Quantity("time", match.start(), match.end(), frozenset((float(hour * 60 + minute),)))


def _figures(text: str) -> Iterator[Quantity]:
    for match in _FIGURE.finditer(text):
        values = values_of(match["figure"])
        tail = (match["tail"] or "").lower()
        kind, unit, end = "number", "", match.end("figure")
        if tail in ("st", "nd", "rd", "th"):
            kind, end = "ordinal", match.end("tail")
        elif tail in ("er", "ern", "s") and match["figure"].endswith("0"):
            kind, unit, end = "number", "decade", match.end("tail")
        elif tail:
            section = len(tail) == 1 and text[: match.start()].rstrip().endswith("§")
            if section or (fold(tail) not in UNITS and fold(tail) not in SCALES):
                continue  # 5G, § 312g: a name, not a number
            end = match.end("figure")
        elif match["dot"] and _ordinal_follows(text, match.end()):
            kind, end = "ordinal", match.end()
        if not values:
            continue
        if match["minus"]:
            values = frozenset(-each for each in values)
        start = match.start()
        if not unit:
            values, unit, end = _with_unit(text, values, end, figures=True)
        if not unit and start and text[start - 1] in SIGNS:
            unit, start = UNITS[text[start - 1]][0], start - 1
        elif not unit and start > 1 and text[start - 1] == " " and text[start - 2] in SIGNS:
            unit, start = UNITS[text[start - 2]][0], start - 2
        yield Quantity("ordinal" if kind == "ordinal" else "number", start, end, values, unit)


def _ordinal_follows(text: str, at: int) -> bool:
    """Whether `19.` goes on as `19. Jahrhundert`: German alone writes so, and a new sentence looks alike."""
    following = _WORD.search(text, at)
    return following is not None and fold(following[0]) in UNITS


def _with_unit(text: str, values: frozenset[float], end: int, *, figures: bool) -> tuple[frozenset[float], str, int]:
    """The values with what stands right after them: a scale (Millionen), then a unit."""
    for _ in range(2):
        after = _AFTER.match(text, end)
        if after is None:
            return values, "", end
        word = fold(after[1])
        if word not in SCALES:
            break
        values, end = frozenset(each * SCALES[word] for each in values), after.end()
        if word in _SHORT and text[end : end + 2] in (". ", ".\u00a0", "."):
            end += 1
    else:
        return values, "", end
    adjective = _ADJECTIVE.match(word)
    if adjective and not adjective[1]:
        word = adjective[2]
    if word == "per cent":
        word = "%"
    if word in UNITS and (figures or word not in ONLY_BESIDE_FIGURES):
        dimension, factor = UNITS[word]
        return frozenset(each * factor for each in values), dimension, after.end()
    compound = measured_in(word)
    if compound is not None:  # 30 Urlaubstage are 30 days, and the word is left to be read
        dimension, factor = UNITS[compound[1]]
        return frozenset(each * factor for each in values), dimension, end
    counted = _COUNTED.match(text, end)
    if counted is not None and fold(counted[1]) not in _NOT_BETWEEN:
        last = fold(counted[2])
        compound = measured_in(last)
        dimension, factor = UNITS.get(compound[1] if compound else last, ("", 1.0))
        if dimension not in TIMES:
            return values, "", end
        dimension = "workday" if dimension == "day" and fold(counted[1]) in ("working", "business") else dimension
        return frozenset(each * factor for each in values), dimension, end
    return values, "", end


def _words(text: str) -> Iterator[Quantity]:
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        start, end, word = words[at]
        adjective = _ADJECTIVE.match(word)
        found = number_word(adjective[1]) if adjective and adjective[1] else number_word(word)
        at += 1
        if found is None:
            continue
        value, kind = found
        if adjective and adjective[1]:
            dimension, factor = UNITS[adjective[2]]
            yield Quantity("number", start, end, frozenset((value * factor,)), dimension)
            continue
        while kind == "number" and at < len(words) and text[end : words[at][0]] in (" ", "-", " and ", " "):
            more = number_word(words[at][2])
            if words[at][2] in ("hundred", "thousand") and words[at][2] in SCALES:
                value *= SCALES[words[at][2]]
            elif more is not None and more[1] == "number" and more[0] < value and value >= 20 and value % 10 == 0:
                value += more[0]
            elif words[at][2] == "and" and value % 100 == 0 and at + 1 < len(words) and number_word(words[at + 1][2]):
                pass
            else:
                break
            end = words[at][1]
            at += 1
        beside = _A_UNIT.match(text, end) if kind == "fraction" else None  # half a year
        values, unit, last = _with_unit(text, frozenset((value,)), beside.end() if beside else end, figures=False)
        if beside and not unit:
            last = end
        while at < len(words) and words[at][0] < last:
            at += 1
        yield Quantity("number" if kind == "fraction" else kind, start, last, values, unit)
