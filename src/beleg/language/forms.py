"""Numbers, dates and paragraph signs in the spellings people use, to one spelling that all share.

In: a text with its words and its language, which decides whether 1.234 is a thousand. Out: shared spellings: `1234.5` for
1.234,5; `2024-03-03` with `2024-03` and `--03-03` for 3. März 2024; `§312g` for Paragraph 312g; `abs2` for Absatz 2.
A word that is already spelled so gives nothing. Knows no calendar beyond which day a month can have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan",
            "februar feber february feb",
            "märz maerz march mar mär",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH_WORDS = frozenset(spelled for name in _MONTHS for spelled in (name, name.capitalize(), name.upper()))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<month>{_MONTH})\b\.?"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>(?:1[5-9]|20|21)\d\d)\b)?",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:(?P<sign>Paragra(?:ph|f)e?n?|section)|Abs(?:atz|ätze|\.)?)\s?(?P<number>\d+[a-z]?)\b", re.IGNORECASE)
_SUBSECTION = re.compile(r"^\s*\((\d+[a-z]?)\)\s", re.MULTILINE)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:1[5-9]|20|21)\d\d|\d\d)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/((?:1[5-9]|20|21)\d\d)")
_ISO = re.compile(r"((?:1[5-9]|20|21)\d\d)-(\d\d)-(\d\d)")
_MONTH_YEAR = re.compile(r"(0[1-9]|1[0-2])[./]((?:1[5-9]|20|21)\d\d)")
_DAY_MONTH = re.compile(r"(\d\d)\.(\d\d)")
_SIGN = re.compile(r"§{1,2}\s?(\d+[a-z]?)")
_GROUPED = {
    "de": re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?"),
    "en": re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?"),
}
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_PIVOT = 70


def shared_forms(text: str, words: Iterable[str], language: str) -> list[str]:
    """The shared spellings of what `text` holds; `words` are its words. Quick where there is no number."""
    found: list[str] = []
    numbered = False
    months = False
    for word in words:
        if word[0].isdigit() or word[0] == "§":
            numbered = True
            found += _forms_of(word, language)
        elif word in _MONTH_WORDS:
            months = True
    if not numbered:
        return found
    if months:
        for match in _IN_WORDS.finditer(text):
            found += _date(match["year"], _MONTHS[match["month"].lower()], match["day"] or match["after"])
    for match in _LAW.finditer(text) if "bs" in text or "aragra" in text or "ection" in text else ():
        found.append(f"§{match['number'].lower()}" if match["sign"] else f"abs{match['number'].lower()}")
    if "(" in text:
        found += [f"abs{number.lower()}" for number in _SUBSECTION.findall(text)]
    return found


@lru_cache(maxsize=50_000)
def _forms_of(word: str, language: str) -> tuple[str, ...]:
    """The shared spellings of one word that begins with a digit or a paragraph sign, without its own."""
    if word[0] == "§":
        match = _SIGN.fullmatch(word)
        return (f"§{match[1].lower()}", match[1].lower()) if match else ()
    if word.isdigit():
        return ()
    return tuple(form for form in _dates_of(word, language) or _numbers_of(word, language) if form != word)


def _dates_of(word: str, language: str) -> list[str]:
    if match := _ISO.fullmatch(word):
        return _date(match[1], int(match[2]), match[3])
    if match := _DOTTED.fullmatch(word):
        year = match[3] if len(match[3]) == 4 else f"{19 if int(match[3]) >= _PIVOT else 20}{match[3]}"
        return _date(year, int(match[2]), match[1])
    if match := _SLASHED.fullmatch(word):
        first, second = int(match[1]), int(match[2])
        month, day = (second, first) if first > 12 or language == "de" else (first, second)
        return _date(match[3], month, str(day))
    if match := _MONTH_YEAR.fullmatch(word):
        return _date(match[2], int(match[1]), None)
    if (match := _DAY_MONTH.fullmatch(word)) and language == "de" and "0" in (match[1][0], match[2][0]):
        return _date(None, int(match[2]), match[1])
    return []


def _numbers_of(word: str, language: str) -> list[str]:
    """1.234,50 → 1234.5; a single group of three after a mark is a thousand where the language writes it so."""
    first = "en" if language == "en" else "de"
    for spoken in (first, "de" if first == "en" else "en"):
        match = _GROUPED[spoken].fullmatch(word)
        if match and (spoken == first or match[2] or word.count(",") + word.count(".") > 1):
            whole = match[1].replace(".", "").replace(",", "")
            return [_plain(whole, match[2] or "")]
    match = _DECIMAL.fullmatch(word)
    return [_plain(match[1], match[2])] if match else []


def _plain(whole: str, rest: str) -> str:
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _date(year: str | None, month: int, day: str | None) -> list[str]:
    """The date's shared spellings: the day, its month in its year, its day in any year, as far as they are known."""
    number = int(day) if day else 0
    if not 1 <= month <= 12 or (day and not 1 <= number <= 31):
        return []
    found = [f"{year}-{month:02}"] if year else []
    if day:
        found.append(f"--{month:02}-{number:02}")
        if year:
            found.append(f"{year}-{month:02}-{number:02}")
    return found
