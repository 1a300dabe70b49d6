"""The scorecard as a workbook: just the measures that a page shows, in the same order, values typed."""

from collections.abc import Sequence

from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.document import Document
from plans.reports.listed import listed_report
from plans.reports.tables import measures_table


def scorecard(brief: Brief, measures: Sequence[MeasurePosition], filters: str) -> Document:
    """Return a report of measures. `filters` says in words what was filtered."""
    table = measures_table(brief.scope, measures)
    return listed_report(brief, "Scorecard", "Measures", table, filters, is_wide=True)
