"""A plan's measures as known on the position's day: latest figures for all, everything for one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery

from performance.choices import TargetKind
from performance.models import Measure, Observation, Target
from plans.position.parts import MeasurePoint
from plans.position.position import Position

AIMS = (TargetKind.CHECKPOINT, TargetKind.TARGET, TargetKind.STANDARD, TargetKind.REVISED)


@dataclass(frozen=True)
class LatestFigure:
    """A measure's newest observation and the aim that it is set beside."""

    point: MeasurePoint
    measure: Measure
    observation: Observation | None
    target: Target | None


@dataclass(frozen=True)
class MeasureSeries:
    """Everything known of one measure, periods oldest first; a corrected period shows what was known last."""

    observations: list[Observation]
    targets: list[Target]

    @property
    def aim(self) -> Target | None:
        """The aim with the latest date, or the last stated one where none has a date."""
        return _aim(self.targets)

    @property
    def target_value(self) -> float | None:
        """The aim's value, or the lower end of its band, for a line on a chart."""
        aim = self.aim
        value = (aim.lowest if aim.lowest is not None else aim.highest) if aim else None
        return None if value is None else float(value)


def _aim(targets: list[Target]) -> Target | None:
    aims = [target for target in targets if target.kind in AIMS]
    return max(aims, key=lambda target: (target.due_latest or date.min, target.pk), default=None)


def latest_figures(position: Position, points: Sequence[MeasurePoint] | None = None) -> list[LatestFigure]:
    """Return the newest figure and aim of each measure, or of some; three queries whatever their number."""
    wanted = position.measures if points is None else points
    keys = [point.measure_id for point in wanted]
    known = Observation.objects.as_at(position.as_at)
    newest = (
        known.filter(measure=OuterRef("measure"))
        .order_by(F("period_end").desc(nulls_last=True), "-known_on", "-pk")
        .values("pk")[:1]
    )
    observations = {row.measure_id: row for row in known.filter(measure__in=keys, pk=Subquery(newest))}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.as_at(position.as_at).filter(measure__in=keys):
        targets[target.measure_id].append(target)
    measures = Measure.objects.in_bulk(keys)
    return [
        LatestFigure(
            point,
            measures[point.measure_id],
            observations.get(point.measure_id),
            _aim(targets[point.measure_id]),
        )
        for point in wanted
    ]


def read_measure(measure: Measure, as_at: date) -> MeasureSeries:
    """Return one measure's figures and targets as known on a day."""
    newest: dict[tuple[object, object, str], Observation] = {}
    rows = Observation.objects.as_at(as_at).filter(measure=measure).order_by("period_end", "known_on", "pk")
    for row in rows:
        newest[row.period_start, row.period_end, row.period_words] = row
    ordered = sorted(newest.values(), key=lambda row: (row.period_end or date.min, row.pk))
    targets = list(Target.objects.as_at(as_at).filter(measure=measure).order_by("due_latest", "pk"))
    return MeasureSeries(ordered, targets)
