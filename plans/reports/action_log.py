"""The action log: everything, flat, one row an action, for a pivot table."""

from plans.reports.brief import Brief
from plans.reports.document import Document, Section, Table
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import chosen, columns_of, rows_of

LEFT_OUT = {"level"}
# What an A3 page has room for, to be read; all else stands to the right of it.
PRINTED = (
    "reference",
    "action",
    "theme",
    "recommendations",
    "lead_officers",
    "due_as_written",
    "status",
    "days_overdue",
    "rating",
    "last_update_on",
    "progress",
    "next_steps",
)


def action_log(brief: Brief) -> Document:
    """Return every lowest-level action with all that is said of it."""
    position, scope = brief.position, brief.scope
    document = brief.document("action-log", f"{position.plan.title}: action log")
    others = [field.key for field in ACTION_FIELDS if field.key not in {*LEFT_OUT, *PRINTED}]
    fields = chosen(ACTION_FIELDS, [*PRINTED, *others])
    actions = position.lowest_level_actions
    table = Table(
        "ActionLog",
        "Action log",
        columns_of(fields, scope, off_paper=others),
        rows_of(fields, actions, scope),
        nothing="The plan has no actions yet.",
    )
    count = f"{len(actions)} action{'' if len(actions) == 1 else 's'}"
    document.sections = [
        Section(
            "actions",
            "Action log",
            [table],
            "Action log",
            subtitle=f"{brief.as_at_line} {count}, one row each.",
            is_wide=True,
        )
    ]
    return document
