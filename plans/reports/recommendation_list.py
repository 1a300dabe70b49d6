"""The list of recommendations as a workbook: just those that a page shows, in the same order."""

from collections.abc import Sequence

from plans.position.recommendations import RecommendationPosition
from plans.reports.brief import Brief
from plans.reports.document import Document
from plans.reports.fields.recommendations import RECOMMENDATION_FIELDS
from plans.reports.listed import items_table, listed_report

COLUMNS = (
    "number",
    "recommendation",
    "themes",
    "lead_officers",
    "rating",
    "rated_on",
    "previous_rating",
    "reason",
    "actions",
    "actions_completed",
    "actions_overdue",
    "actions_past_due_status_not_supplied",
    "delivered",
    "working",
    "embedded",
)


def recommendation_list_report(
    brief: Brief, recommendations: Sequence[RecommendationPosition], filters: str
) -> Document:
    """Return a report of recommendations. `filters` says in words what was filtered."""
    table = items_table(brief, "Recommendations", RECOMMENDATION_FIELDS, COLUMNS, recommendations)
    return listed_report(brief, "Recommendations", "Recommendations", table, filters, is_wide=True)
