"""Options that several commands share, and how help is laid out.

In: what was typed. Out: typed values. Lines that are indented in a command's help are examples and stay as they are.
Knows no command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="A line for every document, not only for failures.")]

_PARAGRAPHS = re.compile(r"\n{2,}")


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
