"""Lines over time: a measure's small one in a table, and a report's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from plans.charts.svg.elements import element, silent, spoken, together, unbroken
from plans.palette import GREY, GRID


def sparkline(values: Sequence[float | None], said: str) -> SafeString:
    """Return a small line of values, the highest on top; None breaks it."""
    return spoken(
        said,
        *(element("polyline", points=points) for points in _small_lines(values)),
        class_="app-sparkline",
        viewBox="0 0 100 28",
        preserveAspectRatio="none",
    )


def _small_lines(values: Sequence[float | None]) -> list[str]:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    lowest, height = min(known), (max(known) - min(known)) or 1
    step = 96 / (len(values) - 1)
    return unbroken(
        (
            None if value is None else (2 + place * step, 25 - (value - lowest) / height * 22)
            for place, value in enumerate(values)
        ),
        dash=1,
    )


@dataclass(frozen=True)
class Line:
    """One line of a report's figure."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    is_dashed: bool = False
    # Whether each of its values is a dot too.
    has_dots: bool = False


@dataclass(frozen=True)
class LineFigure:
    """Lines on one field, with the words under its first and last place and the sign after its numbers."""

    lines: tuple[Line, ...]
    first: str
    last: str
    sign: str = ""

    @property
    def values(self) -> list[float]:
        """All that is known, of all lines."""
        return [value for line in self.lines for value in line.values if value is not None]


def line_key(line: Line) -> SafeString:
    """Return a short piece of a line, to stand before its name."""
    piece = element(
        "line",
        x1=0,
        y1=5,
        x2=24,
        y2=5,
        stroke=line.colour,
        stroke_width=3,
        stroke_dasharray="5 3" if line.is_dashed else None,
    )
    return silent(piece, class_="app-key app-key--line", viewBox="0 0 24 10")


def line_figure(figure: LineFigure, said: str) -> SafeString:
    """Return a report's lines on a field 600 wide and 150 high, its highest and lowest number beside it."""
    lowest, highest = min(figure.values), max(figure.values)
    return spoken(
        said,
        element("text", f"{highest:g}{figure.sign}", x=0, y=16),
        element("text", f"{lowest:g}{figure.sign}", x=0, y=156),
        element(
            "g",
            element("line", x1=0, y1=150, x2=600, y2=150, stroke=GREY),
            element("line", x1=0, y1=10, x2=600, y2=10, stroke=GRID),
            *(_drawn(line, lowest, highest) for line in figure.lines),
            element("text", figure.first, x=0, y=178),
            element("text", figure.last, x=600, y=178, text_anchor="end"),
            transform="translate(60 0)",
        ),
        class_="app-line-chart",
        viewBox="0 0 680 190",
    )


def _drawn(line: Line, lowest: float, highest: float) -> SafeString:
    height = (highest - lowest) or 1.0
    step = 580 / (len(line.values) - 1)
    points = [
        (f"{10 + place * step:.1f}", f"{150 - (value - lowest) / height * 140:.1f}")
        for place, value in enumerate(line.values)
        if value is not None
    ]
    return together(
        [
            element(
                "polyline",
                points=" ".join(f"{x},{y}" for x, y in points),
                fill="none",
                stroke=line.colour,
                stroke_width="2.5",
                stroke_dasharray="7 4" if line.is_dashed else None,
            ),
            *(
                element("circle", cx=x, cy=y, r="3.5", fill=line.colour)
                for x, y in (points if line.has_dots else [])
            ),
        ]
    )
