"""Every write of measures, targets and observations. Each takes a set; one is the set of one."""

from collections.abc import Sequence

from django.db import transaction

from performance.models import Measure, Observation, Target


@transaction.atomic
def add_measures(measures: Sequence[Measure]) -> list[Measure]:
    """Store new measures and return them with their keys."""
    return Measure.objects.bulk_create(measures)


@transaction.atomic
def record_targets(targets: Sequence[Target]) -> list[Target]:
    """Append targets; a revised target never replaces the first."""
    return Target.objects.bulk_create(targets)


@transaction.atomic
def record_observations(observations: Sequence[Observation]) -> list[Observation]:
    """Append observations; a correction is a new row known later."""
    return Observation.objects.bulk_create(observations)


@transaction.atomic
def change_measures(measures: Sequence[Measure], fields: Sequence[str]) -> None:
    """Store changed fields of measures' definitions; their figures are rows of their own."""
    Measure.objects.bulk_update(measures, fields)
