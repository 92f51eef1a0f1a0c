"""The pictures of the page "Quality", drawn here as SVG: no script, no style but classes that `quality.css` knows.

In: what was measured, and the page's words. Out: SVG with a title and a description for those who hear it. Knows no store.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from beleg.calibration.drift import ALARM
from beleg.guarantee import Quality

WIDTH, HEIGHT = 520.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 34.0, 40.0, 50.0
TELLING = 5
"""Answers without which a share wrong is no share."""

Words = dict[str, str]


class Frame:
    """A chart being drawn: axes from `low` to `high`, and what is put into it."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.x, self.y = x, y
        self.drawn: list[str] = []

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a value stands in the picture; values outside stand on its edge."""
        share_x = (min(max(x, self.x[0]), self.x[1]) - self.x[0]) / (self.x[1] - self.x[0])
        share_y = (min(max(y, self.y[0]), self.y[1]) - self.y[0]) / (self.y[1] - self.y[0])
        return LEFT + share_x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - share_y * (HEIGHT - TOP - BOTTOM)

    def axes(
        self, xs: Sequence[float], ys: Sequence[float], tell: tuple[Callable[[float], str], Callable[[float], str]]
    ) -> None:
        """Lines of the grid with their figures."""
        for value in ys:
            x, y = self.at(self.x[0], value)
            self.drawn.append(f'<line class="grid" x1="{x:.1f}" y1="{y:.1f}" x2="{WIDTH - RIGHT:.1f}" y2="{y:.1f}"/>')
            self.text(x - 8, y + 4, tell[1](value), "end")
        for value in xs:
            x, y = self.at(value, self.y[0])
            self.drawn.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP:.1f}" x2="{x:.1f}" y2="{y:.1f}"/>')
            self.text(x, y + 19, tell[0](value), "middle")

    def named(self, x: str, y: str) -> None:
        """What the axes mean; the upright one is told above its figures, to be read without turning the head."""
        self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 9, x, "middle", "name")
        self.text(12, 22, y, "start", "name")

    def text(self, x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> None:
        """A few words."""
        told = f' class="{kind}"' if kind else ""
        self.drawn.append(f'<text{told} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>')

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through the points."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*point) for point in points))
        self.drawn.append(f'<polyline class="{kind}" points="{places}"/>')

    def dot(self, x: float, y: float, radius: float, kind: str, says: str = "") -> None:
        """A dot; what it says is read when it is pointed at."""
        across, down = self.at(x, y)
        told = f"<title>{escape(says)}</title>" if says else ""
        self.drawn.append(f'<circle class="{kind}" cx="{across:.1f}" cy="{down:.1f}" r="{radius:.1f}">{told}</circle>')

    def picture(self, name: str, title: str, says: str) -> Markup:
        """The whole."""
        head = (
            f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-labelledby="{name}-title {name}-says">'
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-says">{escape(says)}</desc>'
        )
        return Markup(head + "".join(self.drawn) + "</svg>")  # noqa: S704 (every text is escaped where it is drawn)


def reliability(quality: Quality, words: Words) -> Markup:
    """Confidence against the share that was right, with intervals; on the diagonal it means what it says."""
    frame = Frame((0, 1), (0, 1))
    frame.axes(TENTHS, TENTHS, (_percent, _percent))
    frame.line([(0, 0), (1, 1)], "wanted")
    for each in quality.reliability:
        frame.line([(each.confidence, each.low), (each.confidence, each.high)], "span")
    frame.line([(each.confidence, each.right) for each in quality.reliability], "found")
    for each in quality.reliability:
        says = f"{_percent(each.confidence)} → {_percent(each.right)} ({each.count})"
        frame.dot(each.confidence, each.right, 4.5, "point", says)
    frame.named(words["axis_confidence"], words["axis_right"])
    return frame.picture("reliability", words["reliability"], words["reliability_says"])


def risk_coverage(quality: Quality, words: Words) -> Markup:
    """Wrong among the answered against the share answered; the certified limit, the threshold, the exact limits."""
    certificate = quality.certificate
    points = [each for each in quality.curve_points if each[0] * quality.labels >= TELLING - 0.5]
    most = max([quality.acceptable_error * 1.3, *(each[1] for each in points)])
    top = next(each for each in (0.1, 0.25, 0.5, 1.0) if most <= each or each == 1.0)
    frame = Frame((0, 1), (0, top))
    frame.axes(TENTHS, [top * step / 5 for step in range(6)], (_percent, _percent))
    if quality.limits:
        frame.line([(each.coverage, each.bound) for each in quality.limits], "limit")
    frame.line(points, "found")
    if quality.acceptable_error:
        frame.line([(0, quality.acceptable_error), (1, quality.acceptable_error)], "alarm")
        _, y = frame.at(0, quality.acceptable_error)
        frame.text(WIDTH - RIGHT - 4, y + 17, words["acceptable"].format(_percent(quality.acceptable_error)), "end", "told")
    if certificate is not None and certificate.threshold is not None:
        x, wrong = certificate.coverage, certificate.wrong / max(1, certificate.given)
        frame.line([(x, 0), (x, top)], "threshold")
        frame.dot(x, wrong, 5.5, "point", f"{_percent(x)} · {_percent(wrong)}")
        across, _ = frame.at(x, 0)
        side = "end" if x > 0.6 else "start"
        frame.text(across + (-7 if side == "end" else 7), TOP + 14, words["answered_share"].format(_percent(x)), side, "told")
    frame.named(words["axis_coverage"], words["axis_wrong"])
    return frame.picture("risk", words["risk"], words["risk_says"])


def drift(quality: Quality, words: Words) -> Markup:
    """The evidence of drift over the questions since the calibration, on a scale of powers of ten."""
    alarm = -math.log10(ALARM)
    values = [each[2] for each in quality.history]
    low = math.floor(min([-1.0, *values]))
    high = math.ceil(max([alarm + 0.5, *values]) + 0.2)
    last = max(10, quality.history[-1][0] if quality.history else 0)
    frame = Frame((0, last), (low, high))
    every = max(1, math.ceil((high - low) / 6))
    ticks = [value for value in range(low, high + 1) if value % every == 0]
    frame.axes(_round_steps(last), ticks, (lambda value: f"{value:.0f}", _power))
    frame.line([(0, alarm), (last, alarm)], "alarm")
    _, y = frame.at(0, alarm)
    frame.text(LEFT + 6, y - 6, words["withdraws_at"].format(_power(alarm)), "start", "told")
    frame.line([(0, 0.0), *((each[0], each[2]) for each in quality.history)], "found")
    if quality.history:
        frame.dot(quality.history[-1][0], quality.history[-1][2], 4.5, "point")
    frame.named(words["axis_questions"], words["axis_evidence"])
    return frame.picture("drift", words["drift"], words["drift_says"])


TENTHS = [step / 5 for step in range(6)]


def _round_steps(last: int) -> list[float]:
    """0 and up to six figures a person would choose, none above `last`."""
    size = 10 ** math.floor(math.log10(last))
    step = next(size * part for part in (0.1, 0.2, 0.5, 1.0, 2.0) if last / (size * part) <= 6)
    step = max(1, round(step))
    return [float(at) for at in range(0, last + 1, step)]


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"


def _power(value: float) -> str:
    """A power of ten as a figure where it is short: `0.1` would need a comma in German, so small ones are 1/10."""
    if abs(value) > 4:
        return f"10^{value:.0f}"
    return f"{10**value:,.0f}".replace(",", "\u202f") if value >= 0 else f"1/{10**-value:.0f}"
