"""What every chart shares: the font, and its shape as JSON's own values."""

import json
from typing import Any

import plotly.graph_objects as go

from plans.palette import BLACK

FONT = {"family": "Arial, sans-serif", "size": 14, "color": BLACK}


def plain(chart: go.Figure) -> dict[str, Any]:
    """Return a chart as JSON's own values, ready for json_script."""
    return dict(json.loads(chart.to_json()))
