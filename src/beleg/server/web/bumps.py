"""An explanation as a drawing: the place of each passage from stage to stage.

In: an `Explanation`. Out: plain numbers for the template: columns, and a line of points for each passage. Knows no language.
"""

from __future__ import annotations

from dataclasses import dataclass

from beleg.records import Explained, Explanation

LINES = 10
"""Passages that are drawn."""
DEEPEST = 14
"""Places that have a row of their own; what stands deeper is drawn on the last row."""
WIDTH, ROW, TOP, SIDE = 720, 26, 40, 60


@dataclass(frozen=True, slots=True)
class Point:
    """A passage in one stage: where it is drawn, and its place as text."""

    x: float
    y: float
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """A passage through the stages; `path` joins its points."""

    number: int
    rank: int | None
    title: str
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing: `columns` are stage names with their x; the last one, without a name, is the result."""

    width: int
    height: int
    columns: tuple[tuple[str, float], ...]
    lines: tuple[Line, ...]


def chart_of(explanation: Explanation) -> Chart | None:
    """The drawing, or None where there is nothing to compare: one passage, or no stage."""
    stages = [each.name for each in explanation.stages if each.passages]
    shown = explanation.passages[:LINES]
    if not stages or len(shown) < 2:
        return None
    names = [*stages, ""]
    step = (WIDTH - 2 * SIDE) / (len(names) - 1)
    columns = tuple((name, round(SIDE + step * at, 1)) for at, name in enumerate(names))
    lines = tuple(_line(number, each, columns) for number, each in enumerate(shown, 1))
    deepest = max(point.y for line in lines for point in line.points)
    return Chart(WIDTH, int(deepest) + ROW, columns, lines)


def _line(number: int, each: Explained, columns: tuple[tuple[str, float], ...]) -> Line:
    places = {standing.stage: standing.rank for standing in each.standings}
    places[""] = each.rank
    points = tuple(
        Point(x, TOP + ROW * (min(place, DEEPEST + 1) - 0.5), str(place))
        for name, x in columns
        for place in [places.get(name)]
        if place is not None
    )
    path = " ".join(f"{'M' if at == 0 else 'L'}{point.x:g} {point.y:g}" for at, point in enumerate(points))
    return Line(number, each.rank, each.hit.document.title, points, path)
