"""Figures from plain rows, drawn by plotly.js in the browser. No query, no template."""

import json
from typing import Any

import plotly.graph_objects as go

from plans.position.history import RatingHistory

FONT = {"family": "Arial, sans-serif", "size": 14, "color": "#0b0c0c"}
# A pattern beside the colour, so that levels are told apart without it.
PATTERNS = ("", "/", "x", ".", "-", "+")


def _plain(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as JSON's own values, ready for json_script."""
    return dict(json.loads(figure.to_json()))


def rating_history_chart(history: RatingHistory) -> dict[str, Any]:
    """Return stacked columns: recommendations by rating at each meeting."""
    days = [f"{point.day:%-d %b %y}" for point in history.points]
    figure = go.Figure(
        [
            go.Bar(
                name=label,
                x=days,
                y=[point.counts[index] for point in history.points],
                marker={
                    "color": history.colours[index],
                    "pattern": {
                        "shape": PATTERNS[index % len(PATTERNS)],
                        "fgcolor": "#ffffff",
                        "size": 6,
                        "solidity": 0.15,
                        "fillmode": "overlay",
                    },
                },
            )
            for index, label in enumerate(history.labels)
        ]
    )
    figure.update_layout(
        template="none",
        barmode="stack",
        font=FONT,
        height=360,
        margin={"l": 50, "r": 10, "t": 10, "b": 60},
        yaxis={"title": {"text": "Recommendations"}, "dtick": 2, "gridcolor": "#e5e6e7"},
        xaxis={"type": "category"},
        legend={"orientation": "h", "y": 1.12},
    )
    return _plain(figure)


def measure_chart(
    name: str, unit: str, periods: list[str], values: list[float | None], target: float | None
) -> dict[str, Any]:
    """Return a line of a measure's values with its target; a missing value is a gap, never a zero."""
    lines = [
        go.Scatter(
            name=name, x=periods, y=values, mode="lines+markers", line={"color": "#1d70b8", "width": 3}
        )
    ]
    if target is not None:
        lines.append(
            go.Scatter(
                name="Target",
                x=periods,
                y=[target] * len(periods),
                mode="lines",
                line={"color": "#505a5f", "width": 2, "dash": "dash"},
            )
        )
    figure = go.Figure(lines)
    figure.update_layout(
        template="none",
        font=FONT,
        height=360,
        margin={"l": 60, "r": 10, "t": 10, "b": 70},
        yaxis={"title": {"text": unit}, "gridcolor": "#e5e6e7"},
        xaxis={"type": "category"},
        legend={"orientation": "h", "y": 1.12},
    )
    return _plain(figure)
