"""Labelled questions → calibration, read top to bottom.

In: labels, as `calibration/labels.py` reads them. Out: progress, and at the end a report. ask every question as users ask it →
judge right or wrong → fit the curve → certify the threshold → keep. Until the last step nothing has changed: it can be stopped
and begun again. An answer is right where the wanted words stand in it; where silence is right, any answer is wrong. Knows no
file and no database.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from beleg.ask import answer_to
from beleg.calibration import drift
from beleg.calibration.labels import Label, Reviewed
from beleg.calibration.maps import fit
from beleg.checks.contract import Expected, Subject
from beleg.checks.exact_match import ExactMatch
from beleg.guarantee import errors_of, recipe, stated
from beleg.records import Answer, Calibration, CalibrationReport, Case, LabelledQuestion, Progress, Question
from beleg.workspace import Parts


async def calibrate(
    parts: Parts, labels: Sequence[Label], name: str, sha256: str, *, keep: bool = True
) -> AsyncGenerator[Progress | CalibrationReport, None]:
    """Ask and judge every label; with `keep`, what was found counts from the end on. Ends with a CalibrationReport.

    Safe to stop and to repeat. Raises NotFound for a reviewed run that is not there.
    """
    started = time.monotonic()
    cases: list[Case] = []
    yield Progress(0, len(labels), 0, unit="questions")
    for done, label in enumerate(labels, 1):
        cases.append(await _case(parts, label))
        spent = time.monotonic() - started
        yield Progress(done, len(labels), 0, left_s=spent * (len(labels) - done) / done, unit="questions")
    curve = await asyncio.to_thread(fit, cases)
    made = Calibration(0, "", parts.owner.name, name, sha256, recipe(parts.settings), curve, tuple(cases))
    made = replace(made, certificate=stated(parts.settings, made))
    if keep:
        await parts.state.add_calibration(made, drift.begun([case.places for case in cases]))
    before, after = await asyncio.to_thread(errors_of, made)
    yield CalibrationReport(
        labelled=name,
        labels=len(cases),
        answerable=sum(not isinstance(label, LabelledQuestion) or bool(label.wanted) for label in labels),
        drafted=sum(case.raw > 0 for case in cases),
        right=sum(case.right for case in cases),
        curve=str(made.curve["kind"]),
        error_before=before,
        error_after=after,
        certificate=made.certificate,
        kept=keep,
        seconds=time.monotonic() - started,
    )


async def _case(parts: Parts, label: Label) -> Case:
    """The label as a case: a reviewed run as it was recorded, a question as it is answered now."""
    if isinstance(label, Reviewed):
        run, right = label.run, label.right
        await parts.state.run(run, parts.owner)  # only a run of the owner's
    else:
        answer = await answer_to(parts, Question(label.question, parts.owner, purpose="labels"))
        run, right = answer.run, is_right(answer, label)
    kept = await parts.state.kept(run, "judged")
    return Case(float(kept["raw"]), right, tuple(kept["places"]))


def is_right(answer: Answer, label: LabelledQuestion) -> bool:
    """Whether each wanted word, in one of its wordings, stands in what was said. Where silence is right, no answer is."""
    if not label.wanted or answer.outcome != "answered":
        return False
    check = ExactMatch()
    verdicts = [check.verdict(Subject(label.question, answer.language, answer, (), Expected(each))) for each in label.wanted]
    return all(verdict is not None and verdict.passed for verdict in verdicts)
