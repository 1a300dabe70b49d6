"""The scorecard as a table: one measure a row."""

from functools import cached_property

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from performance.sentences import in_unit, small_number_warning
from plans.charts.svg.small import small_chart
from plans.position.measures import MeasurePosition

AGAINST_ORDER = {"missed": 0, "near": 1, "met": 2, "not_due": 3}
DIRECTION_ORDER = {"worsening": 0, "falling": 1, "rising": 2, "static": 3, "improving": 4}
LAST = 9
# Two years of months are enough to see a shape in.
SPARKLINE_POINTS = 24


class MeasureRow:
    """A measure with the values that its columns show and sort by."""

    def __init__(self, measure: MeasurePosition, address: str) -> None:
        judgement = measure.judgement
        latest = judgement.latest
        self.measure = measure
        self.judgement = judgement
        self.address = address
        self.name = measure.name
        self.latest = latest
        self.latest_sort = latest.value if latest and latest.value is not None else -1
        self.against_sort = AGAINST_ORDER.get(judgement.against or "", LAST)
        self.direction_sort = DIRECTION_ORDER.get(judgement.direction or "", LAST)
        to_date = judgement.year_to_date
        self.year_to_date = in_unit(to_date.value, measure.unit) if to_date else ""
        self.to_date_sort = to_date.value if to_date else -1
        neighbours, england = judgement.neighbours, judgement.england
        self.neighbours_sort = neighbours.comparator.value if neighbours else -1
        self.england_sort = england.comparator.value if england else -1
        self.warning = small_number_warning(judgement)
        # What needs a look comes first: off target, then the rest that can be judged, then what has a figure.
        self.order = (latest is None, self.against_sort, self.name.casefold())
        # Column values that are drawn by a template.
        self.target = self.direction = self.trend = self.neighbours = self.england = self.mind = " "

    @cached_property
    def cells(self) -> dict[str, SafeString]:
        """Its cells as they are drawn, by column: worked out once, for as long as the row is kept."""
        line = sparkline_values(self.measure)
        return {
            **{
                name: self._drawn(name)
                for name in ("name", "latest", "target", "direction", "year_to_date", "mind")
            },
            "trend": self._drawn("trend", line=line, values=[value for value in line if value is not None]),
            "neighbours": self._drawn("beside", beside=self.judgement.neighbours),
            "england": self._drawn("beside", beside=self.judgement.england),
        }

    @cached_property
    def small(self) -> SafeString:
        """The measure as one of many small charts: worked out once, for as long as the row is kept."""
        judgement = self.judgement
        values = sparkline_values(self.measure)
        aim = judgement.aim if judgement.against else None
        targets = [float(end) for end in (aim.lowest, aim.highest) if end is not None] if aim else []
        chart = small_chart(values, list(dict.fromkeys(targets)))
        first = judgement.points[-SPARKLINE_POINTS:][0] if chart else None
        return self._drawn("small", chart=chart, first=first)

    def _drawn(self, part: str, **more: object) -> SafeString:
        """Return a cell drawn by its template; quite empty where that says nothing, so that a phone leaves it out."""
        context = {"row": self, "measure": self.measure, **more}
        return SafeString(render_to_string(f"plans/scorecard/{part}.html", context).strip())


def sparkline_values(measure: MeasurePosition) -> list[float | None]:
    """Return the newest values that a small line is drawn of, None where a period has no figure."""
    judgement = measure.judgement
    points = judgement.points[-SPARKLINE_POINTS:]
    if not points:
        return []
    first, kind = points[0].period_end, points[0].measure_type
    drawn = [
        observation
        for observation in judgement.series.observations
        if observation.measure_type == kind
        and observation.period_end
        and first
        and observation.period_end >= first
    ]
    return [None if item.value is None else float(item.value) for item in judgement.with_gaps(drawn)]


class DrawnColumn(tables.Column):
    """A column whose cells its rows draw themselves, under its name."""

    def render(self, record: MeasureRow, bound_column: tables.columns.BoundColumn) -> SafeString:
        return record.cells[bound_column.name]


class ScorecardTable(tables.Table):
    """The measures of a plan or of one of its themes."""

    caption = "Measures"

    name = DrawnColumn(verbose_name="Measure", order_by="name")
    latest = DrawnColumn(verbose_name="Latest", order_by="latest_sort", empty_values=())
    target = DrawnColumn(verbose_name="Target", order_by="against_sort")
    direction = DrawnColumn(verbose_name="Direction", order_by="direction_sort")
    trend = DrawnColumn(verbose_name="Trend", orderable=False)
    year_to_date = DrawnColumn(verbose_name="Year to date", order_by="to_date_sort", empty_values=())
    neighbours = DrawnColumn(verbose_name="Neighbours", order_by="neighbours_sort")
    england = DrawnColumn(verbose_name="England", order_by="england_sort")
    mind = DrawnColumn(verbose_name="Caution", orderable=False)

    class Meta:
        attrs = {"class": "govuk-table app-stack app-compact"}
        empty_text = "No measures match. Change or clear the filters to see more."
