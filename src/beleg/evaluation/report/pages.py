"""An evaluation, a comparison, a list of runs → HTML.

In: records and a language. Out: a page: by itself one file with its style inside, or (`linked`) with the server's style
sheet. No script, nothing from outside; every text is escaped. Knows no file and no server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from beleg.evaluation.comparison import Comparison
from beleg.evaluation.gates import Outcome
from beleg.evaluation.report import pictures
from beleg.evaluation.report.words import metric_name, metric_says, number, words_in
from beleg.evaluation.results import AskedCase, Evaluation
from beleg.evaluation.statistics import mean_interval
from beleg.evaluation.summary import Summary, groups, reliability, risk_coverage, summed_up, today
from beleg.evaluation.worst import worst_cases

HERE = Path(__file__).parent
WORST = 25
CHANGES = 50
GROUP_METRICS = ("right", "wrong", "refused_wrongly", "ndcg@10", "recall@10")
LIST_METRICS = ("right", "wrong", "ndcg@10")


def style_sheet() -> str:
    """The reports' style."""
    return (HERE / "report.css").read_text("utf-8")


def evaluation_page(evaluation: Evaluation, language: str, gates: Sequence[Outcome] = (), linked: bool = False) -> str:
    """The report of a run."""
    words, summary, cases = words_in(language), summed_up(evaluation), evaluation.cases
    curve, bins = risk_coverage(cases), reliability(cases)
    elapsed = [each.elapsed_ms for each in cases if each.outcome != "failed"]
    worst = worst_cases(evaluation)
    return _render(
        "evaluation.html",
        language,
        linked,
        title=evaluation.name,
        kicker=words["evaluation"],
        run=evaluation,
        begun=evaluation.started_at[:16].replace("T", " "),
        summary=summary,
        short=_in_short(evaluation, summary, words, language),
        notices=_notices(cases, words, language),
        tiles=_tiles(summary, words["to"], language),
        gates=gates,
        bars=pictures.bars(summary.figures, language),
        curve=pictures.curve(curve, today(cases), words, language) if len(curve) > 1 else "",
        reliability=pictures.reliability(bins, words, language) if bins else "",
        times=pictures.times(elapsed, words, language) if elapsed else "",
        parallel=evaluation.plan.get("parallel", 1),
        group_metrics=[each for each in GROUP_METRICS if summary.figure(each)],
        groups=_group_rows(cases, [each for each in GROUP_METRICS if summary.figure(each)], words),
        worst=worst[:WORST],
        worst_total=len(worst),
    )


def comparison_page(comparison: Comparison, language: str, linked: bool = False) -> str:
    """The report of a comparison."""
    words = words_in(language)
    rows = [
        (metric_name(each.metric, language), each.paired.difference, each.paired.low, each.paired.high, _kind(each.better))
        for each in comparison.metrics
        if not each.unit
    ]
    return _render(
        "comparison.html",
        language,
        linked,
        title=f"{comparison.first.name} → {comparison.second.name}",
        kicker=words["comparison"],
        told=comparison,
        main=next(each for each in comparison.metrics if each.metric == comparison.main),
        picture=pictures.differences(rows, language),
        limit=CHANGES,
    )


def list_page(rows: Sequence[Mapping[str, Any]], language: str) -> str:
    """The runs over data sets, newest first, each with a link to the one before it over the same data set."""
    words = words_in(language)
    told = []
    for at, row in enumerate(rows):
        means = {each["metric"]: each["mean"] for each in (row["summary"] or {}).get("figures", ())}
        same = (row["kind"], row["data_set"], "done")
        earlier = (each for each in rows[at + 1 :] if (each["kind"], each["data_set"], each["ended"]) == same)
        before = next((each["id"] for each in earlier), "") if row["ended"] == "done" else ""
        told.append({**row, "means": means, "before": before, "begun": row["started_at"][:16].replace("T", " ")})
    metrics = [each for each in LIST_METRICS if any(each in row["means"] for row in told)]
    return _render("list.html", language, True, title=words["evaluations"], kicker="", rows=told, metrics=metrics)


def _render(template: str, language: str, linked: bool, **values: Any) -> str:
    words = words_in(language)
    return (
        _templates()
        .get_template(template)
        .render(
            lang=language,
            words=words,
            style="" if linked else Markup(style_sheet()),  # noqa: S704 (our own file)
            num=partial(_number, language),
            p_value=partial(_p_value, language),
            metric_name=lambda metric: metric_name(metric, language),
            metric_says=lambda metric: metric_says(metric, language),
            expected=partial(_expected, words),
            **values,
        )
    )


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True)


def _number(language: str, value: float, digits: int = 0) -> str:
    return number(value, digits, language)


def _p_value(language: str, p: float) -> str:
    return f"< {number(0.001, 3, language)}" if p < 0.001 else number(p, 3, language)


def _kind(better: bool | None) -> str:
    return "open" if better is None else ("good" if better else "bad")


def _expected(words: dict[str, str], each: AskedCase) -> str:
    case = each.case
    wordings = [*case["answers"], *(" / ".join(either) for either in case["says"])]
    if wordings:
        return "; ".join(wordings)
    return words["nothing_said"] if case["answerable"] is False else words["some_answer"]


def _in_short(evaluation: Evaluation, summary: Summary, words: dict[str, str], language: str) -> list[str]:
    """The run in three sentences, counted in cases."""
    counted = partial(_number, language)
    sentences = []
    for metric, sentence in (
        ("right", "short_right"),
        ("refused_wrongly", "short_refused"),
        ("answered_anyway", "short_anyway"),
    ):
        if figure := summary.figure(metric):
            sentences.append(words[sentence].format(counted(round(figure.mean * figure.cases)), counted(figure.cases)))
    if figure := summary.figure("wrong"):
        wrong = round(figure.mean * figure.cases)
        sentences.insert(1, words["short_wrong"].format(counted(figure.cases), counted(wrong)))
    if not sentences and (ranks := [1 / score for each in evaluation.cases if (score := each.score("mrr@10"))]):
        sentences.append(words["short_found"].format(number(sum(ranks) / len(ranks), 1, language)))
    return sentences


def _notices(cases: Sequence[AskedCase], words: dict[str, str], language: str) -> list[str]:
    synthetic = sum(each.case.get("origin") == "synthetic" for each in cases)
    unreviewed = sum(bool(each.case.get("unreviewed")) for each in cases)
    told = ((synthetic, "synthetic_note"), (unreviewed, "unreviewed_note"))
    return [words[name].format(number(count, 0, language)) for count, name in told if count]


def _tiles(summary: Summary, to: str, language: str) -> list[tuple[str, str, str]]:
    """The figures that matter most, each with its interval."""
    tiles: list[tuple[str, str, str]] = []
    for metric in ("right", "wrong", "refused_wrongly", "ndcg@10", "recall@10", "mrr@10"):
        if (figure := summary.figure(metric)) and len(tiles) < 4:
            if figure.binary:
                value = f"{number(figure.mean * 100, 1, language)} %"
                says = f"{number(figure.low * 100, 0, language)} {to} {number(figure.high * 100, 0, language)} %"
            else:
                value = number(figure.mean, 3, language)
                says = f"{number(figure.low, 3, language)} {to} {number(figure.high, 3, language)}"
            tiles.append((metric_name(metric, language), value, says))
    return tiles


def _group_rows(cases: Sequence[AskedCase], metrics: Sequence[str], words: dict[str, str]) -> list[tuple[str, int, list[Any]]]:
    rows = []
    for name, members in groups(cases).items():
        kind, _, value = name.partition(":")
        cells: list[Any] = []
        for metric in metrics:
            scores = [score for each in members if (score := each.score(metric)) is not None]
            interval = mean_interval(scores, all(score in (0, 1) for score in scores)) if scores else None
            cells.append((interval.mean, interval.low, interval.high) if interval else (None, None, None))
        shown = words.get(value, value) if kind == "answerable" else value
        rows.append((f"{words[kind]}: {shown}", len(members), cells))
    return rows
