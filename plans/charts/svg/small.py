"""A measure's small chart, one of many on a page: its line over time, its target, its newest figure."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from plans.charts.svg.elements import element, silent, unbroken
from plans.palette import FIGURE_LINE, GRID, TARGET_LINE

WIDTH, HEIGHT, EDGE = 240, 90, 8


def small_chart(values: Sequence[float | None], targets: Sequence[float]) -> SafeString:
    """Return a line of values with its targets as dashed lines on the same scale; None breaks the line.

    It is silent: the words beside it say the newest figure, the target and the direction. Nothing is drawn of fewer
    than two known values.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    lowest, highest = min(*known, *targets), max(*known, *targets)
    span = (highest - lowest) or 1

    def across(place: int) -> float:
        return EDGE + place * (WIDTH - 2 * EDGE) / (len(values) - 1)

    def up(value: float) -> float:
        return HEIGHT - EDGE - (value - lowest) / span * (HEIGHT - 2 * EDGE)

    places = [None if value is None else (across(place), up(value)) for place, value in enumerate(values)]
    newest = max(place for place, value in enumerate(values) if value is not None)
    return silent(
        element("line", x1=0, y1=HEIGHT - 1, x2=WIDTH, y2=HEIGHT - 1, stroke=GRID, stroke_width=1),
        *(
            element(
                "line",
                x1=0,
                y1=f"{up(target):.1f}",
                x2=WIDTH,
                y2=f"{up(target):.1f}",
                stroke=TARGET_LINE,
                stroke_width=2,
                stroke_dasharray="6 4",
            )
            for target in targets
        ),
        *(
            element("polyline", points=points, fill="none", stroke=FIGURE_LINE, stroke_width=2.5)
            for points in unbroken(places, dash=2)
        ),
        element(
            "circle",
            cx=f"{across(newest):.1f}",
            cy=f"{up(values[newest] or 0.0):.1f}",
            r=4.5,
            fill=FIGURE_LINE,
        ),
        class_="app-small__chart",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
