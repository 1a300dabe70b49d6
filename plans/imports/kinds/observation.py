"""Observations: the figures of measures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from improvement.written_dates import WrittenDate
from performance.choices import ObservationStatus
from performance.models import Observation
from performance.operations.measures import record_observations
from performance.series import ObservationPoint, read_series
from plans.imports.changes import Change
from plans.imports.kinds.figures import measure_columns, period_columns
from plans.imports.kinds.kind import Kind
from plans.imports.known import Known
from plans.imports.values import Row, Source, decimal_of, number_value, numbered, stored, text_key
from plans.imports.writing import Context
from plans.models import Plan

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class ObservationItem:
    measure: str
    words: str
    source: Source
    value: Decimal | None = None
    highest: Decimal | None = None
    period: WrittenDate = WrittenDate()
    status: ObservationStatus = ObservationStatus.FINAL
    origin: str = ""
    wording: str = ""
    known_on: date | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def rows(document: "PlanDocument") -> Iterator[Row]:
    counted: Counter[str] = Counter()
    for seen in document.observations:
        names = ("measure", "words", "value", "highest", "period", "status", "wording")
        values = {**{name: stored(getattr(seen, name)) for name in names}, "source": seen.origin}
        if seen.denominator is not None:
            values |= {name: stored(getattr(seen, name)) for name in ("numerator", "denominator")}
        yield Row(
            "observation",
            numbered(counted, f"{seen.measure} {seen.period.words} {text_key(seen.origin)}"),
            values,
            seen.source,
            known_on=seen.known_on,
            label=f"{seen.period.words}: {seen.words}",
        )


def correct(plan: Plan, observations: dict[int, Known]) -> None:
    """Put the figure that stands for a period now beside what the workbook said last of it."""
    brought = Observation.objects.in_bulk(list(observations))
    series = read_series({row.measure_id for row in brought.values()}, date.max, whole=True)
    standing = {
        (key, point.measure_type, point.period_end): point
        for key, of_measure in series.items()
        for point in of_measure.observations
        if point.period_end
    }
    for key, known in observations.items():
        row = brought.get(key)
        if row is None or row.period_end is None:
            continue
        point = standing.get((row.measure_id, row.measure_type, row.period_end))
        if point is not None and point.pk != key:
            observations[key] = replace(known, values={**known.values, **_values_of(point, known)})


def _values_of(point: ObservationPoint, known: Known) -> dict[str, Any]:
    value = number_value(point.value)
    values = {"value": value, "status": point.status, "words": point.words or value or ""}
    if "denominator" in known.values or point.denominator is not None:
        values |= {name: number_value(getattr(point, name)) for name in ("numerator", "denominator")}
    return values


def write(context: Context, changes: list[Change]) -> None:
    observations = []
    for change in changes:
        values = change.row.values
        observations.append(
            Observation(
                **measure_columns(context, change.row),
                **period_columns(values["period"]),
                **{name: values[name] for name in ("status", "source", "wording")},
                **{
                    name: decimal_of(values.get(name))
                    for name in ("value", "highest", "numerator", "denominator")
                },
                known_on=context.known_day(change),
            )
        )
    context.note(changes, record_observations(observations))


OBSERVATION = Kind("observation", rows, write, correct=correct, figures=Observation)
