"""Applies what a workbook says of measures, targets, observations and comparators."""

from decimal import Decimal
from typing import Any

from performance.analysis.measure_types import type_of_period
from performance.choices import Frequency, MeasureType
from performance.models import Comparator, Measure, Observation, Target
from performance.operations.measures import (
    NewMeasure,
    add_measures,
    change_measures,
    record_comparators,
    record_observations,
    record_targets,
)
from plans.imports.apply_context import (
    Context,
    changed_ones,
    date_fields,
    decimal_of,
    known_day,
    new_ones,
    note_written,
)
from plans.imports.difference import Change
from plans.operations.links import Evidences, set_measure_links

DEFINITION = ("name", "unit", "polarity", "frequency")
TYPE_BY_FREQUENCY = {
    Frequency.MONTHLY: MeasureType.MONTH,
    Frequency.QUARTERLY: MeasureType.QUARTER,
    Frequency.YEARLY: MeasureType.OUTTURN,
}
READ_FROM_NAME = "Read from the workbook; which way is better from its name where no column says it."


def write_measures(context: Context, changes: list[Change]) -> None:
    council, provenance = context.plan.council, context.provenance
    codes = {change.row.key for change in changes}
    # A measure is the council's: another of its plans may have brought it already.
    present = {measure.code: measure for measure in Measure.objects.filter(council=council, code__in=codes)}
    added = add_measures(
        council,
        [
            NewMeasure(
                change.row.key,
                {
                    **{name: change.values[name] for name in DEFINITION},
                    "measure_type": TYPE_BY_FREQUENCY.get(
                        Frequency(change.values["frequency"]), MeasureType.MONTH
                    ),
                },
            )
            for change in new_ones(changes)
            if change.row.key not in present
        ],
        provenance=provenance.because(READ_FROM_NAME),
    )
    for measure in (*present.values(), *added):
        context.written["measure", measure.code] = measure.pk
    change_measures(
        {
            key: {name: values[name] for name in DEFINITION if name in values}
            for key, values in changed_ones(changes).items()
        },
        provenance=provenance.because(provenance.reason or READ_FROM_NAME),
    )
    links: dict[int, list[Evidences]] = {}
    for change in changes:
        if "themes" in change.values or "recommendations" in change.values:
            values = change.row.values
            links[context.written["measure", change.row.key]] = [
                *(
                    Evidences(theme=context.themes[number])
                    for number in values["themes"]
                    if number in context.themes
                ),
                *(
                    Evidences(recommendation=context.recommendations[number])
                    for number in values["recommendations"]
                    if number in context.recommendations
                ),
            ] or [Evidences()]
    set_measure_links(context.plan, links, provenance=context.provenance, with_actions=False)


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


def _period(written: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a figure's period: its days, its words, and what it speaks for."""
    period = date_fields("period", written)
    start, end, words = (period[f"period_{part}"] for part in ("earliest", "latest", "words"))
    return {
        "measure_type": type_of_period(start, end, words),
        "period_start": start,
        "period_end": end,
        "period_words": words,
    }


def write_observations(context: Context, changes: list[Change]) -> None:
    rows = []
    for change in changes:
        values = change.row.values
        rows.append(
            Observation(
                measure_id=context.written["measure", values["measure"]],
                **_period(values["period"]),
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


def write_comparators(context: Context, changes: list[Change]) -> None:
    rows = []
    for change in changes:
        values = change.row.values
        rows.append(
            Comparator(
                measure_id=context.written["measure", values["measure"]],
                kind=values["kind"],
                **_period(values["period"]),
                value=Decimal(values["value"]),
                words=values["words"][:300],
                source=change.row.source.sheet,
                known_on=known_day(change, context),
                by=context.provenance.by,
            )
        )
    note_written(context, changes, record_comparators(rows))
