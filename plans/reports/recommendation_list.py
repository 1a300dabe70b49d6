"""The list of recommendations as a workbook: just those that a page shows, in the same order."""

from collections.abc import Sequence

from plans.position.recommendations import RecommendationPosition
from plans.reports.brief import Brief
from plans.reports.document import Document, Section, Table
from plans.reports.fields.field import chosen, columns_of, rows_of
from plans.reports.fields.recommendations import RECOMMENDATION_FIELDS

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
    document = brief.document("recommendations", f"{brief.position.plan.title}: recommendations")
    fields = chosen(RECOMMENDATION_FIELDS, COLUMNS)
    table = Table(
        "Recommendations",
        "Recommendations",
        columns_of(fields, brief.scope),
        rows_of(fields, recommendations, brief.scope),
        nothing="Nothing matches.",
    )
    document.sections = [
        Section(
            "recommendations",
            f"Recommendations of {brief.position.plan.title}",
            [table],
            "Recommendations",
            subtitle=f"{brief.as_at_line} {filters}",
            is_wide=True,
        )
    ]
    return document
