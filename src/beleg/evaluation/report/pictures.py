"""Pictures of figures, as SVG that stands inside a page.

In: figures and words. Out: safe markup without script, style attribute or anything from outside; colours are the page's
classes, so that light and dark work. Sizes in CSS pixels. Knows no evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

from beleg.evaluation.report.words import metric_name, number
from beleg.evaluation.summary import Bin, Figure, Point

WIDTH = 720
SIDE = 360
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 44


def bars(figures: Sequence[Figure], language: str) -> Markup:
    """Each metric from 0 to 1 as a bar with its interval. Metrics with a unit are left out."""
    shown = [each for each in figures if not each.unit]
    label, value, row = 250, 118, 30
    span = WIDTH - label - value
    lines = [_line(label + span * tick / 4, 0, label + span * tick / 4, len(shown) * row, "grid") for tick in range(5)]
    for at, each in enumerate(shown):
        middle = at * row + row / 2
        low, high = label + span * max(0.0, each.low), label + span * min(1.0, each.high)
        shape = "bar" if each.higher_is_better else "bar less"
        lines += [
            _text(label - 12, middle + 5, metric_name(each.metric, language), "name end"),
            _rect(label, middle - 8, span * min(1.0, each.mean), 16, shape),
            _line(low, middle, high, middle, "whisker"),
            _line(low, middle - 4, low, middle + 4, "whisker"),
            _line(high, middle - 4, high, middle + 4, "whisker"),
            _text(label + span + 14, middle + 5, number(each.mean, 3, language), "value"),
            _text(WIDTH, middle + 5, f"n {each.cases}", "tick end"),
        ]
    lines += [
        _text(label + span * tick / 4, len(shown) * row + 18, number(tick / 4, 2, language), "tick middle") for tick in range(5)
    ]
    return _svg(WIDTH, len(shown) * row + 26, lines, ", ".join(metric_name(each.metric, language) for each in shown))


def curve(points: Sequence[Point], today: Point | None, words: dict[str, str], language: str) -> Markup:
    """Risk against coverage as a line; a dot where the run itself stands."""
    top = _round_up(max((each.risk for each in points), default=0.0))
    lines = _axes(1.0, top, words["coverage"], words["risk"], language, percent=True)
    if points:
        path = " ".join(f"{_x(each.coverage):.1f},{_y(each.risk / top):.1f}" for each in points)
        floor = f"{_x(points[-1].coverage):.1f},{_y(0):.1f} {_x(points[0].coverage):.1f},{_y(0):.1f}"
        lines += [f'<polygon class="area" points="{path} {floor}"/>', f'<polyline class="curve" points="{path}"/>']
    if today is not None:
        lines.append(_dot(_x(today.coverage), _y(today.risk / top), 6, "dot"))
    return _svg(SIDE, SIDE - 60, lines, f"{words['coverage']} – {words['risk']}")


def reliability(bins: Sequence[Bin], words: dict[str, str], language: str) -> Markup:
    """How sure against how often right, a dot for each tenth, its area by the number of drafts."""
    lines = _axes(1.0, 1.0, words["confidence"], words["share_right"], language, percent=True)
    lines.append(_line(_x(0), _y(0), _x(1), _y(1), "diagonal"))
    most = max((each.cases for each in bins), default=1)
    for each in bins:
        lines.append(_line(_x(each.confidence), _y(each.right), _x(each.confidence), _y(each.confidence), "gap"))
        lines.append(_dot(_x(each.confidence), _y(each.right), 4 + 8 * math.sqrt(each.cases / most), "dot soft"))
    return _svg(SIDE, SIDE - 60, lines, f"{words['confidence']} – {words['share_right']}")


def times(elapsed: Sequence[float], words: dict[str, str], language: str) -> Markup:
    """How many questions took how long, on a logarithmic scale."""
    low = math.floor(4 * math.log10(max(0.1, min(elapsed)))) / 4
    high = max(low + 1, math.ceil(4 * math.log10(max(0.1, *elapsed)) + 1e-9) / 4)
    steps = 24
    counts = [0] * steps
    for each in elapsed:
        counts[min(steps - 1, int((math.log10(max(0.1, each)) - low) / (high - low) * steps))] += 1
    height, bottom, wide = 150, 118, WIDTH - 2 * RIGHT
    lines = []
    for at, count in enumerate(counts):
        tall = 104 * count / max(counts)
        if count:
            lines.append(_rect(RIGHT + wide * at / steps + 1, bottom - tall, wide / steps - 2, tall, "bar"))
    lines.append(_line(RIGHT, bottom, WIDTH - RIGHT, bottom, "axis"))
    for power in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1):
        for part in (1, 2, 5):
            place = (power + math.log10(part) - low) / (high - low)
            if 0 <= place <= 1:
                digits = 0 if power >= 0 else 1
                lines.append(
                    _text(RIGHT + wide * place, bottom + 17, number(part * 10.0**power, digits, language), "tick middle")
                )
    lines.append(_text(WIDTH / 2, height, words["milliseconds"], "tick middle"))
    return _svg(WIDTH, height + 4, lines, words["times"])


def differences(rows: Sequence[tuple[str, float, float, float, str]], language: str) -> Markup:
    """Metrics by name with mean difference, interval and class (`good`, `bad`, `open`), around a line at nothing."""
    label, value, row = 250, 90, 30
    span = WIDTH - label - value
    reach = _round_up(max((max(abs(low), abs(high)) for _, _, low, high, _ in rows), default=0.1))

    def place(value: float) -> float:
        return label + span * (value / reach + 1) / 2

    lines = [_line(place(tick * reach / 2), 0, place(tick * reach / 2), len(rows) * row, "grid") for tick in (-2, -1, 1, 2)]
    lines.append(_line(place(0), 0, place(0), len(rows) * row, "axis"))
    for at, (name, mean, low, high, kind) in enumerate(rows):
        middle = at * row + row / 2
        lines += [
            _text(label - 12, middle + 5, name, "name end"),
            _line(place(low), middle, place(high), middle, f"whisker {kind}"),
            _dot(place(mean), middle, 5.5, f"point {kind}"),
            _text(WIDTH, middle + 5, ("+" if mean > 0 else "") + number(mean, 3, language), "value end"),
        ]
    for tick in (-1.0, -0.5, 0.0, 0.5, 1.0):
        told = ("+" if tick > 0 else "") + number(tick * reach, 3 if reach < 0.1 else 2, language)
        lines.append(_text(place(tick * reach), len(rows) * row + 18, told, "tick middle"))
    return _svg(WIDTH, len(rows) * row + 26, lines, ", ".join(name for name, *_ in rows))


def _axes(right: float, top: float, across: str, up: str, language: str, percent: bool) -> list[str]:
    lines = []
    for tick in range(5):
        share = tick / 4
        lines.append(_line(_x(0), _y(share), _x(1), _y(share), "axis" if not tick else "grid"))
        digits = 0 if top >= 0.04 and (top * 100) % 4 == 0 else 1
        lines.append(_text(LEFT - 8, _y(share) + 4, number(share * top * 100, digits, language), "tick end"))
        lines.append(_text(_x(share), _y(0) + 17, number(share * right * 100, 0, language), "tick middle"))
    unit = " (%)" if percent else ""
    lines.append(_text(_x(0.5), SIDE - 64, across + unit, "tick middle"))
    middle = (_y(0) + _y(1)) / 2
    lines.append(
        f'<text class="tick middle" transform="rotate(-90 13 {middle:.0f})" x="13" y="{middle:.0f}">{escape(up + unit)}</text>'
    )
    return lines


def _round_up(value: float) -> float:
    """The next pleasant number: 0.05, 0.1, 0.2, 0.4, 1, then whole steps of two."""
    return next((each for each in (0.02, 0.04, 0.1, 0.2, 0.4, 1.0) if value <= each), math.ceil(value / 2) * 2.0)


def _x(share: float) -> float:
    return LEFT + (SIDE - LEFT - RIGHT) * share


def _y(share: float) -> float:
    return SIDE - 60 - BOTTOM - (SIDE - 60 - BOTTOM - TOP) * share


def _svg(width: float, height: float, lines: Sequence[str], title: str) -> Markup:
    told = f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img"><title>{escape(title)}</title>{"".join(lines)}</svg>'
    return Markup(told)  # noqa: S704 (every text in it is escaped where it is put in)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3"/>'


def _dot(x: float, y: float, radius: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
