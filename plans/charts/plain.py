"""What every chart shares: the font, and its shape as JSON's own values."""

import json
from typing import Any

import plotly.graph_objects as go

FONT = {"family": "Arial, sans-serif", "size": 14, "color": "#0b0c0c"}
GRID = "#e5e6e7"


def plain(chart: go.Figure) -> dict[str, Any]:
    """Return a chart as JSON's own values, ready for json_script."""
    return dict(json.loads(chart.to_json()))
