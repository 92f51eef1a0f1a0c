"""Question → what its search is limited to.

In: an admitted question with its asker. Out: the filters as the asker is shown them, what index and state are told, and the
text that is searched for. A name becomes a filter only where this asker may know that it is there. Knows no vendor and no
database; decides nothing that is not in `retrieval/filters.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from beleg.records import AppliedFilter, Filter, Question
from beleg.retrieval.filters import ALL, labels_meant, phrases_of, settled, sources_meant, within
from beleg.workspace import Parts


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters of a search, what they mean for index and state, and the text that is left to search for.

    `sources` are names, none where every source is meant.
    """

    filters: tuple[AppliedFilter, ...]
    within: Filter
    sources: tuple[str, ...]
    text: str

    @property
    def newest(self) -> bool:
        """Whether newer documents are asked for first."""
        return any(each.kind == "newest" for each in self.filters)

    @property
    def says(self) -> str:
        """The filters in a sentence, for whoever looks at the stages."""
        told = [f"{each.name} ({each.words!r})" if each.implicit else each.name for each in self.filters]
        return f"Limited to {', '.join(told)}." if told else "Not limited."


async def narrow(parts: Parts, question: Question) -> Narrowed:
    """The filters given with the question and those read from its text."""
    read, text = await _read(parts, question)
    filters = (*question.filters, *read)
    sources = (*question.sources, *(each.value for each in filters if each.kind == "source"))
    return Narrowed(filters, within(filters), tuple(dict.fromkeys(sources)), text)


def limiting(filters: tuple[AppliedFilter, ...]) -> tuple[AppliedFilter, ...]:
    """Those read from the text that keep passages out: without them something may still be found."""
    return tuple(each for each in filters if each.implicit and not each.dropped and each.kind != "newest")


async def _read(parts: Parts, question: Question) -> tuple[list[AppliedFilter], str]:
    if ALL in question.without or not parts.settings.retrieval.read_filters:
        return [], question.text
    phrases = phrases_of(question.text, datetime.now().astimezone().date())
    if not phrases:
        return [], question.text
    groups = question.asker.groups
    meant = labels_meant(phrases)
    labels = await parts.state.known_labels(meant, groups) if meant else set()
    fixed = bool(question.sources) or any(each.kind == "source" for each in question.filters)
    named = set() if fixed else sources_meant(phrases)
    sources = await parts.state.sources_like(named, groups) if named else []
    return settled(question.text, phrases, labels, sources, question.without)
