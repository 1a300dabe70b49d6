"""A report's charts as pictures, for files that no browser draws: SVG for a PDF, PNG for Word.

PNG is made by resvg, a small library without a browser. A server without any font gets no picture; the table beside the
chart says the same.
"""

from functools import cache
from pathlib import Path

import resvg_py

from plans.charts.svg.paper import Series, bars_on_paper, lines_on_paper
from plans.reports.document import Chart, Section, Table

# Two pixels a point of the drawing: sharp on paper.
ZOOM = 2.0
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


def svg_of(chart: Chart, section: Section) -> str:
    """Return a chart as SVG; empty where its table has fewer than two rows or no figure."""
    table = next(part for part in section.parts if isinstance(part, Table) and part.name == chart.table)
    places = [str(row.values[chart.label_column] or "") for row in table.rows]
    series = [
        Series(
            table.column_names[column],
            _colour(chart, place),
            tuple(_number(row.values[column]) for row in table.rows),
            is_dashed=place > 0 and not chart.stacked,
        )
        for place, column in enumerate(chart.value_columns)
    ]
    series = [item for item in series if any(value is not None for value in item.values)]
    if not series or len(places) < (1 if chart.stacked else 2):
        return ""
    if chart.stacked:
        return str(bars_on_paper(places, series))
    return str(lines_on_paper(places, series, "%" if chart.percent else ""))


def png_of(chart: Chart, section: Section) -> bytes:
    """Return a chart as PNG, 1,440 pixels wide; empty where there is nothing to draw or no font to write with."""
    drawing = svg_of(chart, section) if has_fonts() else ""
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=ZOOM)) if drawing else b""


@cache
def has_fonts() -> bool:
    """Whether the machine has a font: without one resvg leaves out every word."""
    return any(next(folder.rglob("*.[to]tf"), None) for folder in FONTS if folder.is_dir())


def _colour(chart: Chart, place: int) -> str:
    colour = chart.colours[place % len(chart.colours)] if chart.colours else "1D70B8"
    return colour if colour.startswith("#") else f"#{colour}"


def _number(value: object) -> float | None:
    """Return a figure; None for one that is not there, or is said in words."""
    try:
        return float(str(value))
    except ValueError:
        return None
