"""How filters are told in the terminal.

In: filters of an answer or a search, a language. Out: a line of those in force, and one of those that left nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from beleg.cli.terminal import safe, say, styled
from beleg.cli.words import words_in
from beleg.records import AppliedFilter

OPEN = ".."


def print_filters(filters: Sequence[AppliedFilter], language: str) -> None:
    """What the search was limited to, and what of the question's words it could not be limited to."""
    words = words_in(language)
    for key, some in (("only", [each for each in filters if not each.dropped]), ("dropped", [*filter(_dropped, filters)])):
        if some:
            told = " · ".join(filter_words(each, language) for each in some)
            say(styled(safe(words[key].format(told)), "dim"))
            say()


def filter_words(each: AppliedFilter, language: str) -> str:
    """The filter in words: `since 2024-01-01`, `folder sales`."""
    words = words_in(language)
    if each.kind != "day":
        at = each.words.lower().find(each.value)  # labels are kept in lower case: a name is shown as the asker wrote it
        return words[f"filter_{each.kind}"].format(each.words[at : at + len(each.value)] if at >= 0 else each.value)
    since, _, until = each.value.partition("/")
    first, last = (end if end == OPEN else date.fromisoformat(end).strftime(words["date"]) for end in (since, until))
    if until == OPEN:
        return words["filter_since"].format(first)
    if since == OPEN:
        return words["filter_until"].format(last)
    return words["filter_day"].format(first) if first == last else words["filter_between"].format(first, last)


def _dropped(each: AppliedFilter) -> bool:
    return each.dropped
