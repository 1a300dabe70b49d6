"""Custom reports: what they may be about, which columns they may have, and how they are grouped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from plans.models import CustomReport
from plans.reports.brief import Brief
from plans.reports.document import Column, Document, Formula, Kind, Paragraph, Part, Row, Section, Table
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import Field, Scope, chosen, columns_of, rows_of
from plans.reports.fields.measures import MEASURE_FIELDS
from plans.reports.fields.recommendations import RECOMMENDATION_FIELDS

NOT_GROUPED = ""
# How the names of custom reports begin, beside those of the catalogue.
CUSTOM = "own-"
EMPTY_GROUP = "Not stated"


@dataclass(frozen=True)
class Subject:
    """What a custom report may be about."""

    key: str
    label: str
    fields: list[Field[Any]]
    all_of: Callable[[Any], Sequence[Any]]
    groups: tuple[str, ...]
    # Ticked on an empty form.
    usual: tuple[str, ...]

    @property
    def group_choices(self) -> list[tuple[str, str]]:
        names = {field.key: field.name for field in self.fields}
        return [(NOT_GROUPED, "Not grouped"), *((key, names[key]) for key in self.groups)]


SUBJECTS: dict[str, Subject] = {
    subject.key: subject
    for subject in (
        Subject(
            "actions",
            "Actions",
            ACTION_FIELDS,
            lambda position: position.lowest_level_actions,
            ("theme", "lead_officers", "status", "rating", "recommendations", "overdue", "due_last_day"),
            (
                "reference",
                "action",
                "theme",
                "lead_officers",
                "due_as_written",
                "status",
                "overdue",
                "progress",
            ),
        ),
        Subject(
            "recommendations",
            "Recommendations",
            RECOMMENDATION_FIELDS,
            lambda position: position.recommendations,
            ("themes", "rating", "lead_officers", "kind"),
            ("number", "recommendation", "themes", "rating", "reason", "actions_overdue"),
        ),
        Subject(
            "measures",
            "Measures",
            MEASURE_FIELDS,
            lambda position: position.measures,
            ("themes", "against_target", "direction_of_travel", "recommendations"),
            ("measure", "latest", "period", "target", "against_target", "direction_of_travel", "in_words"),
        ),
    )
}


def custom_report(brief: Brief, custom: CustomReport, items: Sequence[Any], filtered_by: str) -> Document:
    """Return a custom report, of the items that its filters let through.

    Columns that no longer exist are left out, and said.
    """
    subject = SUBJECTS[custom.subject]
    existing = {field.key for field in subject.fields}
    keys = [key for key in dict.fromkeys(custom.columns) if key in existing]
    fields = chosen(subject.fields, keys)
    if not columns_of(fields, brief.scope):
        # Nothing that was chosen is there any more, or for everybody: what the thing is called always is.
        fields = chosen(subject.fields, subject.usual[:2])
    scope = brief.scope
    document = brief.document(f"{CUSTOM}{custom.slug}", custom.name)
    lost = [key for key in custom.columns if key not in existing]
    note = f" Left out because they no longer exist: {', '.join(lost)}." if lost else ""
    by = f", filtered by {filtered_by}" if filtered_by else ""
    count = f"{len(items)} {subject.label.lower()}{by}.{note}"
    sections: list[Section] = []
    if custom.grouped_by in subject.groups:
        grouping = chosen(subject.fields, [custom.grouped_by])[0]
        groups = _groups(items, grouping, scope)
        sections.append(_summary(brief, custom, grouping, groups, count))
        if custom.grouped_by not in keys:
            fields = [grouping, *fields]
        items = [item for _name, members in groups for item in members]
    table = Table(
        "CustomReport",
        custom.name,
        columns_of(fields, scope),
        rows_of(fields, items, scope),
        nothing="Nothing matches.",
    )
    sections.append(
        Section(
            "rows",
            custom.name,
            [table],
            "Rows",
            subtitle=f"{brief.as_at_line} {count}",
            is_wide=len(fields) > 8,
        )
    )
    document.sections = sections
    return document


def _groups(items: Sequence[Any], grouping: Field[Any], scope: Scope) -> list[tuple[str, list[Any]]]:
    """Return items by what a field says of them, in its order; what it says nothing of comes last."""
    groups: dict[str, list[Any]] = {}
    order: dict[str, Any] = {}
    for item in items:
        value = grouping.value(item, scope)
        name = EMPTY_GROUP if value in {None, ""} else str(value)
        groups.setdefault(name, []).append(item)
        order.setdefault(name, value)
    if grouping.kind in {Kind.NUMBER, Kind.DATE}:
        return sorted(groups.items(), key=lambda group: (group[0] == EMPTY_GROUP, order[group[0]] or 0))
    if grouping.kind in {Kind.RATING, Kind.STATUS, Kind.AGAINST}:
        # In the order in which the plan has them: a scale has one of its own.
        ranks = {level.name: level.order for level in scope.position.levels}
        return sorted(
            groups.items(), key=lambda group: (group[0] == EMPTY_GROUP, ranks.get(group[0], 99), group[0])
        )
    return sorted(groups.items(), key=lambda group: (group[0] == EMPTY_GROUP, group[0].casefold()))


def _summary(
    brief: Brief, custom: CustomReport, grouping: Field[Any], groups: list[tuple[str, list[Any]]], count: str
) -> Section:
    rows = [Row((name, len(members))) for name, members in groups]
    total = sum(len(members) for _name, members in groups)
    parts: list[Part] = [
        Paragraph(count),
        Table(
            "Groups",
            f"By {grouping.column(brief.scope).name.lower()}",
            [Column(grouping.column(brief.scope).name, 46, grouping.kind), Column("Number", 14, Kind.NUMBER)],
            rows,
            total=Row(("Total", Formula("=SUBTOTAL(109,Groups[Number])", total))),
        ),
    ]
    heading = f"{custom.name}, by {grouping.column(brief.scope).name.lower()}"
    return Section("groups", heading, parts, "Groups")
