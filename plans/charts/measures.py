"""A measure over time: its figures, its trajectory, others' figures, its control limits, what the board decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from improvement.rounding import round_half_up
from performance.choices import ComparatorKind, MeasureType
from performance.judgement import Judgement, MissingPeriod
from performance.models import Comparator, Target
from performance.series import ObservationPoint
from plans.charts.plain import FONT, plain
from plans.palette import FIGURE_LINE, GREY, GREY_LIGHT, GRID, ORANGE_DARK, PURPLE, TARGET_LINE, TEAL

# A line each, told apart by dash and marker as well as by colour.
COMPARATOR_LINES = {
    ComparatorKind.STATISTICAL_NEIGHBOURS: (PURPLE, "dot", "square"),
    ComparatorKind.ENGLAND: (ORANGE_DARK, "dashdot", "triangle-up"),
    ComparatorKind.REGION: (TEAL, "longdash", "cross"),
}
MOST_MARKS = 12
MOST_TICKS = 8


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day: a board meeting, or a rating, whose words it carries."""

    day: date
    label: str = ""


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def measure_chart(judgement: Judgement, unit: str, marks: Sequence[Mark] = ()) -> dict[str, Any] | None:
    """Return the chart, or None of fewer than two dated values. A missing value is a gap, never a zero."""
    latest = judgement.latest
    if latest is None or latest.period_end is None:
        return None
    shown = [
        observation
        for observation in judgement.series.observations
        if observation.period_end and observation.measure_type == latest.measure_type
    ]
    others = judgement.series.of_type(MeasureType.OUTTURN)
    if latest.measure_type == MeasureType.OUTTURN:
        others = []
    if sum(observation.value is not None for observation in [*shown, *others]) < 2:
        return None
    days = [observation.period_end for observation in [*shown, *others] if observation.period_end]
    first, last = min(days), max(days)
    last = max([last, *(p.day for p in judgement.trajectory if p.day <= last + timedelta(days=731))])
    chart = go.Figure(
        [
            *_limits(judgement),
            *_aims(judgement, first, last),
            *_comparators(judgement, first, last),
            *_outturns(others),
            _observed(judgement.with_gaps(shown)),
        ]
    )
    _mark(chart, [mark for mark in marks if first <= mark.day <= last])
    chart.update_layout(
        template="none",
        font=FONT,
        height=420,
        margin={"l": 60, "r": 15, "t": 10, "b": 60},
        yaxis={"title": {"text": unit}, "gridcolor": GRID, "rangemode": "normal"},
        xaxis={"type": "date", "gridcolor": GRID, **_ticks(sorted({*days, last}))},
        legend={"orientation": "h", "y": -0.2},
        hovermode="closest",
    )
    return plain(chart)


def _ticks(days: Sequence[date]) -> dict[str, Any]:
    """Return the axis's marks: under points and named for their periods, the newest one always.

    Left to itself the axis marks the first of a month, and a figure of the end of April stands at "May".
    """
    step = -(-len(days) // MOST_TICKS)
    marked = days[::-1][::step][::-1]
    return {
        "tickmode": "array",
        "tickvals": [f"{day}" for day in marked],
        "ticktext": [f"{day:%b %Y}" for day in marked],
    }


def _observed(shown: Sequence[ObservationPoint | MissingPeriod]) -> go.Scatter:
    """The line itself, broken where a period has no figure; provisional points are hollow."""
    return go.Scatter(
        name="Figure",
        x=[f"{item.period_end}" for item in shown],
        y=[_number(item.value) for item in shown],
        text=[_point_words(item) for item in shown],
        hovertemplate="%{text}: %{y}<extra></extra>",
        mode="lines+markers",
        line={"color": FIGURE_LINE, "width": 3},
        marker={
            "size": 9,
            "symbol": ["circle-open" if _is_provisional(item) else "circle" for item in shown],
            "line": {"width": 2, "color": FIGURE_LINE},
        },
    )


def _is_provisional(item: ObservationPoint | MissingPeriod) -> bool:
    return isinstance(item, ObservationPoint) and item.is_provisional


def _point_words(item: ObservationPoint | MissingPeriod) -> str:
    return f"{item.shown_period} (provisional)" if _is_provisional(item) else item.shown_period


def _outturns(others: Sequence[ObservationPoint]) -> list[go.Scatter]:
    if not others:
        return []
    return [
        go.Scatter(
            name="Outturn",
            x=[f"{item.period_end}" for item in others],
            y=[_number(item.value) for item in others],
            text=[item.shown_period for item in others],
            hovertemplate="Outturn %{text}: %{y}<extra></extra>",
            mode="markers",
            marker={"size": 11, "symbol": "diamond-open", "color": GREY, "line": {"width": 2}},
        )
    ]


def _limits(judgement: Judgement) -> list[go.Scatter]:
    """Mean and control limits over the points that they were worked out from."""
    chart, points = judgement.chart, judgement.points
    if chart is None or not judgement.shows_limits:
        return []
    ends = [f"{points[0].period_end}", f"{points[-1].period_end}"]
    trial = " (trial)" if chart.is_trial else ""
    return [
        go.Scatter(
            name=name,
            x=ends,
            y=[float(round_half_up(value, 1))] * 2,
            mode="lines",
            line={"color": GREY, "width": 1, "dash": dash},
            hovertemplate=f"{name} %{{y:.1f}}<extra></extra>",
        )
        for name, value, dash in (
            (f"Mean{trial}", chart.mean, "solid"),
            (f"Upper limit{trial}", chart.upper, "dot"),
            (f"Lower limit{trial}", chart.lower, "dot"),
        )
    ]


def _aims(judgement: Judgement, first: date, last: date) -> list[go.Scatter]:
    """The trajectory where aims have dates, else a level line at the aim in force."""
    line = {"color": TARGET_LINE, "width": 2, "dash": "dash"}
    points = judgement.trajectory
    if points:
        return [
            go.Scatter(
                name="Target",
                x=[f"{point.day}" for point in points],
                y=[float(point.value) for point in points],
                mode="lines+markers",
                line=line,
                marker={"symbol": "x-thin", "size": 9, "line": {"width": 2, "color": TARGET_LINE}},
                hovertemplate="Target %{y} by %{x|%b %Y}<extra></extra>",
            )
        ]
    aim = judgement.aim
    if aim is None:
        return []
    return [
        go.Scatter(
            name=name,
            x=[f"{first}", f"{last}"],
            y=[value] * 2,
            mode="lines",
            line=line,
            hovertemplate=f"{name} %{{y}}<extra></extra>",
        )
        for name, value in _ends(judgement, aim)
    ]


def _ends(judgement: Judgement, aim: Target) -> list[tuple[str, float]]:
    if aim.lowest is not None and aim.highest is not None and aim.lowest != aim.highest:
        return [("Target, lower end", float(aim.lowest)), ("Target, upper end", float(aim.highest))]
    return [("Target", float(judgement.to_reach(aim)))]


def _comparators(judgement: Judgement, first: date, last: date) -> list[go.Scatter]:
    lines = []
    for kind, (colour, dash, symbol) in COMPARATOR_LINES.items():
        rows = [item for item in judgement.series.comparators if item.kind == kind]
        if not rows:
            continue
        lines.append(
            go.Scatter(
                name=str(kind.label),
                x=[x for x, _row in _spread(rows, first, last)],
                y=[float(row.value) for _x, row in _spread(rows, first, last)],
                text=[row.period_words or "year not stated" for _x, row in _spread(rows, first, last)],
                hovertemplate=f"{kind.label} %{{text}}: %{{y}}<extra></extra>",
                mode="lines+markers",
                line={"color": colour, "width": 2, "dash": dash},
                marker={"symbol": symbol, "size": 8},
            )
        )
    return lines


def _spread(rows: Sequence[Comparator], first: date, last: date) -> list[tuple[str, Comparator]]:
    """Return where others' figures are drawn: at their periods; a single one as a level line."""
    dated = [row for row in rows if row.period_end]
    if len(dated) < 2:
        return [(f"{first}", rows[-1]), (f"{last}", rows[-1])]
    return [(f"{row.period_end}", row) for row in dated]


def _mark(chart: go.Figure, marks: Sequence[Mark]) -> None:
    """Draw a thin line where the board met or rated, with its words at the foot."""
    for mark in marks[-MOST_MARKS:]:
        chart.add_shape(
            type="line",
            x0=f"{mark.day}",
            x1=f"{mark.day}",
            yref="paper",
            y0=0,
            y1=1,
            line={"color": GREY_LIGHT, "width": 1},
            layer="below",
        )
        if not mark.label:
            continue
        chart.add_annotation(
            x=f"{mark.day}",
            yref="paper",
            y=1,
            yanchor="top",
            xanchor="left",
            text=mark.label,
            showarrow=False,
            textangle=90,
            font={"size": 11, "color": GREY},
        )
