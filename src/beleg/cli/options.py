"""Options that several commands share, and how help is laid out.

In: what was typed. Out: typed values. Lines that are indented in a command's help are examples and stay as they are.
Knows no command.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from beleg.errors import UserError

Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON value; progress goes to stderr.")]
Groups = Annotated[
    list[str] | None,
    typer.Option("--groups", metavar="A,B", help="Ask as a member of these groups alone, not as the owner."),
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only in this source; may be given several times.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only documents of this day, month or year, or later.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only documents of that date or earlier.")]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="KIND:NAME", help="Only with this label (folder, author, type); several of a kind: any."),
]
NoFilters = Annotated[bool, typer.Option("--no-filters", help="Read no filters in the question's words.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="A line for every document, not only for failures.")]

_PARAGRAPHS = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search is limited to: `filters` that were given, `without` those not to be read from the words."""

    filters: tuple[str, ...]
    without: tuple[str, ...]


def limited(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options for filters; it is given them together, as `limits`."""
    options = {"since": Since, "until": Until, "label": Labels, "no_filters": NoFilters}

    @wraps(command)
    def with_limits(**given: Any) -> None:
        since, until, label, no_filters = (given.pop(name) for name in options)
        filters = [*(f"{name}:{date}" for name, date in (("since", since), ("until", until)) if date), *(label or ())]
        command(**given, limits=Limits(tuple(filters), ("*",) if no_filters else ()))

    told = inspect.signature(command, eval_str=True)
    own = [each for each in told.parameters.values() if each.name != "limits"]
    added = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=False if name == "no_filters" else None, annotation=kind
        )
        for name, kind in options.items()
    ]
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    at = next((at for at, each in enumerate(parameters) if each.name == "json"), len(parameters))
    whole = [*parameters[:at], *added, *parameters[at:]]
    with_limits.__signature__ = told.replace(parameters=whole)  # type: ignore[attr-defined]  # what typer reads
    with_limits.__annotations__ = {each.name: each.annotation for each in whole}
    del with_limits.__wrapped__  # or its signature would be read instead
    return with_limits


def split_names(given: Sequence[str] | None, what: str) -> list[str] | None:
    """Names given several times or parted by commas, each once. None where nothing was given. Raises UserError for none."""
    if not given:
        return None
    names = list(dict.fromkeys(name.strip() for each in given for name in each.split(",") if name.strip()))
    if not names:
        raise UserError(f"{what} is empty. Name at least one group.")
    return names


def _laid_out(text: str) -> str:
    paragraphs = _PARAGRAPHS.split(text)
    return "\n\n".join(f"\b\n{each}" if each.startswith("    ") else each for each in paragraphs)


def _write_help(text: str | None, formatter: Any) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_laid_out(text or ""))


class Command(TyperCommand):
    """A command whose indented examples are not wrapped."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the help with its examples as they stand."""
        _write_help(self.help, formatter)


class Group(TyperGroup):
    """A group of commands whose indented examples are not wrapped; commands are listed in the order of the work."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the help with its examples as they stand."""
        _write_help(self.help, formatter)
