"""`beleg evaluate`: how good the answers are, measured on questions of your own.

In: a data set and what to do with it; each subcommand stands in a file of its own. Out: what that subcommand says. A first
word that is no subcommand is a data set: `beleg evaluate FILE` is `beleg evaluate answers FILE`.
"""

from __future__ import annotations

from typing import Any

import typer

from beleg.cli.evaluate_answers import answers
from beleg.cli.evaluate_list import list_runs
from beleg.cli.evaluate_make import make
from beleg.cli.evaluate_retrieval import retrieval
from beleg.cli.evaluate_show import show
from beleg.cli.options import Command, Group

DEFAULT = "answers"
HELP = ("--help", "-h")


class _WithDefault(Group):
    """A group that takes a data set in the place of a subcommand."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default subcommand before arguments that name none."""
        if args and args[0] not in self.commands and args[0] not in HELP:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


evaluate = typer.Typer(name="evaluate", cls=_WithDefault, rich_markup_mode=None)


@evaluate.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Measure answers and search on questions of your own.

    A data set is a JSONL or YAML file, by its path or by its name in the folder evaluations/. Without a subcommand its
    questions are asked as users ask them. A run that was stopped goes on with the same command.

    Examples:

        beleg evaluate make first --from-documents 50
        beleg evaluate first --report first.html
        beleg evaluate retrieval first --metrics ndcg@10,recall@20
        beleg evaluate first --gate
        beleg evaluate list
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _name, _command in (
    ("answers", answers),
    ("retrieval", retrieval),
    ("make", make),
    ("list", list_runs),
    ("show", show),
):
    evaluate.command(_name, cls=Command)(_command)
