"""Gates: what a run must reach, as sentences that a program can hold it to.

In: `ndcg@10 >= .9`, `wrong <= .05 surely`, `right not worse than BASELINE by more than .02`; a run. Out: for each gate
whether it is passed and by what figure. A metric that judged nothing fails its gate: a gate that measures nothing guards
nothing. Knows no exit code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from beleg.checks.named import check_named, full_name
from beleg.errors import UserError
from beleg.evaluation.cases import FOLDER
from beleg.evaluation.comparison import Comparison
from beleg.evaluation.summary import Summary

FILE = "gates.toml"
DERIVED = ("aurc", "calibration_error", "failed", "p50", "p95", "p99")
"""Figures of a run that are no metric of a case."""

_LIMIT = re.compile(r"(?P<metric>[\w@]+)\s*(?P<sign>>=|<=|>|<)\s*(?P<limit>\d*\.?\d+)(?P<surely>\s+surely)?")
_NOT_WORSE = re.compile(r"(?P<metric>[\w@]+)\s+not\s+worse\s+than\s+(?P<run>\S+?)(?:\s+by\s+more\s+than\s+(?P<by>\d*\.?\d+))?")


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate, read. With `run` it compares; `surely` asks the end of the interval instead of the mean."""

    text: str
    metric: str
    sign: str = ""
    limit: float = 0.0
    surely: bool = False
    run: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run stands at a gate. `figure` is what was held against it; None where there was nothing to hold."""

    gate: str
    passed: bool
    figure: float | None
    says: str


def read_gate(text: str) -> Gate:
    """The gate that a sentence means. Raises UserError with the forms that are read."""
    plain = " ".join(text.split())
    if found := _LIMIT.fullmatch(plain):
        metric = _metric(found["metric"], plain)
        return Gate(plain, metric, found["sign"], float(found["limit"]), bool(found["surely"]))
    if found := _NOT_WORSE.fullmatch(plain):
        return Gate(plain, _metric(found["metric"], plain), limit=float(found["by"] or 0), run=found["run"])
    raise UserError(
        f"The gate {text!r} is not understood. Write `METRIC >= NUMBER`, `METRIC <= NUMBER`, either with `surely`, or "
        "`METRIC not worse than RUN by more than NUMBER`."
    )


def gates_for(name: str, own: Sequence[str], root: Path) -> list[Gate]:
    """The gates of a data set: its file's own, and those of `evaluations/gates.toml` for every data set and for this one.

    The file reads `all = ["…"]` and `NAME = ["…"]`. Raises UserError for what it does not understand.
    """
    return [read_gate(each) for each in (*own, *_of_file(root / FOLDER / FILE, name))]


def judge(gates: Sequence[Gate], summary: Summary, comparisons: Mapping[str, Comparison]) -> list[Outcome]:
    """How the run stands at each gate. `comparisons` holds one for every run that a gate names."""
    return [_compared(each, comparisons[each.run]) if each.run else _limited(each, summary) for each in gates]


def _of_file(path: Path, name: str) -> list[str]:
    if not path.is_file():
        return []
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name} is not valid TOML: {error}. Correct it and try again.") from error
    lists = [told.get("all", []), told.get(name, [])]
    if any(not isinstance(each, list) or any(not isinstance(gate, str) for gate in each) for each in lists):
        raise UserError(f'{path.name}: gates are lists of texts, for example all = ["wrong <= .05"].')
    return [gate for each in lists for gate in each]


def _metric(name: str, gate: str) -> str:
    if name in DERIVED:
        return name
    try:
        return full_name(check_named(name, "unused"))
    except UserError as error:
        raise UserError(f"The gate {gate!r} names no metric: {error} Also {', '.join(DERIVED)} can be gated.") from error


def _limited(gate: Gate, summary: Summary) -> Outcome:
    figure = summary.figure(gate.metric)
    low = high = value = _derived(gate.metric, summary)
    if figure is not None:
        value, low, high = figure.mean, figure.low, figure.high
    if value is None or low is None or high is None:
        return Outcome(gate.text, False, None, "nothing was measured by it")
    rising = gate.sign.startswith(">")
    held = (low if rising else high) if gate.surely else value
    passed = {">=": held >= gate.limit, "<=": held <= gate.limit, ">": held > gate.limit, "<": held < gate.limit}[gate.sign]
    interval = f"{value:.4g}" if figure is None else f"{value:.4g} ({low:.4g} to {high:.4g}, {figure.cases} cases)"
    return Outcome(gate.text, passed, held, interval)


def _derived(metric: str, summary: Summary) -> float | None:
    plain = {"aurc": summary.aurc, "calibration_error": summary.calibration_error, "failed": float(summary.failed)}
    return plain[metric] if metric in plain else summary.times_ms.get(metric)


def _compared(gate: Gate, comparison: Comparison) -> Outcome:
    found = next((each for each in comparison.metrics if each.metric == gate.metric), None)
    if found is None:
        return Outcome(gate.text, False, None, "it was not measured in both runs")
    told = found.paired
    worse = -told.difference if found.higher_is_better else told.difference
    says = (
        f"{found.first:.4g} → {found.second:.4g}, {told.difference:+.4g} ({told.low:+.4g} to {told.high:+.4g}, p {told.p:.2g})"
    )
    return Outcome(gate.text, worse <= gate.limit + 1e-12, told.difference, says)
