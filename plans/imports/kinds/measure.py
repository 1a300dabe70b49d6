"""Measures: what a workbook says a measure is, and what it evidences on the plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from performance.choices import Frequency, MeasureType, Polarity, Unit
from performance.models import Measure, MeasureVersion
from performance.operations.measures import NewMeasure, add_measures, change_measures
from plans.imports.changes import Change, changed_ones, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Kind
from plans.imports.known import Known
from plans.imports.values import Row, Source
from plans.imports.writing import Context
from plans.models import Plan
from plans.operations.links import Evidences, set_measure_links

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument

TYPE_BY_FREQUENCY = {
    Frequency.MONTHLY: MeasureType.MONTH,
    Frequency.QUARTERLY: MeasureType.QUARTER,
    Frequency.YEARLY: MeasureType.OUTTURN,
}
READ_FROM_NAME = "Read from the workbook; which way is better from its name where no column says it."


@dataclass(frozen=True)
class MeasureItem:
    code: str
    name: str
    unit: Unit
    source: Source
    polarity: Polarity = Polarity.NEITHER
    frequency: Frequency = Frequency.IRREGULAR
    themes: tuple[int, ...] = ()
    recommendations: tuple[int, ...] = ()


SHARED = SharedFields(MeasureItem, MeasureVersion)


def rows(document: "PlanDocument") -> Iterator[Row]:
    for measure in document.measures:
        yield Row(
            "measure",
            measure.code,
            {
                **SHARED.of_item(measure),
                "themes": list(measure.themes),
                "recommendations": list(measure.recommendations),
            },
            measure.source,
            label=measure.name,
        )


def correct(plan: Plan, measures: dict[int, Known]) -> None:
    """Put what a measure means now beside what the workbook said last: a person may have set it right."""
    for version in MeasureVersion.objects.filter(measure__in=measures, known_to=None):
        known = measures[version.measure_id]
        measures[version.measure_id] = replace(known, values={**known.values, **SHARED.of_version(version)})


def write(context: Context, changes: list[Change]) -> None:
    council, provenance = context.plan.council, context.provenance
    codes = {change.row.key for change in changes}
    # A measure is the council's: another of its plans may have brought it already.
    present = {measure.code: measure for measure in Measure.objects.filter(council=council, code__in=codes)}
    added = add_measures(
        council,
        [_new_measure(change) for change in new_ones(changes) if change.row.key not in present],
        provenance=provenance.because(READ_FROM_NAME),
    )
    for measure in (*present.values(), *added):
        context.written["measure", measure.code] = measure.pk
    change_measures(
        {key: SHARED.to_columns(values) for key, values in changed_ones(changes).items()},
        provenance=provenance.because(provenance.reason or READ_FROM_NAME),
    )
    links = {
        context.written["measure", change.row.key]: _evidences(context, change)
        for change in changes
        if "themes" in change.values or "recommendations" in change.values
    }
    set_measure_links(context.plan, links, provenance=provenance, with_actions=False)


def _new_measure(change: Change) -> NewMeasure:
    measure_type = TYPE_BY_FREQUENCY.get(Frequency(change.values["frequency"]), MeasureType.MONTH)
    columns = {**SHARED.to_columns(change.values), "measure_type": measure_type}
    return NewMeasure(change.row.key, columns)


def _evidences(context: Context, change: Change) -> list[Evidences]:
    """Return what a measure evidences of what the plan has; the plan as a whole where that is nothing."""
    values, themes, items = change.row.values, context.themes, context.recommendations
    return [
        *(Evidences(theme=themes[number]) for number in values["themes"] if number in themes),
        *(Evidences(recommendation=items[number]) for number in values["recommendations"] if number in items),
    ] or [Evidences()]


MEASURE = Kind("measure", rows, write, correct=correct)
