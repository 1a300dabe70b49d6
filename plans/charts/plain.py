"""What every figure shares: the font, and its shape as JSON's own values."""

import json
from typing import Any

import plotly.graph_objects as go

from plans.palette import BLACK

FONT = {"family": "Arial, sans-serif", "size": 14, "color": BLACK}


def plain(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as JSON's own values, ready for json_script."""
    return dict(json.loads(figure.to_json()))
