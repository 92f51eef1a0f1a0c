"""How evaluations are told in a terminal: figures with intervals, gates, comparisons, lists.

In: records. Out: tables on stdout. Knows no path and no measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from beleg.cli.sources import short_time
from beleg.cli.terminal import note, print_table, safe, say, styled

if TYPE_CHECKING:
    from beleg.evaluation.comparison import Change, Comparison
    from beleg.evaluation.gates import Outcome
    from beleg.evaluation.results import Evaluation

SHORT_ID = 8
CHANGES = 10


def print_evaluation(evaluation: Evaluation) -> None:
    """What was measured, and the figures."""
    done = len(evaluation.cases)
    name = styled(safe(evaluation.name), "bold")
    say(f"{name} · {evaluation.kind} · {done:,} of {evaluation.total:,} cases · run {evaluation.id}")
    summary = evaluation.summary
    if not summary:
        note("This run is not finished. The same command again goes on with it.", "yellow")
        return
    rows = [figure_row(each) for each in summary["figures"]]
    say()
    print_table(("metric", "mean", "95 % interval", "cases", "whole set"), rows, right=(1, 3, 4))
    say()
    outcomes = ", ".join(f"{safe(name)} {count:,}" for name, count in summary["outcomes"].items())
    say(f"Outcomes: {outcomes}.")
    if summary["aurc"] is not None:
        say(f"Area under risk and coverage: {summary['aurc']:.3f}. Calibration error: {summary['calibration_error']:.3f}.")
    times = summary["times_ms"]
    if times:
        parallel = evaluation.plan.get("parallel", 1)
        say(f"Times: median {times['p50']:.1f} ms, 95 % within {times['p95']:.1f} ms, {parallel} at a time.")
    if summary["failed"]:
        note(f"{summary['failed']:,} questions could not be asked; `beleg evaluate show` says why.", "yellow")


def figure_row(figure: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """A metric's row."""
    digits = 1 if figure["unit"] == "ms" else 3
    unit = f" {figure['unit']}" if figure["unit"] == "ms" else ""
    mean, low, high = (f"{figure[name]:.{digits}f}" for name in ("mean", "low", "high"))
    whole = "" if figure["whole"] is None else f"{figure['whole']:.3f}"
    arrow = "" if figure["higher_is_better"] else " ↓"
    return figure["metric"] + arrow, mean + unit, f"{low} to {high}", f"{figure['cases']:,}", whole


def print_gates(gates: Sequence[Outcome]) -> None:
    """Each gate with how the run stands at it, and how many are not passed."""
    say()
    print_table(("gate", "", "measured"), [(each.gate, "passed" if each.passed else "NOT PASSED", each.says) for each in gates])
    failed = sum(not each.passed for each in gates)
    say()
    if failed:
        say(styled(f"{failed} of {len(gates)} gates {'is' if failed == 1 else 'are'} not passed.", "red"))
    else:
        say(styled(f"All {len(gates)} gates are passed." if len(gates) > 1 else "The gate is passed.", "green"))


def print_comparison(comparison: Comparison) -> None:
    """Metrics side by side, what differs between the runs, and which cases changed."""
    first, second = comparison.first, comparison.second
    say(f"A  {_run_line(first)}")
    say(f"B  {_run_line(second)}")
    left = f"; {comparison.left_out:,} cases stand in one of them only" if comparison.left_out else ""
    say(f"{comparison.pairs:,} cases are in both{left}.")
    for name, (one, other) in comparison.differs.items():
        say(styled(f"   {safe(name)}: {safe(one)} → {safe(other)}", "dim"))
    say()
    rows = []
    for each in comparison.metrics:
        told = each.paired
        digits = 1 if each.unit == "ms" else 3
        verdict = "" if each.better is None else ("better" if each.better else "WORSE")
        rows.append(
            (
                each.metric + ("" if each.higher_is_better else " ↓"),
                f"{each.first:.{digits}f}",
                f"{each.second:.{digits}f}",
                f"{told.difference:+.{digits}f}",
                f"{told.low:+.{digits}f} to {told.high:+.{digits}f}",
                f"{told.cases:,}",
                f"{told.p:.3f}",
                f"{told.adjusted:.3f}",
                verdict,
            )
        )
    print_table(("metric", "A", "B", "B − A", "95 % interval", "cases", "p", "p (Holm)", ""), rows, right=(1, 2, 3, 5, 6, 7))
    say(
        styled(
            "p is of one metric by itself; Holm's counts that several were looked at, and decides what is called better.", "dim"
        )
    )
    _print_changes(f"Worse by {comparison.main}", comparison.worse)
    _print_changes(f"Better by {comparison.main}", comparison.better)


def print_runs(rows: Sequence[Mapping[str, Any]]) -> None:
    """The runs over data sets, newest first."""
    told = []
    for row in rows:
        figures = {each["metric"]: each for each in (row["summary"] or {}).get("figures", ())}
        shown = [f"{name} {figures[name]['mean']:.3f}" for name in ("right", "wrong", "ndcg@10") if name in figures]
        state = "done" if row["ended"] == "done" else f"{row['done']:,} of {row['cases']:,}"
        told.append((row["id"][:SHORT_ID], row["name"], row["kind"], short_time(row["started_at"]), state, ", ".join(shown)))
    print_table(("run", "name", "kind", "begun", "", "figures"), told)


def _run_line(evaluation: Evaluation) -> str:
    name = styled(safe(evaluation.name), "bold")
    return f"{name} · {short_time(evaluation.started_at)} · {evaluation.id[:SHORT_ID]} · {safe(evaluation.data_set)}"


def _print_changes(title: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    say()
    say(f"{title}: {len(changes):,}")
    for each in changes[:CHANGES]:
        say(f"  {each.before:.2f} → {each.after:.2f}  {safe(str(each.case['question']))}")
    if len(changes) > CHANGES:
        say(f"  … and {len(changes) - CHANGES:,} more; --report or --json has all.")
