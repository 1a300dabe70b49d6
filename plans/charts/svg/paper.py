"""Drawings for paper: a chart that stands alone in a Word file or a PDF, without a page's style sheet.

Colour is never alone: each piece of a bar has its number in it, the pieces stand in the legend's order, and a target's
line is broken. All lengths are in pixels of a drawing 720 wide.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from improvement.contrast import readable_on
from plans.charts.svg.elements import element, together, unbroken
from plans.palette import BLACK, GREY, GRID, WHITE

WIDTH = 720
# A free family of the widths of Arial is on every Debian server that has fonts at all.
FONT = "Arial, Liberation Sans, Helvetica, DejaVu Sans, sans-serif"
TEXT = 13
# About how wide a letter is, to know whether a number or a name has room.
LETTER = 7.2
NAMES, BAR, ROW = 290, 22, 34
PLOT_LEFT, PLOT_HEIGHT = 64, 210
MOST_PLACES = 6
# Two figures nearer than this are one: a drawing could not tell them apart.
SMALLEST = 1e-6


@dataclass(frozen=True)
class Series:
    """What one colour or line shows: a value for each place, None where there is none."""

    name: str
    colour: str
    values: tuple[float | None, ...]
    is_dashed: bool = False


def bars_on_paper(places: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Return counts side by side in one bar a place, all to one scale."""
    legend, top = _legend(series)
    longest = max((sum(_known(item.values[row]) for item in series) for row in range(len(places))), default=0)
    scale = (WIDTH - NAMES - 12) / longest if longest else 0
    drawn = [legend]
    for row, place in enumerate(places):
        y, x = top + row * ROW, float(NAMES)
        drawn.append(_text(Truncator(place).chars(int(NAMES / LETTER)), 0, y + BAR - 6))
        for item in series:
            value = _known(item.values[row])
            if not value:
                continue
            width = value * scale
            drawn.append(
                element("rect", x=_short(x), y=y, width=_short(width), height=BAR, fill=item.colour,
                        stroke=GREY, stroke_width="0.75")
            )  # fmt: skip
            words = f"{value:g}"
            if width > len(words) * LETTER + 4:
                ink = readable_on(item.colour)
                drawn.append(_text(words, x + width / 2, y + BAR - 6, anchor="middle", fill=ink))
            x += width
    return _alone(top + len(places) * ROW, drawn)


def lines_on_paper(places: Sequence[str], series: Sequence[Series], sign: str = "") -> SafeString:
    """Return values over time, the newest of the first line written out; None breaks a line."""
    known = [value for item in series for value in item.values if value is not None]
    legend, top = _legend(series, as_lines=True)
    ticks = _ticks(min(known), max(known))
    lowest, highest = ticks[0], ticks[-1]
    right, bottom = WIDTH - 40, top + PLOT_HEIGHT
    across = (right - PLOT_LEFT) / max(len(places) - 1, 1)

    def x_of(place: int) -> float:
        return PLOT_LEFT + place * across

    def y_of(value: float) -> float:
        return bottom - (value - lowest) / (highest - lowest) * PLOT_HEIGHT

    drawn = [legend]
    for tick in ticks:
        at = _short(y_of(tick))
        drawn.append(element("line", x1=PLOT_LEFT, x2=right, y1=at, y2=at, stroke=GRID))
        drawn.append(_text(f"{tick:g}{sign}", PLOT_LEFT - 8, y_of(tick) + 4, anchor="end"))
    # Counted from the newest, which is always named.
    step = math.ceil(len(places) / MOST_PLACES)
    for place, words in enumerate(places):
        if (len(places) - 1 - place) % step == 0:
            anchor = "end" if place == len(places) - 1 and place else "middle"
            drawn.append(_text(Truncator(words).chars(18), x_of(place), bottom + 20, anchor=anchor))
    for item in series:
        points = [
            None if value is None else (x_of(place), y_of(value)) for place, value in enumerate(item.values)
        ]
        drawn += [
            element("polyline", points=line, fill="none", stroke=item.colour, stroke_width="2.5",
                    stroke_dasharray="7 4" if item.is_dashed else None)
            for line in unbroken(points, dash=4)
        ]  # fmt: skip
        if item is series[0]:
            dots = [point for point in points if point]
            drawn += [
                element("circle", cx=_short(x), cy=_short(y), r="3.5", fill=item.colour) for x, y in dots
            ]
            newest = next((value for value in reversed(item.values) if value is not None), None)
            if newest is not None:
                x, y = dots[-1]
                drawn.append(_text(f"{newest:g}{sign}", x, y - 10, anchor="end", bold=True))
    return _alone(bottom + 30, drawn)


# --- pieces ---------------------------------------------------------------------------------------


def _legend(series: Sequence[Series], *, as_lines: bool = False) -> tuple[SafeString, int]:
    """Return the names of what is drawn with their colours, and where the drawing below them begins."""
    drawn, x, y = [], 0.0, 14
    for item in series:
        name = Truncator(item.name).chars(44)
        width = 34 + len(name) * LETTER
        if x and x + width > WIDTH:
            x, y = 0.0, y + 22
        if as_lines:
            dashes = "7 4" if item.is_dashed else None
            drawn.append(
                element("line", x1=_short(x), x2=_short(x + 20), y1=y - 4, y2=y - 4, stroke=item.colour,
                        stroke_width="3", stroke_dasharray=dashes)
            )  # fmt: skip
        else:
            drawn.append(
                element("rect", x=_short(x), y=y - 11, width=14, height=14, fill=item.colour, stroke=GREY,
                        stroke_width="0.75")
            )  # fmt: skip
        drawn.append(_text(name, x + (26 if as_lines else 20), y))
        x += width
    return together(drawn), y + 18


def _ticks(lowest: float, highest: float) -> list[float]:
    """Return round numbers that reach from below the lowest value to above the highest: four to seven of them."""
    span = highest - lowest
    if span < SMALLEST:
        span = max(abs(highest), 1.0)
    power = 10 ** math.floor(math.log10(span / 4))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= span)
    first = math.floor(lowest / step)
    last = math.ceil(highest / step)
    if first == last:
        last += 1
    return [float(f"{number * step:.10g}") for number in range(first, last + 1)]


def _text(
    words: str, x: float, y: float, *, anchor: str = "start", fill: str = BLACK, bold: bool = False
) -> SafeString:
    return element(
        "text", words, x=_short(x), y=_short(y), text_anchor=anchor, fill=fill,
        font_weight="bold" if bold else None,
    )  # fmt: skip


def _known(value: float | None) -> float:
    return value or 0.0


def _short(number: float) -> str:
    return f"{number:.1f}"


def _alone(height: float, drawn: Sequence[SafeString]) -> SafeString:
    return element(
        "svg",
        element("rect", x=0, y=0, width=WIDTH, height=_short(height), fill=WHITE),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        width=WIDTH,
        height=f"{height:.0f}",
        font_family=FONT,
        font_size=TEXT,
    )
