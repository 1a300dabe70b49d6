"""Native charts: bars of counts, lines over time, drawn from the columns of a table on the same sheet."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties
from openpyxl.utils import get_column_letter

from improvement.workbooks import inert
from plans.palette import GREY
from plans.reports.document import Chart
from plans.reports.excel.sheets import quoted

# Centimetres, and the rows of ordinary height that a chart takes.
CHART_HEIGHT, CHART_BELOW, CHART_BESIDE = 8.0, 22.0, 15.0
CHART_ROWS = 16
# The columns that a chart beside a table takes: a gap, and 15 centimetres.
BESIDE_WIDTHS = (3.0, *[9.0] * 9)


def draw(chart: Chart, sheet: Any, first: int, count: int) -> Any:
    """Return a chart of the rows of a table, the first of which stands in row `first` under its heading."""
    heading = first - 1
    drawn: Any = BarChart() if chart.stacked else LineChart()
    if chart.stacked:
        drawn.type, drawn.grouping, drawn.overlap, drawn.gapWidth = "bar", "stacked", 100, 60
        # The first row stands on top, as in the table.
        drawn.x_axis.scaling.orientation = "maxMin"
    for place, column in enumerate(chart.value_columns):
        drawn.add_data(
            Reference(sheet, min_col=column + 1, min_row=first, max_row=first + count - 1),
            titles_from_data=False,
        )
        series = drawn.series[-1]
        series.tx = SeriesLabel(
            strRef=StrRef(f"{quoted(sheet.title)}!${get_column_letter(column + 1)}${heading}")
        )
        colour = chart.colours[place] if place < len(chart.colours) else ""
        if colour:
            series.graphicalProperties = GraphicalProperties(solidFill=colour.lstrip("#").upper())
            series.graphicalProperties.line.solidFill = (
                (GREY if chart.stacked else colour).lstrip("#").upper()
            )
        if not chart.stacked:
            series.smooth = False
            series.marker.symbol = "circle" if place == 0 else "none"
            series.graphicalProperties.line.width = 24_000
            if place:
                series.graphicalProperties.line.dashStyle = "dash"
    drawn.set_categories(
        Reference(sheet, min_col=chart.label_column + 1, min_row=first, max_row=first + count - 1)
    )
    drawn.title = inert(chart.title)
    drawn.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=1100, b=True)
    drawn.legend.position = "b"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.height, drawn.width = CHART_HEIGHT, CHART_BESIDE if chart.is_beside else CHART_BELOW
    if chart.percent:
        drawn.y_axis.number_format = "0%"
    return drawn
