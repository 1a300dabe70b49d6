"""Recommendations by rating at each meeting."""

from typing import Any

import plotly.graph_objects as go

from plans.charts.plain import FONT, plain
from plans.palette import GRID, WHITE, rating_look
from plans.position.history import RatingHistory

# A pattern beside the colour, so that levels are told apart without it.
PATTERNS = ("", "/", "x", ".", "-", "+")


def rating_history_chart(history: RatingHistory) -> dict[str, Any]:
    """Return stacked columns: recommendations by rating at each meeting."""
    looks = [rating_look(colour) for colour in history.colours]
    days = [f"{point.day:%-d %b %y}" for point in history.points]
    chart = go.Figure(
        [
            go.Bar(
                name=label,
                x=days,
                y=[point.counts[index] for point in history.points],
                marker={
                    "color": looks[index].fill,
                    "line": {"color": looks[index].edge, "width": 1},
                    "pattern": {
                        "shape": PATTERNS[index % len(PATTERNS)],
                        "fgcolor": WHITE,
                        "size": 6,
                        "solidity": 0.15,
                        "fillmode": "overlay",
                    },
                },
            )
            for index, label in enumerate(history.labels)
        ]
    )
    chart.update_layout(
        template="none",
        barmode="stack",
        font=FONT,
        height=360,
        margin={"l": 50, "r": 10, "t": 10, "b": 60},
        yaxis={"title": {"text": "Recommendations"}, "dtick": 2, "gridcolor": GRID},
        xaxis={"type": "category"},
        legend={"orientation": "h", "y": 1.12},
    )
    return plain(chart)
