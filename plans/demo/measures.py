"""The demo plan's measures: what they mean, two years of figures, other places' figures, independent checks."""

from datetime import date
from decimal import Decimal
from typing import Any

from improvement.models import Officer, User
from improvement.rounding import share_to_record
from performance.analysis.measure_types import type_of_period
from performance.choices import ComparatorKind, Frequency, MeasureType, ObservationStatus, Polarity, Unit
from performance.models import Comparator, GradeCount, MeasureVersion, Observation
from performance.operations.measures import change_measures, record_comparators, record_observations
from plans.choices import EvidenceSource
from plans.imports.parsers.periods import read_period
from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.ratings import record_check

# Unit, polarity, tolerance, dead band.
MEASURE_DETAILS: dict[str, tuple[Unit, Polarity, str, str]] = {
    "Assessments graded good or better": (Unit.PERCENT, Polarity.HIGHER, "2", "1"),
    "Plans graded good": (Unit.PERCENT, Polarity.HIGHER, "2", "1"),
    "Staff turnover": (Unit.PERCENT, Polarity.LOWER, "1", "0.5"),
    "Caseload per social worker (agreed standard)": (Unit.COUNT, Polarity.LOWER, "1", "0.3"),
    "Children looked after (number)": (Unit.COUNT, Polarity.NEITHER, "0", "5"),
}
OWNED = "Staff turnover"
QUARTERLY = (
    "Placement with parents assessments graded 'good'",
    "Children in private fostering visited when due",
    "Early help referrals that show the parents' agreement",
)


def load_measures(plan: Plan, year: dict[str, Any], author: User, *, agreed_on: date) -> None:
    """Say what the measures mean and record the year's figures, each known when its period ended."""
    keys = {
        version.name: version.measure_id
        for version in MeasureVersion.objects.filter(measure__council=plan.council, known_to__isnull=True)
    }
    monthly: dict[int, dict[str, Any]] = {
        keys[name]: {
            "unit": unit,
            "polarity": polarity,
            "frequency": Frequency.MONTHLY,
            "tolerance": Decimal(tolerance),
            "dead_band": Decimal(dead_band),
        }
        for name, (unit, polarity, tolerance, dead_band) in MEASURE_DETAILS.items()
    }
    quarterly = {
        keys[name]: {
            "unit": Unit.PERCENT,
            "polarity": Polarity.HIGHER,
            "frequency": Frequency.QUARTERLY,
            "measure_type": MeasureType.QUARTER,
            "tolerance": Decimal(2),
            "dead_band": Decimal(1),
        }
        for name in QUARTERLY
    }
    owner = Officer.objects.filter(council=plan.council, user__email__startswith="officer@").first()
    if owner:
        # So that the demo's lead officer has a figure to enter.
        monthly[keys[OWNED]]["owner"] = owner
    change_measures(
        {**monthly, **quarterly},
        provenance=Provenance(agreed_on, author, reason="Agreed with the owners of the figures."),
    )
    record_observations(
        [
            _observation(keys, item, author)
            for item in (*year["observations"], *year["quarterly_observations"])
        ]
    )
    _record_graded(keys, year["graded"], author)
    _record_comparators(keys, year["comparators"], author, agreed_on)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _observation(keys: dict[str, int], item: dict[str, Any], author: User) -> Observation:
    start, end = _day(item["period_start"]), _day(item["period_end"])
    return Observation(
        measure_id=keys[item["measure"]],
        measure_type=item.get("measure_type", MeasureType.MONTH),
        period_start=start,
        period_end=end,
        period_words=item.get("period_words", f"{start:%B %Y}"),
        value=None if item["value"] is None else Decimal(str(item["value"])),
        numerator=item.get("numerator"),
        denominator=item.get("denominator"),
        status=ObservationStatus(item["status"]),
        reason=item.get("reason", "") or ("Data being checked" if item["value"] is None else ""),
        known_on=end,
        by=author,
    )


def _record_graded(keys: dict[str, int], items: list[dict[str, Any]], author: User) -> None:
    rows, grades = [], []
    for item in items:
        period = read_period(item["period"])
        total = sum(count for _grade, count, _meets in item["grades"])
        met = sum(count for _grade, count, meets in item["grades"] if meets)
        rows.append(
            Observation(
                measure_id=keys[item["measure"]],
                period_start=period.earliest,
                period_end=period.latest,
                period_words=period.words,
                value=share_to_record(Decimal(met), Decimal(total)),
                numerator=met,
                denominator=total,
                known_on=_day(item["on"]),
                by=author,
            )
        )
        grades.append(
            [
                GradeCount(grade=grade, order=order, meets_standard=meets, count=count)
                for order, (grade, count, meets) in enumerate(item["grades"], start=1)
            ]
        )
    record_observations(rows, grades)


def _record_comparators(
    keys: dict[str, int], items: list[dict[str, Any]], author: User, known_on: date
) -> None:
    rows = []
    for item in items:
        period = read_period(item["period"])
        rows.append(
            Comparator(
                measure_id=keys[item["measure"]],
                kind=ComparatorKind(item["kind"]),
                measure_type=type_of_period(period.earliest, period.latest, period.words),
                period_start=period.earliest,
                period_end=period.latest,
                period_words=period.words,
                value=Decimal(str(item["value"])),
                source=item["source"],
                known_on=known_on,
                by=author,
            )
        )
    record_comparators(rows)


def load_checks(plan: Plan, items: list[dict[str, Any]], author: User) -> None:
    """Record what the demo's independent checks found."""
    recommendations = {item.number: item for item in plan.recommendations.all()}
    for item in items:
        record_check(
            recommendations[item["recommendation"]],
            EvidenceSource(item["source"]),
            _day(item["on"]),
            confirms=item["confirms"],
            finding=item["finding"],
            provenance=Provenance(_day(item["on"]), author),
        )
