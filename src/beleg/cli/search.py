"""`beleg search`: the passages that an answer would be made from.

In: words. Out: places with their score and an excerpt around the hit. Knows no path: the library searches.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from beleg.cli.filters import print_filters
from beleg.cli.options import Groups, Json, Limits, Sources, limited, split_names
from beleg.cli.terminal import print_json, safe, say, styled
from beleg.records import Retrieved

EXCERPT_CHARACTERS = 240


@limited
def search(
    query: Annotated[list[str], typer.Argument(metavar="WORDS", help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", "-n", help="Passages to show at most.")] = 10,
    source: Sources = None,
    groups: Groups = None,
    like: Annotated[
        list[int] | None, typer.Option("--like", metavar="ID", help="More like the passage with this number; several times.")
    ] = None,
    unlike: Annotated[
        list[int] | None, typer.Option("--unlike", metavar="ID", help="Less like the passage with this number; several times.")
    ] = None,
    json: Json = False,
    *,
    limits: Limits,
) -> None:
    """Find the passages that come nearest to some words.

    Finding nothing is a result too: exit code 0. The number after # names a passage for --like and --unlike.

    Examples:

        beleg search "travel expenses"
        beleg search Urlaubsanspruch --limit 3
        beleg search "minutes since 2025" --label type:docx
        beleg search "A-4711" --source tickets --json
        beleg search "leave" --like 12 --unlike 40
    """
    text = " ".join(query)
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        question = workspace.question(
            text,
            sources=tuple(source or ()),
            groups=split_names(groups, "--groups"),
            filters=limits.filters,
            without=limits.without,
        )
        question = replace(question, like=tuple(like or ()), unlike=tuple(unlike or ()))
        ranked = workspace.rank(question, limit=limit)
    found = ranked.found
    if json:
        print_json(found)
        return
    print_filters(ranked.filters, ranked.analysed.language)
    if not found:
        say("Nothing found.")
    for rank, hit in enumerate(found, 1):
        _print_hit(rank, hit, text)


def _print_hit(rank: int, hit: Retrieved, text: str) -> None:
    passage, document = hit.passage, hit.document
    page = f"page {passage.page}" if passage.page is not None else ""
    place = [styled(safe(document.title), "bold"), safe(f"{document.source}/{document.path}"), page]
    heading = safe(" > ".join(passage.heading))
    score = styled(f"{hit.score:>6.2f}", "dim")
    number = styled(f"#{hit.passage_id}", "dim")
    say(f"{rank:>2}. {score}  {' · '.join(each for each in (*place, heading) if each)} {number}")
    if hit.also:
        say(f"            also in {', '.join(safe(f'{each.source}/{each.path}') for each in hit.also)}")
    say(f"            {_excerpt(passage.text, text, passage.language)}")


def _excerpt(passage: str, text: str, language: str) -> str:
    """The stretch of the passage with the most of the words looked for, which are shown bold."""
    from beleg.language.analysis import stem, stems_of, words_of

    wanted = {each for spoken in (language, "de", "en") for each in stems_of(text, spoken)}
    plain = " ".join(passage.split())
    hits = [(start, end) for word, start, end in words_of(plain) if stem(word, language) in wanted]
    reach = EXCERPT_CHARACTERS * 2 // 3
    first = max((start for start, _ in hits), key=lambda at: sum(at <= start < at + reach for start, _ in hits), default=0)
    begin = max(0, min(first - EXCERPT_CHARACTERS // 4, len(plain) - EXCERPT_CHARACTERS))
    begin = plain.find(" ", begin) + 1 if begin and " " in plain[begin:first] else begin
    end = min(len(plain), begin + EXCERPT_CHARACTERS)
    pieces, at = ["…" if begin else ""], begin
    for start, stop in hits:
        if begin <= start and stop <= end:
            pieces += [safe(plain[at:start]), styled(safe(plain[start:stop]), "bold yellow")]
            at = stop
    return "".join([*pieces, safe(plain[at:end]), "…" if end < len(plain) else ""])
