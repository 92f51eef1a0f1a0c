"""`beleg calibrate`: what the confidence is worth, found on labelled questions.

In: a file of labelled questions or reviewed answers. Out: how often answers were right, what is certified, what that leaves.
Knows no path: the library asks and judges.
"""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

import typer

from beleg.cli.options import Json
from beleg.cli.progress import watching
from beleg.cli.terminal import note, print_json, safe, say, styled
from beleg.errors import UserError
from beleg.records import CalibrationReport, Certificate, as_json


def calibrate(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Labelled questions, one JSON object a line.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask and judge, but change nothing.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Let the calibration before this one count again.")] = False,
    review: Annotated[
        int, typer.Option("--review", metavar="N", min=0, help="Print N answers of yours, drawn at random, to be judged.")
    ] = 0,
    json: Json = False,
) -> None:
    """Measure on labelled questions how often answers are right, and let the confidence say so.

    Every question is asked as users ask it. With `answers.acceptable_error` in beleg.toml, the threshold is certified too.
    A line of the file is {"question": "…", "expect": ["words"]}, with null where silence is right, or an answer that a person
    reviewed: {"run": "…", "right": true}.

    Examples:

        beleg calibrate questions.jsonl --dry-run
        beleg calibrate questions.jsonl
        beleg calibrate --review 50 > review.jsonl
        beleg calibrate --undo
    """
    if (file is not None) + undo + bool(review) != 1:
        raise UserError("Name a file of labelled questions, or give --undo, or give --review N.")
    from beleg.library import Workspace  # loaded when it is used: help does not wait for it

    with Workspace() as workspace:
        if undo:
            _print_undone(workspace.undo_calibration(), json)
        elif file is None:
            rows = workspace.to_review(review)
            if json:
                print_json(rows)
            for row in rows if not json else ():
                say(safe(plain.dumps(row, ensure_ascii=False)))
            if not rows:
                note("There are no answers to review yet. Ask some questions first.", "yellow")
        else:
            with watching(file.name) as watch:
                report = workspace.calibrate(file, dry_run=dry_run, on_progress=watch)
            if json:
                print_json(report)
            else:
                _print_report(report)


def _print_undone(now: object, json: bool) -> None:
    counts = as_json(now)
    if json:
        print_json({"counts": None if counts is None else {name: counts[name] for name in ("id", "made_at", "labelled")}})
    elif counts is None:
        say("Undone. No calibration counts now: the confidence is the writer's own.")
    else:
        say(f"Undone. The calibration on {safe(counts['labelled'])} of {counts['made_at'][:10]} counts again.")


def _print_report(report: CalibrationReport) -> None:
    drafted = report.right / report.drafted if report.drafted else 0.0
    say(
        f"{styled(safe(report.labelled), 'bold')}: {report.labels:,} labels, {report.drafted:,} drafts, "
        f"{report.right:,} of them right ({drafted:.0%}). {report.seconds:.1f} s."
    )
    before, after = report.error_before, report.error_after
    say(
        f"Calibration error: {before[0]:.3f} as the writer has it ({before[1]:.3f} to {before[2]:.3f}), "
        f"{after[0]:.3f} with the curve {report.curve!r} ({after[1]:.3f} to {after[2]:.3f})."
    )
    if report.certificate is None:
        say("No guarantee is asked for. Set answers.acceptable_error in beleg.toml, for example to 0.05.")
    else:
        _print_certificate(report.certificate)
    say("Kept. It counts from now on; `beleg calibrate --undo` takes it back." if report.kept else "Nothing was changed.")


def _print_certificate(certificate: Certificate) -> None:
    asked = f"at most {certificate.acceptable_error:.1%} of given answers wrong, at {certificate.certainty:.1%} certainty"
    if certificate.threshold is None:
        say(styled(f"Asked for: {asked}. Nothing can be certified: the guarantee is vacuous.", "yellow"))
        say(
            f"It takes {certificate.needed:,} given answers without one wrong, or {certificate.advised:,} with half the "
            f"acceptable share wrong. Here are {certificate.labels:,} labels; {certificate.base:.1%} of all drafts are wrong."
        )
        return
    say(f"Certified: {asked}, from the threshold {certificate.threshold:.3f} of the writer's confidence on.")
    say(
        f"That leaves {certificate.coverage:.0%} of the questions answered. Of these {certificate.given:,} answers, "
        f"{certificate.wrong:,} were wrong; the exact upper limit at this threshold alone is {certificate.bound:.1%}."
    )
    if certificate.vacuous == "little_coverage":
        say(styled("So few answers are left that the guarantee is vacuous.", "yellow"))
    elif certificate.vacuous:
        say(styled(f"Vacuous: were every draft given, {certificate.base:.1%} would be wrong.", "yellow"))
