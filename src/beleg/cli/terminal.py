"""Printing: text that is safe for any terminal, JSON, tables, colours where they are wanted.

In: text and values. Out: characters on stdout and stderr. Names and document text may hold anything: control characters,
which could steer a terminal, are shown as escapes. Knows no command.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from beleg.records import as_json

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
BROKEN_PIPE = 141
"""What a shell reports for a program that a closed pipe ended."""
UNLIMITED_COLUMNS = 10_000
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def prepare() -> None:
    """Make stdout and stderr take every character: what they cannot show becomes an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def leave_quietly() -> int:
    """Whoever read stdout has left: let nothing more be said, and give the exit code for it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    return BROKEN_PIPE


def safe(text: str, keep: str = "") -> str:
    """The text with control, bidirectional and surrogate characters as escapes, but for those in `keep`."""
    return _UNSAFE.sub(lambda hit: hit[0] if hit[0] in keep else hit[0].encode("unicode_escape").decode("ascii"), text)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sees this stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a style, where the stream (stdout if none is given) is a terminal that wants colours."""
    shown = stream or sys.stdout
    if not text or not is_terminal(shown) or os.environ.get("NO_COLOR"):
        return text
    codes = ";".join(STYLES[each] for each in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def say(text: str = "") -> None:
    """One line of the result, on stdout. The caller has made names and document text safe."""
    print(text)


def note(text: str = "", style: str = "") -> None:
    """One line beside the result, on stderr."""
    print(styled(text, style, sys.stderr) if style else text, file=sys.stderr)


def print_error(says: str) -> None:
    """What went wrong, on stderr."""
    note(safe(says), "red")


def print_json(value: Any) -> None:
    """The one JSON value of a command, on stdout."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(as_json(value), ensure_ascii=ascii_only, indent=2)
    print(_UNSAFE.sub(lambda hit: hit[0] if hit[0] == "\n" else f"\\u{ord(hit[0]):04x}", text))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table on stdout, as wide as the terminal; without a terminal nothing is cut or wrapped. Makes the cells safe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = is_terminal(sys.stdout)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at in right else "left", overflow="fold", no_wrap=not terminal)
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    Console(highlight=False, width=None if terminal else UNLIMITED_COLUMNS).print(table)
