"""Every write of measures, targets and what was observed. Each takes a set; one is the set of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from improvement.editing import ChangedMeanwhile
from improvement.history import Provenance, follow_versions
from improvement.models import Council
from performance.models import (
    Comparator,
    GradeCount,
    Measure,
    MeasureVersion,
    Observation,
    StepChange,
    Target,
)

FigureRow = TypeVar("FigureRow", Observation, Target, Comparator)


@dataclass(frozen=True)
class NewMeasure:
    """A measure to add: its code and its first version's fields."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_measures(council: Council, new: Sequence[NewMeasure], *, provenance: Provenance) -> list[Measure]:
    """Store new measures, each with its first version, and return them with their keys."""
    measures = Measure.objects.bulk_create(Measure(council=council, code=item.code) for item in new)
    MeasureVersion.objects.bulk_create(
        MeasureVersion(
            measure=measure,
            **{"reason": provenance.reason, **item.fields},
            known_from=provenance.known_on,
            by=provenance.by,
        )
        for measure, item in zip(measures, new, strict=True)
    )
    return measures


@transaction.atomic
def change_measures(
    changes: Mapping[int, Mapping[str, Any]], *, provenance: Provenance
) -> list[MeasureVersion]:
    """Follow measures' current versions by ones with the given fields changed; their figures stay as they are."""
    own = {"by": provenance.by, "reason": provenance.reason}
    return follow_versions(MeasureVersion, "measure", changes, provenance.known_on, own)


@transaction.atomic
def record_targets(targets: Sequence[Target]) -> list[Target]:
    """Append targets; a revised target never replaces the first."""
    return Target.objects.bulk_create(targets)


@transaction.atomic
def withdraw(model: type[FigureRow], rows: Sequence[FigureRow], *, provenance: Provenance) -> list[FigureRow]:
    """Append rows that take figures, targets or comparators back, one each: they stand no longer, and did until then.

    What stood for the same thing before stands again by itself.
    """
    return model._default_manager.bulk_create([_taking_back(row, provenance) for row in rows])


def _taking_back(row: FigureRow, provenance: Provenance) -> FigureRow:
    own = {"id", "recorded_at", "known_on", "by", "withdrawn", "withdraws"}
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in own
    }
    day = max(provenance.known_on, row.known_on)
    return type(row)(**fields, known_on=day, by=provenance.by, withdrawn=True, withdraws=row)


@transaction.atomic
def record_observations(
    observations: Sequence[Observation], grades: Sequence[Sequence[GradeCount]] = ()
) -> list[Observation]:
    """Append observations; a correction is a new row known later. `grades` holds each one's counts by grade."""
    recorded = Observation.objects.bulk_create(observations)
    counts = []
    for observation, own in zip(recorded, grades, strict=False):
        for count in own:
            count.observation = observation
            counts.append(count)
    GradeCount.objects.bulk_create(counts)
    return recorded


@transaction.atomic
def record_comparators(comparators: Sequence[Comparator]) -> list[Comparator]:
    """Append comparators; a corrected one is a new row known later."""
    return Comparator.objects.bulk_create(comparators)


@transaction.atomic
def record_step_changes(changes: Sequence[StepChange]) -> list[StepChange]:
    """Append step changes, from which control limits are worked out anew."""
    return StepChange.objects.bulk_create(changes)


class ObservationsChanged(ChangedMeanwhile):
    """Somebody recorded a figure meanwhile; `measures` holds the keys of those concerned."""

    def __init__(self, measures: Sequence[int]) -> None:
        super().__init__("Someone else recorded a figure in the meantime.")
        self.measures = measures


@transaction.atomic
def record_entered_observations(new: Sequence[Observation], seen: Mapping[int, int]) -> list[Observation]:
    """Append figures that people typed; raise ObservationsChanged where another came since their form was shown.

    `seen` maps a measure's key to the key of the figure that the form showed for the period, 0 for none.
    """
    # Of two who save at once the second waits here, and then finds the first's figure.
    list(Measure.objects.select_for_update().filter(pk__in=list(seen)).order_by("pk"))
    standing = (
        Observation.objects.as_at(max((observation.known_on for observation in new), default=date.min))
        .filter(measure__in=list(seen), period_end__in={observation.period_end for observation in new})
        .order_by("known_on", "pk")
        .values_list("measure_id", "measure_type", "period_end", "pk")
    )
    newest = {(measure, kind, end): key for measure, kind, end, key in standing}
    changed = [
        observation.measure_id
        for observation in new
        if newest.get((observation.measure_id, observation.measure_type, observation.period_end), 0)
        != seen[observation.measure_id]
    ]
    if changed:
        raise ObservationsChanged(changed)
    return record_observations(new)
