"""Filters in a question: what it limits the search to, read from its words or given beside it.

In: the question, today's date, and which names the asker may see. Out: filters with the words they were read from, what the
index is told, and the text that is then searched for. Pure; whoever calls it asks the state. The words of a filter stay in the
text unless they are only that ("in Confluence").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import get_args

from beleg.errors import UserError
from beleg.language.dates import date_of, day_number, read_date
from beleg.language.normalise import label, name_key
from beleg.records import AppliedFilter, Filter, FilterKind
from beleg.retrieval.filter_dates import OPEN, day_phrases, interval
from beleg.retrieval.filter_phrases import Cues, Meaning, Phrase
from beleg.retrieval.filter_places import author_phrases, place_phrases, type_phrases

ALL = "*"
"""In the place of a filter's name: every filter that could be read from the text."""

LONGEST = 600
"""Characters: a longer text was pasted, not put as a question."""

_NEWEST = re.compile(
    r"\b(?:aktuell(?:e[nrms]?|st\w*)?|neu(?:e)?ste[nrms]?|derzeitige?[nrms]?|letzte[nr]? (?:fassung|version|stand)"
    r"|latest|newest|most recent|current(?:ly)?|up[- ]to[- ]date)\b",
    re.IGNORECASE,
)
_LABELLED: tuple[FilterKind, ...] = ("folder", "author", "type", "label")
_GENERAL = re.compile(
    r"(?:\b(?:in|aus|laut|from|within)\s+(?:(?:den|allen|unseren|the|all|our)\s+)?)?"
    r"\b(?:dokumente?n?|unterlagen?|dateien?|documents?|files?)\s*$",
    re.IGNORECASE,
)
"""Words for documents of any kind, before a filter that says which."""
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def phrases_of(text: str, today: date) -> list[Phrase]:
    """Everything in the question that may be a filter. What of it is one is decided by `settled`."""
    if len(text) > LONGEST:
        return []
    cues = Cues(text)
    found = [*type_phrases(cues), *place_phrases(cues), *author_phrases(cues), *day_phrases(cues, today)]
    if newest := _NEWEST.search(text):
        found.append(Phrase((Meaning("newest", "", *newest.span()),)))
    return found


def labels_meant(phrases: Iterable[Phrase]) -> set[str]:
    """Every label that the phrases may mean: which of them the asker may see is for the state to say."""
    meanings = (meaning for phrase in phrases for meaning in phrase.meanings if meaning.kind in _LABELLED)
    return {each for meaning in meanings for each in _spellings(meaning)}


def sources_meant(phrases: Iterable[Phrase]) -> set[str]:
    """Every source that the phrases may mean, by `name_key`."""
    return {name_key(each.value) for phrase in phrases for each in phrase.meanings if each.kind == "source"}


def settled(
    text: str, phrases: Iterable[Phrase], labels: Collection[str], sources: Sequence[str], without: Collection[str]
) -> tuple[list[AppliedFilter], str]:
    """The phrases that are filters, in the order of the question, and what is left of it to search for.

    `labels` and `sources` are the names that the asker may see; `without` the filters that are not wanted, whose words stay
    unless they name a folder or type outright. Words are part of one filter only.
    """
    if ALL in without:
        return [], text
    named = {name_key(name): name for name in sources}
    taken: list[AppliedFilter] = []
    cut: list[AppliedFilter] = []
    for phrase in phrases:
        if phrase.apart and len(sources) < 2:
            continue
        for meaning in phrase.meanings:
            value = _value(meaning, labels, named)
            if value is None or any(meaning.start < each.end and each.start < meaning.end for each in taken):
                continue
            words = text[meaning.start : meaning.end]
            read = AppliedFilter(meaning.kind, value, words, meaning.start, meaning.end, implicit=True)
            taken.append(read)
            if phrase.outright or (phrase.only and read.name not in without):
                cut.append(read)
            break
    wanted = [each for each in taken if each.name not in without]
    return sorted(wanted, key=_start), _left(text, sorted(cut, key=_start))


def _start(read: AppliedFilter) -> int:
    return read.start


def given(said: str) -> AppliedFilter:
    """A filter that the asker gave by name: `since:2024`, `until:2024-06`, `folder:sales`, `type:pdf`, `source:handbook`.

    Raises UserError for one that says nothing.
    """
    kind, colon, value = said.partition(":")
    kind, value = kind.strip().lower(), " ".join(value.split())
    if kind == "newest":
        return AppliedFilter("newest", "")
    if not colon or not kind or not value:
        raise UserError(f"The filter {said!r} says nothing. Write its kind and value, for example 'folder:sales'.")
    if kind in ("since", "until", "day"):
        return AppliedFilter("day", _interval_of(kind, value))
    if kind == "source":
        return AppliedFilter("source", value)
    if kind in get_args(FilterKind):
        return AppliedFilter(kind, label(kind, value).partition(":")[2], value)  # type: ignore[arg-type]  # a literal's
    return AppliedFilter("label", label(kind, value))


def within(filters: Iterable[AppliedFilter]) -> Filter:
    """What the index is told: labels of one kind are alternatives, different kinds must all be met, days are cut together."""
    filters = list(filters)
    told = sorted({each.name for each in filters if each.kind in _LABELLED})
    labels = tuple(frozenset(some) for _, some in groupby(told, key=lambda name: name.partition(":")[0]))
    spans = [_days_of(each.value) for each in filters if each.kind == "day"]
    since = max((first for first, _ in spans if first is not None), default=None)
    until = min((last for _, last in spans if last is not None), default=None)
    return Filter(labels, since, until)


def _value(meaning: Meaning, labels: Collection[str], sources: dict[str, str]) -> str | None:
    """The name as it is known here, or None for one that is not."""
    if meaning.kind == "source":
        return sources.get(name_key(meaning.value))
    if meaning.kind in _LABELLED:
        return next((each.partition(":")[2] for each in _spellings(meaning) if each in labels), None)
    return meaning.value


def _spellings(meaning: Meaning) -> list[str]:
    """The label, with its words joined by what names of folders are joined by."""
    plain = label(meaning.kind, meaning.value)
    return list(dict.fromkeys((plain, *(_BETWEEN_WORDS.sub(joint, plain) for joint in " -_"))))


def _left(text: str, cut: Sequence[AppliedFilter]) -> str:
    """The text without what was only a filter; all of it where nothing would be left."""
    pieces, at = [], 0
    for each in cut:
        pieces.append(_GENERAL.sub("", text[at : each.start]))
        at = each.end
    left = " ".join(" ".join([*pieces, text[at:]]).split())
    return left if any(mark.isalnum() for mark in left) else text


def _interval_of(kind: str, value: str) -> str:
    first, slash, last = value.partition("/")
    if kind != "day":
        first, last = (value, OPEN) if kind == "since" else (OPEN, value)
    elif not slash:
        last = first
    since, until = _whole_date(first), _whole_date(last)
    if since is None and until is None:
        raise UserError(f"The filter {kind + ':' + value!r} names no date. Name at least one end, for example 'since:2024'.")
    return interval(since and date_of(since[0]), until and date_of(until[1]))


def _whole_date(said: str) -> tuple[int, int] | None:
    """First and last day of a date that is all of the text; None for an open end."""
    if said.strip() in (OPEN, ""):
        return None
    found = read_date(said.strip(), 0)
    if found is None or found[0] != len(said.strip()):
        raise UserError(f"{said.strip()!r} is no date. Write a day, a month or a year, such as 2024-05-31, 2024-05 or 2024.")
    return found[1], found[2]


def _days_of(value: str) -> tuple[int | None, int | None]:
    first, _, last = value.partition("/")
    since, until = (None if end == OPEN else day_number(date.fromisoformat(end)) for end in (first, last))
    return since, until
