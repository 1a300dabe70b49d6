"""The scorecard as a workbook: just the measures that a page shows, in the same order, values typed."""

from collections.abc import Sequence

from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.document import Document, Section
from plans.reports.tables import measures_table


def scorecard(brief: Brief, measures: Sequence[MeasurePosition], filters: str) -> Document:
    """Return a report of measures. `filters` says in words what was filtered."""
    document = brief.document("scorecard", f"{brief.position.plan.title}: scorecard")
    document.sections = [
        Section(
            "scorecard",
            f"Measures of {brief.position.plan.title}",
            [measures_table(brief.scope, measures)],
            "Scorecard",
            subtitle=f"{brief.as_at_line} {filters}",
            is_wide=True,
        )
    ]
    return document
