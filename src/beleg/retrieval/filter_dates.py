"""Times in a question that limit which documents are meant: "seit 2024", "in the last two weeks", "Protokoll vom 12.03.2026".

In: the question's cues and today's date. Out: phrases whose value is an interval of days, `2024-01-01/..`. A time that may
just as well belong to the content ("Wie hoch war der Umsatz 2019?") gives none. Knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from beleg.language.dates import date_of, monday_of, months_before, read_date
from beleg.retrieval.filter_phrases import Cues, Meaning, Phrase

OPEN = ".."
EARLIEST = 1990
"""A year before that is about the world and not about files."""

_SINCE = re.compile(r"\b(?P<firm>seit|since)\b|\b(?:ab|nach|after|from|starting(?: from| in)?)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?P<before>vor|before)\b|\b(?:bis(?: zum| einschließlich)?|until|till|up to)\b", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:vom|von|aus|of|from|dated)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:zwischen|between|von|vom|from)\b", re.IGNORECASE)
_THAN = re.compile(
    r"\b(?:(?P<newer>neuer|neuere[rns]?|jünger|jüngere[rns]?|newer|more recent|later)|älter|ältere[rns]?|older|earlier)"
    r"\s+(?:als|than)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:\b(?:und|and|bis(?: zum)?|to|until|through)\b|–|-)\s*", re.IGNORECASE)
_LEAD = re.compile(r"\s+(?:(?:dem|der|den|the)\s+)?(?:(?:Jahre?|year|Monat|month of)\s+)?", re.IGNORECASE)
_NUMBERS = {
    **{word: at for at, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    **{word: at for at, word in enumerate("eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(), 1)},
}
_MANY = rf"(?P<many>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_BEFORE = (
    r"(?P<firm>seit\s+(?:de[nmr]\s+)?|since\s+(?:the\s+)?)?"
    r"(?:(?:in|aus|von|innerhalb|während|from|within|over|during|of)\s+)?(?:(?:den|der|dem|die|the|im|vom)\s+)?"
)
_UNITS = r"(?P<unit>tage?n?|wochen?|monate?n?|jahre?n?|days?|weeks?|months?|years?)\b"
_SPAN = re.compile(rf"\b{_BEFORE}(?:letzten|vergangenen|last|past)\s+{_MANY}\s+{_UNITS}", re.IGNORECASE)
_AGE = re.compile(rf"\s+{_MANY}\s+{_UNITS}", re.IGNORECASE)
_CALENDAR = re.compile(
    rf"\b{_BEFORE}(?:(?P<this>diese[nrms]?|this)|letzte[nrms]?|vergangene[nrms]?|last|past)\s+"
    r"(?P<unit>woche|monats?|jahre?s?|week|month|year)\b|\b(?:seit|von|since|from)\s+(?P<day>gestern|heute|yesterday|today)\b",
    re.IGNORECASE,
)


def day_phrases(cues: Cues, today: date) -> Iterator[Phrase]:
    """The times in the question that limit the documents; longer readings come first."""
    yield from _ranges(cues)
    yield from _relative(cues, today)
    yield from _compared(cues, today)
    yield from _bounds(cues, today)


def interval(since: date | None, until: date | None) -> str:
    """The value of a filter by days, both ends included: ISO dates, an open end as two dots."""
    return f"{since.isoformat() if since else OPEN}/{until.isoformat() if until else OPEN}"


def _phrase(start: int, end: int, since: date | None, until: date | None, *, only: bool = True) -> Phrase:
    return Phrase((Meaning("day", interval(since, until), start, end),), only=only)


def _ranges(cues: Cues) -> Iterator[Phrase]:
    for found in _BETWEEN.finditer(cues.text):
        first = _dated(cues.text, found.end())
        joint = _AND.match(cues.text, first[0]) if first else None
        last = read_date(cues.text, joint.end()) if joint else None
        if first and last and first[1] <= last[2] and cues.about_documents(found.start(), last[0]):
            yield _phrase(found.start(), last[0], date_of(first[1]), date_of(last[2]))


def _relative(cues: Cues, today: date) -> Iterator[Phrase]:
    for found in (*_SPAN.finditer(cues.text), *_CALENDAR.finditer(cues.text)):
        parts = found.groupdict()
        told = cues.about_documents(found.start(), found.end()) or cues.events
        if not told and not (cues.keywords and parts.get("firm")):
            continue
        if parts.get("many"):
            since = _ago(today, found["unit"].lower()[0], _count(found["many"]))
        elif parts["day"]:
            since = today - timedelta(days=found["day"].lower() in ("gestern", "yesterday"))
        else:
            since = _begun(today, found["unit"].lower()[0], 0 if parts["this"] else 1)
        yield _phrase(found.start(), found.end(), since, None)


def _compared(cues: Cues, today: date) -> Iterator[Phrase]:
    for found in _THAN.finditer(cues.text) if cues.names_documents else ():
        if told := _dated(cues.text, found.end()):
            since, until = (date_of(told[2] + 1), None) if found["newer"] else (None, date_of(told[1] - 1))
            yield _phrase(found.start(), told[0], since, until)
        elif age := _AGE.match(cues.text, found.end()):
            when = _ago(today, age["unit"].lower()[0], _count(age["many"]))
            yield _phrase(found.start(), age.end(), *((when, None) if found["newer"] else (None, when)))


def _count(many: str) -> int:
    return _NUMBERS.get(many.lower()) or int(many)


def _ago(today: date, unit: str, many: int) -> date:
    if unit in "td":
        return today - timedelta(days=many)
    if unit == "w":
        return today - timedelta(weeks=many)
    return months_before(today, min(many if unit == "m" else 12 * many, 12 * 100))


def _begun(today: date, unit: str, back: int) -> date:
    """The first day of this week, month or year, or of the one before: to today, which is more rather than less."""
    if unit == "w":
        return monday_of(today) - timedelta(weeks=back)
    if unit == "m":
        return months_before(today.replace(day=1), back)
    return date(today.year - back, 1, 1)


def _bounds(cues: Cues, today: date) -> Iterator[Phrase]:
    for found in _SINCE.finditer(cues.text):
        told = _dated(cues.text, found.end(), today)
        if told and _since_is_meant(cues, found, told):
            after = found[0].lower() in ("nach", "after")
            open_end = found["firm"] or found[0].lower() != "from"
            if open_end:
                first = date_of(told[2] + 1 if after else told[1])
                only = cues.about_documents(found.start(), told[0])  # else the date may stand in the text as well
                yield _phrase(found.start(), told[0], first, None, only=only)
    for found in _UNTIL.finditer(cues.text):
        told = _dated(cues.text, found.end())
        if told and cues.about_documents(found.start(), told[0]):
            yield _phrase(found.start(), told[0], None, date_of(told[1] - 1 if found["before"] else told[2]))
    for found in _WITHIN.finditer(cues.text):
        told = _dated(cues.text, found.end())
        if told and cues.about_documents(found.start(), told[0]):
            yield _phrase(found.start(), told[0], date_of(told[1]), date_of(told[2]))


def _since_is_meant(cues: Cues, found: re.Match[str], told: tuple[int, int, int]) -> bool:
    if cues.about_documents(found.start(), told[0]):
        return True
    return bool(found["firm"]) and (cues.events or cues.keywords or cues.looks)


def _dated(text: str, at: int, latest: date | None = None) -> tuple[int, int, int] | None:
    lead = _LEAD.match(text, at)
    found = read_date(text, lead.end(), latest) if lead else None
    return found if found and date_of(found[1]).year >= EARLIEST else None
