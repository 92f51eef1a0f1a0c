"""The command line: what it offers, and what it says when something goes wrong.

In: arguments. Out: text or one JSON value on stdout, progress and errors on stderr, an exit code. Each command stands in
a file of its own and loads what it needs when it runs. Knows no path: it calls the library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from beleg import __version__
from beleg.cli.add import add
from beleg.cli.ask import ask
from beleg.cli.calibrate import calibrate
from beleg.cli.check import check
from beleg.cli.compare import compare
from beleg.cli.doctor import doctor
from beleg.cli.documents import documents
from beleg.cli.evaluate import evaluate
from beleg.cli.explain import explain
from beleg.cli.init import init
from beleg.cli.key import key
from beleg.cli.options import Command, Group
from beleg.cli.overview import overview
from beleg.cli.progress import INTERRUPTED
from beleg.cli.reindex import reindex
from beleg.cli.remove import remove
from beleg.cli.search import search
from beleg.cli.serve import serve
from beleg.cli.show import show
from beleg.cli.similar import similar
from beleg.cli.sources import sources
from beleg.cli.sync import sync
from beleg.cli.terminal import leave_quietly, prepare, print_error, print_json
from beleg.cli.tune import tune
from beleg.errors import BelegError, UserError, is_half_character

INTERRUPTED_SAYS = "Stopped. Nothing is lost: what was done is kept, and the same command again goes on from there."
INTERRUPTED_ELSE = "Stopped. Nothing was changed: the same command again begins anew."
GOES_ON = frozenset({"init", "add", "sync", "remove", "reindex", "evaluate"})

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _command in (
    init,
    add,
    sync,
    remove,
    ask,
    check,
    search,
    explain,
    similar,
    overview,
    sources,
    documents,
    show,
    serve,
    calibrate,
    doctor,
    reindex,
    compare,
    tune,
):
    app.command(cls=Command)(_command)
app.add_typer(key)
app.add_typer(evaluate)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"beleg {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Answers from your own documents, with a receipt for every sentence.

    A workspace is a folder with a beleg.toml. beleg finds it from the current folder upwards, or by BELEG_WORKSPACE.

    Examples:

        beleg init
        beleg add ~/handbook
        beleg ask "How many days of leave do I have?"

    Exit codes: 0 done, also when the documents do not answer; 1 unexpected; 2 the request cannot be met; 3 no workspace;
    4 a wrong setting; 5 not found; 6 not allowed; 7 a file that cannot be read; 8 busy; 9 disk; 10 made by a newer
    beleg; 11 index; 12 embedder; 20 a gate of an evaluation or `check --fail-on` is not passed; 130 stopped by Ctrl-C.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Raises nothing: every failure is told in a sentence."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare()
    as_json = "--json" in given
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        return leave_quietly()
    except KeyboardInterrupt:
        says = INTERRUPTED_SAYS if GOES_ON.intersection(given[:1]) else INTERRUPTED_ELSE
        code = _fail("Interrupted", says, INTERRUPTED, as_json)
    except BelegError as error:
        code = _fail(type(error).__name__, str(error), error.exit_code, as_json)
    except typer.TyperException as error:
        says = error.format_message().rstrip(".")
        code = _fail("Usage", f"{says}. `{_helping(error)} --help` shows how it is used.", error.exit_code, as_json)
    except Exception as error:  # whatever it is, a person gets a sentence
        if is_half_character(error):
            says = "What was typed holds characters that are not UTF-8. Type it anew, or convert it."
            return _fail(UserError.__name__, says, UserError.exit_code, as_json)
        says = f"Something unexpected happened ({type(error).__name__}). Run it again with BELEG_DEBUG=1 to see where."
        code = _fail("Unexpected", says, 1, as_json)
    return code


def _run(given: list[str]) -> int:
    try:
        command = get_command(app)
        with command.make_context("beleg", given) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    return 0


def _fail(kind: str, says: str, exit_code: int, as_json: bool) -> int:
    """Tell what went wrong; called while the error is handled, so that BELEG_DEBUG can show where."""
    if os.environ.get("BELEG_DEBUG") and kind != "Interrupted":
        import traceback

        traceback.print_exc()
    try:
        if as_json:
            print_json({"error": {"kind": kind, "says": says, "exit_code": exit_code}})
            sys.stdout.flush()
        else:
            print_error(says)
    except BrokenPipeError:
        return leave_quietly()
    return exit_code


def _helping(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "beleg"


if __name__ == "__main__":
    raise SystemExit(main())
