"""Applies what a workbook says of measures, targets and observations."""

from performance.models import Measure, Observation, Target
from performance.operations.measures import add_measures, change_measures, record_observations, record_targets
from plans.imports.apply_context import Context, date_fields, decimal_of, known_day, new_ones, note_written
from plans.imports.difference import Change
from plans.operations.links import set_measure_links


def write_measures(context: Context, changes: list[Change]) -> None:
    fields = ("name", "unit", "polarity", "frequency")
    council = context.plan.council
    codes = {change.row.key for change in changes}
    # A measure is the council's: another of its plans may have brought it already.
    present = {measure.code: measure for measure in Measure.objects.filter(council=council, code__in=codes)}
    added = add_measures(
        [
            Measure(council=council, code=change.row.key, **{name: change.values[name] for name in fields})
            for change in new_ones(changes)
            if change.row.key not in present
        ]
    )
    for measure in (*present.values(), *added):
        context.written["measure", measure.code] = measure.pk
    changed = [
        present[change.row.key]
        for change in changes
        if change.known is not None and change.row.key in present
    ]
    for change in changes:
        for name in fields:
            if change.known is not None and name in change.values:
                setattr(present[change.row.key], name, change.values[name])
    change_measures(changed, fields)
    links: dict[int, list[tuple[int | None, int | None]]] = {}
    for change in changes:
        if "themes" in change.values or "recommendations" in change.values:
            values = change.row.values
            links[context.written["measure", change.row.key]] = [
                *((context.themes[number], None) for number in values["themes"] if number in context.themes),
                *(
                    (None, context.recommendations[number])
                    for number in values["recommendations"]
                    if number in context.recommendations
                ),
            ] or [(None, None)]
    set_measure_links(context.plan, links, provenance=context.provenance)


def write_targets(context: Context, changes: list[Change]) -> None:
    rows = []
    for change in changes:
        values = change.row.values
        due = date_fields("due", values["due"])
        rows.append(
            Target(
                measure_id=context.written["measure", values["measure"]],
                kind=values["kind"],
                words=values["words"][:300],
                lowest=decimal_of(values["lowest"]),
                highest=decimal_of(values["highest"]),
                due_words=due["due_words"],
                due_earliest=due["due_earliest"],
                due_latest=due["due_latest"],
                source=values["source"],
                wording=values["wording"],
                known_on=known_day(change, context),
                by=context.provenance.by,
            )
        )
    note_written(context, changes, record_targets(rows))


def write_observations(context: Context, changes: list[Change]) -> None:
    rows = []
    for change in changes:
        values = change.row.values
        period = date_fields("period", values["period"])
        rows.append(
            Observation(
                measure_id=context.written["measure", values["measure"]],
                period_start=period["period_earliest"],
                period_end=period["period_latest"],
                period_words=period["period_words"],
                value=decimal_of(values["value"]),
                highest=decimal_of(values["highest"]),
                numerator=decimal_of(values.get("numerator")),
                denominator=decimal_of(values.get("denominator")),
                words=values["words"][:300],
                status=values["status"],
                source=values["source"],
                wording=values["wording"],
                known_on=known_day(change, context),
                by=context.provenance.by,
            )
        )
    note_written(context, changes, record_observations(rows))
