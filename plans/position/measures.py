"""A plan's measures as known on the position's day: latest figures for all, everything for one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from performance.analysis.intervals import wilson_interval
from performance.analysis.judging import AgainstTarget, Direction, against_target, direction_of_travel
from performance.choices import ObservationStatus, Polarity, TargetKind
from performance.models import Measure, Observation, Target
from plans.position.parts import MeasurePoint
from plans.position.position import Position

AIMS = (TargetKind.CHECKPOINT, TargetKind.TARGET, TargetKind.STANDARD, TargetKind.REVISED)


@dataclass(frozen=True)
class LatestFigure:
    """A measure's newest observation, the aim that it is set beside, and the value of the period before."""

    point: MeasurePoint
    measure: Measure
    observation: Observation | None
    target: Target | None
    before: Observation | None = None

    @property
    def against(self) -> AgainstTarget | None:
        """Where the newest value stands to the aim; None where nobody can say."""
        if self.observation is None or self.observation.value is None or self.target is None:
            return None
        return against_target(
            self.observation.value,
            self.target.lowest,
            self.target.highest,
            Polarity(self.measure.polarity),
            self.measure.tolerance,
        )

    @property
    def direction(self) -> Direction | None:
        """Which way it went since the period before; None without two values."""
        newest, before = self.observation, self.before
        if newest is None or before is None or newest.value is None or before.value is None:
            return None
        band = (self.target.lowest, self.target.highest) if self.target else (None, None)
        return direction_of_travel(
            before.value, newest.value, Polarity(self.measure.polarity), self.measure.dead_band, band
        )

    @property
    def warning(self) -> str:
        """A plain warning where the newest share stands on too few cases."""
        return small_number_warning(self.observation) if self.observation else ""


def small_number_warning(observation: Observation) -> str:
    """Return what so few cases can mean, or an empty text where there are enough or their number isn't known."""
    count, cases = observation.numerator, observation.denominator
    if count is None or not cases or not 0 <= count <= cases:
        return ""
    interval = wilson_interval(count, cases)
    if not interval.is_too_wide:
        return ""
    return (
        f"{count:f} of {cases:f}: so few cases that the share behind them could be anything from "
        f"{interval.low:.1f}% to {interval.high:.1f}% (95% interval)."
    ).replace(".0000", "")


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
    observations: dict[int, list[Observation]] = defaultdict(list)
    for row in Observation.objects.as_at(position.as_at).filter(measure__in=keys):
        observations[row.measure_id].append(row)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.as_at(position.as_at).filter(measure__in=keys):
        targets[target.measure_id].append(target)
    measures = Measure.objects.in_bulk(keys)
    return [
        LatestFigure(
            point,
            measures[point.measure_id],
            *_newest_two(observations[point.measure_id], _aim(targets[point.measure_id])),
        )
        for point in wanted
    ]


def _newest_two(
    rows: list[Observation], aim: Target | None
) -> tuple[Observation | None, Target | None, Observation | None]:
    """Return the newest period's figure, the aim, and the figure of the last period before it that has a value.

    What is known last of a period counts; periods without days come before those with.
    """
    ordered = sorted(rows, key=lambda row: (row.period_end or date.min, row.known_on, row.pk))
    if not ordered:
        return None, aim, None
    newest = ordered[-1]
    if newest.status == ObservationStatus.NOT_AVAILABLE:
        # A figure whose column names no day goes before a dated cell that says there is none.
        undated = [
            row for row in ordered if not row.period_end and row.status != ObservationStatus.NOT_AVAILABLE
        ]
        newest = undated[-1] if undated else newest
    before = next(
        (
            row
            for row in reversed(ordered)
            if row.period_end
            and newest.period_end
            and row.period_end < newest.period_end
            and row.value is not None
        ),
        None,
    )
    return newest, aim, before


def read_measure(measure: Measure, as_at: date) -> MeasureSeries:
    """Return one measure's figures and targets as known on a day."""
    newest: dict[tuple[object, object, str], Observation] = {}
    rows = Observation.objects.as_at(as_at).filter(measure=measure).order_by("period_end", "known_on", "pk")
    for row in rows:
        newest[row.period_start, row.period_end, row.period_words] = row
    ordered = sorted(newest.values(), key=lambda row: (row.period_end or date.min, row.pk))
    targets = list(Target.objects.as_at(as_at).filter(measure=measure).order_by("due_latest", "pk"))
    return MeasureSeries(ordered, targets)
