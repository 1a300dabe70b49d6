"""The action list as a workbook: just the actions that a page shows, in the same order."""

from collections.abc import Sequence

from plans.position.actions import ActionPosition
from plans.reports.brief import Brief
from plans.reports.document import Document, Section, Table
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import chosen, columns_of, rows_of

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
    document = brief.document("actions", f"{brief.position.plan.title}: actions")
    fields = chosen(ACTION_FIELDS, COLUMNS)
    table = Table(
        "Actions",
        "Actions",
        columns_of(fields, brief.scope),
        rows_of(fields, actions, brief.scope),
        nothing="Nothing matches.",
    )
    document.sections = [
        Section(
            "actions",
            f"Actions of {brief.position.plan.title}",
            [table],
            "Actions",
            subtitle=f"{brief.as_at_line} {filters}",
        )
    ]
    return document
