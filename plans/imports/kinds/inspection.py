"""Inspections of a service or a setting, with their overall judgement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improvement.written_dates import WrittenDate
from plans.choices import Framework, JudgementGrade
from plans.imports.changes import Change, new_ones
from plans.imports.kinds.fields import date_columns
from plans.imports.kinds.kind import Kind
from plans.imports.parsers.people import plain
from plans.imports.values import Row, Source, stored
from plans.imports.writing import Context
from plans.models import Plan
from plans.operations.inspections import OVERALL, NewInspection, judge, record_inspections

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class InspectionItem:
    setting: str
    framework: Framework
    grade: JudgementGrade
    inspected: WrittenDate
    source: Source


def rows(document: "PlanDocument") -> Iterator[Row]:
    for item in document.inspections:
        yield Row(
            "inspection",
            f"{item.framework.value} {item.setting} {item.inspected.words}"[:300],
            {name: stored(getattr(item, name)) for name in ("framework", "setting", "grade", "inspected")},
            item.source,
            label=f"{item.framework.label}, {item.setting}",
        )


def write(context: Context, changes: list[Change]) -> None:
    new = new_ones(changes)
    items = []
    for change in new:
        values = change.row.values
        day = date_columns("inspected", values["inspected"])
        columns = {
            "framework": values["framework"],
            "setting": plain(values["setting"]),
            "started_on": day["inspected_earliest"],
            "ended_on": day["inspected_latest"],
        }
        items.append(NewInspection(columns, {OVERALL: JudgementGrade(values["grade"])}))
    context.note(new, record_inspections(context.plan.council, items, provenance=context.provenance))
    corrected = {
        change.known.object_id: JudgementGrade(change.values["grade"])
        for change in changes
        if change.known is not None and "grade" in change.values
    }
    # One that another plan answers is not re-judged from here.
    others = Plan.objects.exclude(pk=context.plan.pk).filter(inspection__in=corrected)
    answered = set(others.values_list("inspection", flat=True))
    judge(
        {key: {OVERALL: grade} for key, grade in corrected.items() if key not in answered},
        provenance=context.provenance,
    )


INSPECTION = Kind("inspection", rows, write)
