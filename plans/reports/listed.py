"""What a list page shows as a report of one table: just those items, in the same order."""

from collections.abc import Sequence

from plans.reports.brief import Brief
from plans.reports.document import Document, Section, Table
from plans.reports.fields.field import Field, Item, chosen, columns_of, rows_of


def items_table(
    brief: Brief, noun: str, fields: Sequence[Field[Item]], keys: Sequence[str], items: Sequence[Item]
) -> Table:
    """Return items one a row under the columns of `keys`. `noun` is what they are, in the plural: "Actions"."""
    shown = chosen(fields, keys)
    return Table(
        noun,
        noun,
        columns_of(shown, brief.scope),
        rows_of(shown, items, brief.scope),
        nothing="Nothing matches.",
    )


def listed_report(
    brief: Brief, sheet: str, noun: str, table: Table, filters: str, *, is_wide: bool = False
) -> Document:
    """Return a report of what a list page shows, on a sheet of its own. `filters` says in words what was filtered."""
    title = brief.position.plan.title
    document = brief.document(sheet.lower(), f"{title}: {sheet.lower()}")
    document.sections = [
        Section(
            sheet.lower(),
            f"{noun} of {title}",
            [table],
            sheet,
            subtitle=f"{brief.as_at_line} {filters}",
            is_wide=is_wide,
        )
    ]
    return document
