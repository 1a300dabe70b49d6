"""The action list as a workbook: just the actions that a page shows, in the same order."""

from collections.abc import Sequence

from plans.position.actions import ActionPosition
from plans.reports.brief import Brief
from plans.reports.document import Document
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.listed import items_table, listed_report

COLUMNS = (
    "reference",
    "action",
    "theme_number",
    "recommendations",
    "lead_officers",
    "start_as_written",
    "due_as_written",
    "due_last_day",
    "overdue",
    "past_due_status_not_supplied",
    "status",
    "rating",
    "last_update_on",
    "progress",
)


def action_list(brief: Brief, actions: Sequence[ActionPosition], filters: str) -> Document:
    """Return a report of actions. `filters` says in words what was filtered."""
    table = items_table(brief, "Actions", ACTION_FIELDS, COLUMNS, actions)
    return listed_report(brief, "Actions", "Actions", table, filters)
