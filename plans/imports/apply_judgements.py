"""Applies what a workbook judges and claims: inspections, stated figures, ratings, costs."""

from plans.choices import JudgementGrade
from plans.imports.apply_context import Context, date_fields, decimal_of, known_day, new_ones, note_written
from plans.imports.difference import Change
from plans.imports.parsers.people import plain
from plans.models import Plan, Rating, RatingLevel, StatedFigure
from plans.operations.costs import NewCostLine, set_cost_lines
from plans.operations.inspections import OVERALL, NewInspection, judge, record_inspections


def write_inspections(context: Context, changes: list[Change]) -> None:
    new = new_ones(changes)
    items = []
    for change in new:
        values = change.row.values
        day = date_fields("inspected", values["inspected"])
        fields = {
            "framework": values["framework"],
            "setting": plain(values["setting"]),
            "started_on": day["inspected_earliest"],
            "ended_on": day["inspected_latest"],
        }
        items.append(NewInspection(fields, {OVERALL: JudgementGrade(values["grade"])}))
    note_written(context, new, record_inspections(context.plan.council, items, provenance=context.provenance))
    corrected = {
        change.known.object_id: JudgementGrade(change.values["grade"])
        for change in changes
        if change.known is not None and "grade" in change.values
    }
    # One that another plan answers is not re-judged from here.
    answered = set(
        Plan.objects.exclude(pk=context.plan.pk)
        .filter(inspection__in=corrected)
        .values_list("inspection", flat=True)
    )
    judge(
        {key: {OVERALL: grade} for key, grade in corrected.items() if key not in answered},
        provenance=context.provenance,
    )


def write_stated_figures(context: Context, changes: list[Change]) -> None:
    rows = [
        StatedFigure(
            plan=context.plan,
            label=change.row.values["label"],
            value=decimal_of(change.row.values["value"]),
            unit=change.row.values["unit"],
            words=change.row.values["words"],
            rule=change.row.values["rule"],
            sheet=change.row.source.sheet,
            cell=change.row.source.cell,
            **context.provenance.dated(known_day(change, context)),
        )
        for change in changes
    ]
    note_written(context, changes, StatedFigure.objects.bulk_create(rows))


def write_ratings(context: Context, changes: list[Change]) -> None:
    levels = {
        level.code: level
        for level in RatingLevel.objects.filter(
            scale__plan=context.plan, scale__adopted_on__lte=context.provenance.known_on
        ).order_by("scale__adopted_on")
    }
    rows = []
    for change in changes:
        kind = change.row.scope
        key = (
            context.recommendations[int(change.row.parent_key)]
            if kind == "recommendation"
            else context.written[kind, change.row.parent_key]
        )
        rows.append(
            Rating(
                plan=context.plan,
                **{f"{kind}_id": key},
                level=levels[change.row.values["level"]],
                **context.provenance.dated(known_day(change, context)),
            )
        )
    note_written(context, changes, Rating.objects.bulk_create(rows))


def write_costs(context: Context, changes: list[Change]) -> None:
    written = set_cost_lines(
        context.plan,
        [
            NewCostLine(
                values["label"],
                values["financial_year"],
                decimal_of(values["amount"]),
                values["recurrent"],
                values["words"],
            )
            for values in (change.row.values for change in changes)
        ],
        provenance=context.provenance,
    )
    note_written(context, changes, written)
