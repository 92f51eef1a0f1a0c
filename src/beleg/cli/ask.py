"""`beleg ask`: an answer with its receipts.

In: a question. Out: the answer with numbered markers and, for each number, where the words stand and the words
themselves. Knows no path: the library answers.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from beleg.cli.filters import print_filters
from beleg.cli.options import Groups, Json, Limits, Sources, limited, split_names
from beleg.cli.terminal import print_json, safe, say, styled
from beleg.cli.words import words_in
from beleg.errors import UserError
from beleg.records import Answer, Citation

HIGH = 0.8
MEDIUM = 0.6
EXCERPT_CHARACTERS = 200


@limited
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="What you want to know; `-` reads it from stdin.")],
    source: Sources = None,
    groups: Groups = None,
    json: Json = False,
    *,
    limits: Limits,
) -> None:
    """Answer a question, with a receipt for every sentence.

    Every sentence is held against the document it cites before it is shown. When the documents do not answer, beleg says
    so and names the nearest places; that is a result too, and the exit code is 0.

    Examples:

        beleg ask "How many days of leave do I have?"
        beleg ask --source handbook "Wer genehmigt Dienstreisen?"
        beleg ask --since 2025 --label folder:sales "Which discounts do dealers get?"
        beleg ask --groups staff "What does a hotel cost at most?"
        echo "Who signs?" | beleg ask - --json
    """
    text = _read_stdin() if question == ["-"] else " ".join(question)
    from beleg.library import Workspace  # the library loads what it needs; help does not wait for it

    with Workspace() as workspace:
        answer = workspace.ask(
            text,
            sources=tuple(source or ()),
            groups=split_names(groups, "--groups"),
            filters=limits.filters,
            without=limits.without,
        )
        if json:
            print_json(answer)
            return
        print_answer(answer)
        words = words_in(answer.language)
        if answer.outcome == "no_evidence" and not answer.nearest:
            empty = not any(status.passages for status in workspace.sources())
            say(words["no_documents" if empty else "nothing_near"])
    say()
    if answer.guarantee is not None and answer.reason != answer.guarantee.says:
        say(styled(answer.guarantee.says, "dim" if answer.guarantee.status == "holds" else "yellow"))
    say(styled(last_line(answer), "dim"))


def print_answer(answer: Answer) -> None:
    """The answer with its receipts, or that there is none and the nearest places."""
    words = words_in(answer.language)
    print_filters(answer.filters, answer.language)
    if answer.outcome == "answered":
        _print_claims(answer)
        return
    say(styled(words[answer.outcome], "yellow"))
    if answer.reason:
        say(safe(answer.reason))
    if answer.nearest:
        say()
        say(words["nearest"])
    for place in answer.nearest:
        say(f"  - {place_of(place, answer.language)}")
        say(styled(f"    {_excerpt(place.quote)}", "dim"))


def _print_claims(answer: Answer) -> None:
    receipts: dict[tuple[str, int, int, int], Citation] = {}
    words = words_in(answer.language)
    for claim in answer.claims:
        marks = []
        for citation in claim.citations:
            same = (citation.version, citation.document, citation.start, citation.end)
            receipts.setdefault(same, citation)
            marks.append(f"[{list(receipts).index(same) + 1}]")
        say(f"{safe(claim.text)} {styled(''.join(marks), 'cyan')}")
    for number, citation in enumerate(receipts.values(), 1):
        say()
        say(f"{styled(f'[{number}]', 'cyan')} {place_of(citation, answer.language)}")
        if citation.also:
            say(f"    {words['also']} {', '.join(map(safe, citation.also))}")
        quote = "\n    ".join(safe(citation.quote, keep="\n").splitlines())
        say(f"    {words['open']}{quote}{words['close']}")


def place_of(citation: Citation, language: str) -> str:
    """Where a citation stands, on one line: title, path, page, heading."""
    words = words_in(language)
    path = safe(f"{citation.source}/{citation.path}" if citation.source else citation.path)
    page = words["page"].format(citation.page) if citation.page is not None else ""
    heading = safe(citation.heading)
    title = safe(citation.title)
    return " · ".join(each for each in (styled(title, "bold"), path, page, heading) if each)


def last_line(answer: Answer) -> str:
    """Confidence as a word and a figure, the time, and the name of the run."""
    words = words_in(answer.language)
    took = f"{answer.timings_ms.get('total', 0.0):.0f} ms"
    told = [took, f"{words['run']} {answer.run}"]
    if answer.outcome == "answered":
        word = "high" if answer.confidence >= HIGH else "medium" if answer.confidence >= MEDIUM else "low"
        figure = f"{answer.confidence:.2f}"
        told.insert(
            0, f"{words['confidence']}: {words[word]} ({figure.replace('.', ',') if words['page'] == 'Seite {}' else figure})"
        )
    return " · ".join(told)


def _excerpt(text: str) -> str:
    plain = safe(" ".join(text.split()))
    return plain if len(plain) <= EXCERPT_CHARACTERS else plain[: EXCERPT_CHARACTERS - 1].rstrip() + "…"


def _read_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError("The question on stdin is not UTF-8. Convert it and try again.") from error
