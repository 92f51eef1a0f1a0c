"""`beleg check`: a text held against the sources, sentence by sentence.

In: a file, or a text on stdin. Out: each sentence with its verdict as it is judged, the receipts, and a summary. Knows no
path: the library checks.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from beleg.cli.ask import place_of
from beleg.cli.options import Groups, Json, Sources, split_names
from beleg.cli.terminal import is_terminal, note, print_json, safe, say, styled
from beleg.cli.words import words_in
from beleg.errors import UserError
from beleg.language.reasons import told
from beleg.records import CheckedSentence, Citation, Principal, TextToCheck, as_json

FAILED = 20
"""The exit code when `--fail-on` names a verdict that a sentence got."""
LOOKS: dict[str, tuple[str, str]] = {
    "carried": ("✔", "green"),
    "contradicted": ("✘", "red"),
    "not_found": ("?", "yellow"),
    "nothing_to_check": ("·", "dim"),
}
"""Verdict → sign and style: never by colour alone."""
TOLD_EVERY = 25
"""Without a terminal, progress is told after so many sentences."""


class FailOn(StrEnum):
    """Which verdict makes the command fail."""

    contradicted = "contradicted"
    not_found = "not_found"


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Text, Markdown, HTML, DOCX or PDF; `-` reads text from stdin.")],
    source: Sources = None,
    groups: Groups = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 20 if a sentence is contradicted; `not_found` fails on those as well."),
    ] = None,
    json: Json = False,
) -> None:
    """Hold a text against the sources, sentence by sentence.

    ✔ a passage carries the sentence, ✘ a passage says otherwise, ? no passage says it, · there is nothing to check. What is
    called ✘ or ? names the words that differ. Without --fail-on the exit code is 0 whatever was found.

    Examples:

        beleg check draft.md
        beleg check report.docx --source handbook --fail-on contradicted
        cat letter.txt | beleg check - --json
    """
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    named, limited = tuple(source or ()), split_names(groups, "--groups")
    with Workspace() as workspace:
        if file == "-":
            asker = workspace.owner if limited is None else Principal(workspace.owner.name, frozenset(limited))
            given = TextToCheck(_read_stdin(), asker, named)
        else:
            given = workspace.text_of(file, sources=named, groups=limited)
        language = _language(given.text)
        checked = _watched(workspace.check_steps(given), given.text)
        found = list(checked) if json else list(_shown(checked))
    counts: Counter[str] = Counter(each.verdict for each in found)
    if json:
        print_json({"sentences": as_json(found), "counts": {name: counts[name] for name in LOOKS}, "language": language})
    else:
        _print_receipts(found, language)
        say()
        say(_summary(counts, language))
    failing = {"contradicted"} if fail_on is FailOn.contradicted else {"contradicted", "not_found"} if fail_on else set()
    if any(counts[name] for name in failing):
        raise typer.Exit(FAILED)


def _shown(checked: Iterable[CheckedSentence]) -> Iterator[CheckedSentence]:
    """Print each sentence as it comes, with the numbers of its receipts and what differs."""
    receipts: list[Citation] = []
    for each in checked:
        numbers = []
        for citation in each.citations:
            if not any(_same(citation, other) for other in receipts):
                receipts.append(citation)
            numbers.append(next(at for at, other in enumerate(receipts, 1) if _same(citation, other)))
        sign, style = LOOKS[each.verdict]
        marks = styled("".join(f"[{number}]" for number in numbers), "cyan")
        say(f"{styled(sign, style)} {styled(safe(' '.join(each.text.split())), style)}{' ' if marks else ''}{marks}")
        spoken = _language(each.text)
        for reason in each.reasons:
            say(styled(f"    {safe(told(reason.code, reason.said, reason.stands, spoken))}", "dim"))
        yield each


def _same(one: Citation, other: Citation) -> bool:
    return (one.version, one.start, one.end) == (other.version, other.start, other.end)


def _print_receipts(found: Iterable[CheckedSentence], language: str) -> None:
    words = words_in(language)
    receipts: list[Citation] = []
    for each in found:
        for citation in each.citations:
            if not any(_same(citation, other) for other in receipts):
                receipts.append(citation)
    for number, citation in enumerate(receipts, 1):
        say()
        say(f"{styled(f'[{number}]', 'cyan')} {place_of(citation, language)}")
        quote = "\n    ".join(safe(citation.quote, keep="\n").splitlines())
        say(f"    {words['open']}{quote}{words['close']}")


def _summary(counts: Counter[str], language: str) -> str:
    words = words_in(language)
    told_of = [
        styled(f"{LOOKS[name][0]} {counts[name]} {words[name]}", LOOKS[name][1])
        for name in LOOKS
        if counts[name] or name == "carried"
    ]
    return " · ".join(told_of)


def _watched(checked: Iterator[CheckedSentence], text: str) -> Iterator[CheckedSentence]:
    """The same sentences; how far it is goes to stderr where the text is long."""
    from beleg.factcheck import how_many

    total = how_many(text)
    moving = is_terminal(sys.stderr) and not is_terminal(sys.stdout)
    for done, each in enumerate(checked, 1):
        yield each
        if total < TOLD_EVERY:
            continue
        if moving:
            print(
                f"\r\x1b[2K{done:,} of {total:,} sentences",
                end="" if done < total else "\r\x1b[2K",
                file=sys.stderr,
                flush=True,
            )
        elif done % TOLD_EVERY == 0 and not is_terminal(sys.stdout):
            note(f"{done:,} of {total:,} sentences")


def _language(text: str) -> str:
    from beleg.language.detect import detect

    return detect(text)


def _read_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError("The text on stdin is not UTF-8. Convert it and try again.") from error
