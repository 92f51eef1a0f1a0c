"""Dates as people and files write them, German and English, to days.

In: text. Out: days counted from 1970-01-01. A date may be a day, a month or a year: then it is a span of days. Knows no
time zone and no document; a date that could be read in two ways (03/04/2026) is not read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1).toordinal()
_NAMES = (
    "januar january jan jänner", "februar february feb", "märz maerz march mär mar", "april apr", "mai may", "juni june jun",
    "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov", "dezember december dez dec",
)  # fmt: skip
MONTHS = {name: at for at, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = f"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})"
_END = r"(?!\w|-\d)"
_FORMS = tuple(
    re.compile(form + _END, re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d)-{_DAY}",
        rf"{_DAY}\. ?(?P<number>\d{{1,2}})\. ?{_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th)? (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
        rf"{_YEAR}-(?P<number>\d\d)",
        rf"{_MONTH},? {_YEAR}",
        _YEAR,
    )
)
_BARE_MONTH = re.compile(_MONTH + _END, re.IGNORECASE)
_STAMP = re.compile(rf"{_YEAR}-?(?P<number>\d\d)-?{_DAY}(?=$|[T\s])")
_WEEKDAY = re.compile(r"^[A-Za-z]{2,10}\.?, ")


def day_number(when: date) -> int:
    """Days from 1970-01-01 to this one."""
    return when.toordinal() - _EPOCH


def date_of(day: int) -> date:
    """The date of a day counted from 1970-01-01."""
    return date.fromordinal(day + _EPOCH)


def stated_day(text: str) -> int | None:
    """The day that a date in a file's own words names (`2026-03-12T08:00`, `12.3.2026`, `Thu, 12 Mar 2026 …`), if one day."""
    plain = _WEEKDAY.sub("", " ".join(text.split()))
    stamp = _STAMP.match(plain)
    span = _span(stamp) if stamp else (found[1:] if (found := read_date(plain, 0)) else None)
    return span[0] if span and span[0] == span[1] else None


def read_date(text: str, at: int, latest: date | None = None) -> tuple[int, int, int] | None:
    """The date that begins at `at`: where it ends, its first day and its last.

    With `latest` a month without a year is read too, as the last one that began by then.
    """
    for form in _FORMS:
        if (found := form.match(text, at)) and (span := _span(found)):
            return found.end(), *span
    if latest is not None and (found := _BARE_MONTH.match(text, at)):
        month = MONTHS[found["month"].lower()]
        year = latest.year if month <= latest.month else latest.year - 1
        return found.end(), *_days(year, month)
    return None


def months_before(when: date, months: int) -> date:
    """The same day some months earlier, or the last one of a shorter month."""
    year, month = divmod(when.year * 12 + when.month - 1 - months, 12)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def monday_of(when: date) -> date:
    """The Monday of its week."""
    return when - timedelta(days=when.weekday())


def _span(found: re.Match[str]) -> tuple[int, int] | None:
    parts = found.groupdict()
    year = int(parts["year"])
    named = parts.get("month")
    month = MONTHS[named.lower()] if named else int(parts["number"]) if parts.get("number") else None
    try:
        if parts.get("day"):
            only = day_number(date(year, month or 1, int(parts["day"])))
            return only, only
        return _days(year, month)
    except ValueError:  # a thirteenth month, a thirtieth of February
        return None


def _days(year: int, month: int | None) -> tuple[int, int]:
    first, last = month or 1, month or 12
    return day_number(date(year, first, 1)), day_number(date(year, last, monthrange(year, last)[1]))
