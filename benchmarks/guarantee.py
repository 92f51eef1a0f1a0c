"""Whether the guarantee holds, what it leaves, and how soon drift is noticed.

    python benchmarks/guarantee.py DATA_FOLDER [--splits 200] [--streams 1000]

In: the labelled questions of the data folder, answered by the quoting writer over passages found in memory. Out, for each
set and acceptable error: how often something is certified, the coverage left, and in how many splits the promise was kept,
judged twice: on labels drawn with replacement, where the whole set is the truth the promise speaks of, and on the half that
was held out, whose own luck comes on top. Then calibration errors; false alarms among streams that do not drift; questions
until drift is noticed. The writer's weights were fitted on these sets: that makes the confidence better than on others, and
has no part in whether the promise is kept.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from beleg.calibration import drift
from beleg.calibration.maps import applied, fit
from beleg.calibration.reliability import error
from beleg.calibration.risk import certify, risk_coverage
from beleg.guarantee import overlap
from beleg.providers.quote import QuoteWriter
from beleg.records import Case
from beleg.retrieval.analyse import analyse
from fit_quote import holds
from question_sets import Labelled, read_all

ACCEPTABLE = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
CERTAINTY = 0.95
REFERENCE = 500
"""Labelled questions before a stream begins."""
QUIET = 200
"""Undrifted questions before the drift."""
LONGEST = 1500


async def cases_of(questions: Sequence[Labelled]) -> list[Case]:
    """Every question answered and judged."""
    writer = QuoteWriter()
    found = []
    for each in questions:
        draft = await writer.write(each.task)
        right = each.answerable and any(holds(claim.text, each.answers) for claim in draft.claims)
        raw = draft.confidence if draft.claims else 0.0
        analysed = analyse(each.task.question)
        share = overlap(analysed.words, each.task.passages)
        found.append(Case(raw, right, drift.places(raw, len(analysed.words), analysed.language, share)))
    return found


def wrong_at(cases: Sequence[Case], threshold: float) -> tuple[float, float]:
    """The share wrong among the given at a threshold, and the share given."""
    given = [case for case in cases if case.raw > 0 and case.raw >= threshold]
    return (mean(not case.right for case in given) if given else 0.0), len(given) / len(cases)


def promised(cases: Sequence[Case], acceptable: float, splits: int) -> str:
    """One row: certified, coverage, kept on the whole, kept on the held-out half."""
    dice = random.Random(1)
    kept_whole, kept_half, certified, coverage = 0, 0, 0, []
    for _ in range(splits):
        drawn = certify(dice.choices(cases, k=len(cases) // 2), acceptable, CERTAINTY)
        kept_whole += drawn.threshold is None or wrong_at(cases, drawn.threshold)[0] <= acceptable
        order = dice.sample(cases, k=len(cases))
        found = certify(order[: len(cases) // 2], acceptable, CERTAINTY)
        certified += found.threshold is not None
        wrong, given = (0.0, 0.0) if found.threshold is None else wrong_at(order[len(cases) // 2 :], found.threshold)
        kept_half += wrong <= acceptable
        coverage.append(given)
    shares = [certified / splits, mean(coverage), kept_whole / splits, kept_half / splits]
    return f"{acceptable:>10.0%}" + "".join(f"{share:>14.3f}" for share in shares)


def until_noticed(before: Sequence[Case], after: Sequence[Case], seed: int) -> int | None:
    """Questions of `after` until the guarantee is withdrawn, `QUIET` more of `before` having come first; 0: before any."""
    dice = random.Random(seed)
    usual, unusual = dice.sample(before, k=REFERENCE + QUIET), dice.sample(after, k=len(after))
    state = drift.begun([case.places for case in usual[:REFERENCE]])
    for number, case in enumerate([*usual[REFERENCE:], *unusual[: LONGEST - QUIET]]):
        state = drift.step(state, case.places, f"{seed}-{number}")
        if drift.drifted(state):
            return max(0, number + 1 - QUIET)
    return None


def false_alarms(cases: Sequence[Case], streams: int) -> int:
    """How many streams without drift were called drifted, each of all the questions there are."""
    alarms = 0
    for seed in range(streams):
        order = random.Random(seed).sample(cases, k=min(len(cases), REFERENCE + LONGEST))
        state = drift.begun([case.places for case in order[:REFERENCE]])
        for number, case in enumerate(order[REFERENCE:]):
            state = drift.step(state, case.places, f"{seed}-{number}")
        alarms += drift.drifted(state)
    return alarms


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--splits", type=int, default=200)
    parser.add_argument("--streams", type=int, default=1000)
    chosen = parser.parse_args()
    sets, folds = {}, {}
    for each in read_all(chosen.data):
        if any(question.answers for question in each.questions):
            sets[each.name] = asyncio.run(cases_of(each.questions))
            folds[each.name] = [question.fold for question in each.questions]
    for name, cases in sets.items():
        half = random.Random(7).sample(cases, k=len(cases))
        learn, judge = half[: len(half) // 2], [case for case in half[len(half) // 2 :] if case.raw > 0]
        curve = fit(learn)
        rights = [case.right for case in judge]
        before = error([case.raw for case in judge], rights)
        after = error([applied(curve, case.raw) for case in judge], rights)
        print(f"\n{name}: {len(cases)} questions, half of them labelled")
        print(f"calibration error on the other half {before:.3f}, with the curve {curve['kind']!r} {after:.3f}")
        told = [wrong for share, wrong in risk_coverage(cases)]
        print(f"wrong among all drafts {told[-1]:.3f}, area under the risk-coverage curve {mean(told):.3f}")
        print(f"{'acceptable':>10}{'certified':>14}{'coverage':>14}{'kept, whole':>14}{'kept, half':>14}")
        for acceptable in ACCEPTABLE:
            print(promised(cases, acceptable, chosen.splits), flush=True)
    usual = sets["squad2_en"]
    alarms = false_alarms(usual, chosen.streams)
    print(f"\nfalse alarms: {alarms} of {chosen.streams} streams of SQuAD after SQuAD, {LONGEST} questions each")
    streams = {name: cases for name, cases in sets.items() if name != "squad2_en"}
    for name, cases in streams.items():
        noticed = [until_noticed(usual, cases, seed) for seed in range(50)]
        print(_told(f"{name} after squad2_en", noticed))
    first = [case for case, fold in zip(usual, folds["squad2_en"], strict=True) if fold < 3]
    other = [case for case, fold in zip(usual, folds["squad2_en"], strict=True) if fold >= 3]
    print(_told("other articles of SQuAD", [until_noticed(first, other, seed) for seed in range(50)]))


def _told(name: str, noticed: Sequence[int | None]) -> str:
    found = sorted(each for each in noticed if each is not None)
    rest = f"median {median(found):.0f}, at most {found[-1]} questions" if found else ""
    return f"{name}: noticed in {len(found)} of {len(noticed)} streams, {rest}"


if __name__ == "__main__":
    main()
