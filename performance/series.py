"""What is on record of measures as known on a day: the definition, figures, targets, comparators, step changes.

The number of queries does not grow with the measures. For many measures at once, each one's newest three years are
read, which is all that judging looks at; one measure's page reads its whole history.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.db.models import Max, Q, QuerySet

from improvement.periods import months_before
from performance.choices import ComparatorKind, MeasureType, ObservationStatus, TargetKind
from performance.models import Comparator, Measure, MeasureVersion, Observation, StepChange, Target

# Judging looks no further back than this before a measure's newest figure.
MONTHS_JUDGED = 36


class ObservationPoint(NamedTuple):
    """One observation, as last known of its period and type."""

    pk: int
    measure_id: int
    measure_type: str
    period_start: date | None
    period_end: date | None
    period_words: str
    value: Decimal | None
    highest: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    words: str
    status: str
    reason: str
    source: str
    known_on: date

    @property
    def is_available(self) -> bool:
        return self.status != ObservationStatus.NOT_AVAILABLE

    @property
    def is_provisional(self) -> bool:
        return self.status == ObservationStatus.PROVISIONAL

    @property
    def type_label(self) -> str:
        return str(MeasureType(self.measure_type).label)

    @property
    def shown_period(self) -> str:
        """The period in the source's words, else its days."""
        if self.period_words or self.period_end is None:
            return self.period_words
        return f"{self.period_end:%B %Y}"


@dataclass(frozen=True)
class MeasureSeries:
    """Everything known of one measure on a day; figures oldest first, a corrected one as known last."""

    measure_id: int
    code: str
    version: MeasureVersion
    observations: list[ObservationPoint] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    comparators: list[Comparator] = field(default_factory=list)
    step_changes: list[StepChange] = field(default_factory=list)

    def aims(self) -> list[Target]:
        """Return what is to be reached, revised ones left out, earliest first; what has no date comes first."""
        return [target for target in self._standing() if target.kind != TargetKind.BASELINE]

    def baseline(self) -> Target | None:
        """Return where the measure began, as stated; None where nobody said."""
        stated = [target for target in self._standing() if target.kind == TargetKind.BASELINE]
        return stated[-1] if stated else None

    def revised(self) -> set[int]:
        """Return the keys of the targets that another revises."""
        return {target.revises_id for target in self.targets if target.revises_id}

    def _standing(self) -> list[Target]:
        """Return the targets that no other revises."""
        revised = self.revised()
        return [target for target in self.targets if target.pk not in revised]

    def since_step(self, observation: ObservationPoint) -> bool:
        """Whether a figure's period begins on or after the last step change; true where there was none."""
        start = observation.period_start or observation.period_end
        return not self.step_changes or start is None or start >= self.step_changes[-1].from_day

    def of_type(self, measure_type: str) -> list[ObservationPoint]:
        """Return the dated figures of one type that have a value, oldest first."""
        return [
            observation
            for observation in self.observations
            if observation.measure_type == measure_type
            and observation.period_end
            and observation.value is not None
        ]

    def newest_comparator(self, kind: ComparatorKind) -> Comparator | None:
        """Return the newest figure of others of a kind; None where there is none."""
        of_kind = [item for item in self.comparators if item.kind == kind]
        return of_kind[-1] if of_kind else None


def read_series(measures: Collection[int], as_at: date, *, whole: bool = False) -> dict[int, MeasureSeries]:
    """Return each measure's series by key, as known at the end of a day; seven queries whatever their number."""
    codes = dict(Measure.objects.filter(pk__in=measures).values_list("pk", "code"))
    versions = _versions(codes, as_at)
    observations = _by_measure(_observations(codes, as_at, whole=whole))
    targets = _by_measure(Target.objects.as_at(as_at).filter(measure__in=codes))
    comparators = _by_measure(
        _newest_alike(
            Comparator.objects.as_at(as_at).filter(measure__in=codes).order_by("known_on", "pk"),
            "measure_id",
            "kind",
            "period_start",
            "period_end",
            "period_words",
        )
    )
    steps = _by_measure(StepChange.objects.as_at(as_at).filter(measure__in=codes).order_by("from_day", "pk"))
    return {
        key: MeasureSeries(
            key,
            code,
            versions[key],
            observations[key],
            sorted(targets[key], key=lambda item: (item.due_latest or date.min, item.known_on, item.pk)),
            sorted(comparators[key], key=lambda item: (item.period_end or date.min, item.pk)),
            steps[key],
        )
        for key, code in codes.items()
        if key in versions
    }


Row = TypeVar("Row", bound="ObservationPoint | Target | Comparator | StepChange")


def _by_measure(rows: Iterable[Row]) -> dict[int, list[Row]]:
    by_measure: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_measure[row.measure_id].append(row)
    return by_measure


def _newest_alike(rows: Iterable[Row], *same: str) -> list[Row]:
    """Return the last of the rows that are alike in some fields."""
    newest: dict[tuple[object, ...], Row] = {}
    for row in rows:
        newest[tuple(getattr(row, name) for name in same)] = row
    return list(newest.values())


def _versions(codes: Collection[int], as_at: date) -> dict[int, MeasureVersion]:
    """Return each measure's definition on a day; its first, where a figure was known before the measure was."""
    versions: dict[int, MeasureVersion] = {}
    rows = MeasureVersion.objects.filter(measure__in=codes).select_related("owner")
    for version in rows.order_by("measure", "known_from", "pk"):
        if version.measure_id not in versions or version.known_from <= as_at:
            versions[version.measure_id] = version
    return versions


def _observations(codes: Collection[int], as_at: date, *, whole: bool) -> list[ObservationPoint]:
    recorded = Observation.objects.as_at(as_at).filter(measure__in=codes)
    rows = recorded if whole else recorded.filter(_newest_years(recorded))
    ordered = rows.order_by("known_on", "pk").values_list(*ObservationPoint._fields)
    newest: dict[tuple[object, ...], ObservationPoint] = {}
    for row in ordered:
        observation = ObservationPoint(*row)
        # A type and its last day are one period, whoever wrote its first; without days words and source tell.
        period: tuple[object, ...] = (
            (observation.period_end,)
            if observation.period_end
            else (observation.period_start, observation.period_words, observation.source)
        )
        newest[observation.measure_id, observation.measure_type, *period] = observation
    return sorted(
        newest.values(), key=lambda observation: (observation.period_end or date.min, observation.pk)
    )


def _newest_years(observations: QuerySet[Observation]) -> Q:
    """Return the condition that keeps each measure's newest years, and what names no day."""
    newest = observations.order_by().values_list("measure").annotate(newest=Max("period_end"))
    by_day: dict[date, list[int]] = defaultdict(list)
    for measure, day in newest:
        if day is not None:
            by_day[day].append(measure)
    kept = Q(period_end__isnull=True)
    for day, measures in by_day.items():
        kept |= Q(measure__in=measures, period_end__gt=months_before(day, MONTHS_JUDGED))
    return kept
