"""What a public version leaves out of measures so that no total gives a suppressed figure away, and what it asks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from performance.choices import MeasureType, Unit
from performance.series import ObservationPoint
from plans.position import Position
from plans.position.measures import MeasurePosition
from plans.reports.fields.field import Scope
from plans.reports.fields.measures import is_suppressed
from plans.rules.small_numbers import given_away, is_small, is_small_share, next_smallest

Choices = tuple[tuple[str, str], ...]
Parts = dict[str, Decimal | None]
HIDE_TOTAL, HIDE_NEXT, ALLOW = "leave-out-total", "leave-out-next", "publish"
WAYS_OUT: Choices = (
    (HIDE_TOTAL, "Leave out the year to date and the outturn"),
    (HIDE_NEXT, "Leave out the next smallest period as well"),
    (ALLOW, "Publish the figure: it can't identify anyone"),
)
ADDED_UP = {MeasureType.MONTH, MeasureType.QUARTER}
APRIL = 4


@dataclass(frozen=True)
class Revealed:
    """A suppressed figure that a total gives away: the figure, the periods of its year, the total in words."""

    observation: ObservationPoint
    parts: Parts
    total: str


def public_scope(position: Position, ask: Callable[[str, str, Choices], str]) -> Scope:
    """Return for whom a public version is written, asking about each total that would reveal a suppressed figure.

    `ask` takes a question's key, its words and the ways out, and returns the answer; the first way until one is given.
    A question is about one observation: where that is corrected, it is asked anew.
    """
    plain = Scope(position, is_public=True)
    hidden: set[int] = set()
    allowed: set[int] = set()
    without_total: set[int] = set()
    for measure in position.measures:
        if _is_total_small(measure, plain):
            without_total.add(measure.measure_id)
        for revealed in _revealed(measure, plain):
            answer = ask(
                f"{measure.code}:{revealed.observation.pk}",
                f"{measure.name}: {revealed.observation.shown_period} is suppressed, and the {revealed.total} minus "
                "the other periods would reveal it.",
                WAYS_OUT,
            )
            if answer == HIDE_TOTAL:
                without_total.add(measure.measure_id)
            elif answer == ALLOW:
                allowed.add(revealed.observation.pk)
            elif other := next_smallest(revealed.parts, str(revealed.observation.pk)):
                hidden.add(int(other))
    return Scope(position, True, frozenset(hidden), frozenset(allowed), frozenset(without_total))


def _years(measure: MeasurePosition) -> dict[int, list[ObservationPoint]]:
    """Return the periods that add up to a financial year, by the year in which that begins."""
    latest = measure.judgement.latest
    by_year: dict[int, list[ObservationPoint]] = {}
    if latest is not None and latest.measure_type in ADDED_UP:
        for observation in measure.series.of_type(latest.measure_type):
            if observation.period_end:
                by_year.setdefault(_year_of(observation.period_end), []).append(observation)
    return by_year


def _year_of(day: date) -> int:
    return day.year - (day.month < APRIL)


def _is_total_small(measure: MeasurePosition, scope: Scope) -> bool:
    """Whether a year to date itself rests on so few cases that it is not printed."""
    latest = measure.judgement.latest
    if measure.judgement.year_to_date is None or latest is None or latest.period_end is None:
        return False
    year = _years(measure).get(_year_of(latest.period_end), [])
    if measure.unit == Unit.COUNT or not year:
        return False
    cases = [(observation.numerator, observation.denominator) for observation in year]
    if any(numerator is None or denominator is None for numerator, denominator in cases):
        return False
    return is_small_share(
        sum((numerator for numerator, _all in cases if numerator is not None), Decimal(0)),
        sum((every for _some, every in cases if every is not None), Decimal(0)),
    )


def _revealed(measure: MeasurePosition, scope: Scope) -> Iterator[Revealed]:
    """Yield the suppressed figures that a year to date or an outturn gives away."""
    is_count = measure.unit == Unit.COUNT
    latest, to_date = measure.judgement.latest, measure.judgement.year_to_date
    for year, observations in _years(measure).items():
        parts: Parts = {str(f.pk): f.value if is_count else f.numerator for f in observations}
        small = [observation for observation in observations if is_suppressed(measure, observation, scope)]
        if len(small) != 1:
            continue
        counts = [count for count in parts.values() if count is not None]
        totals: list[tuple[str, Decimal | None]] = [
            ("outturn", observation.value if is_count else observation.numerator)
            for observation in measure.series.of_type(MeasureType.OUTTURN)
            if observation.period_end and _year_of(observation.period_end) == year
        ]
        if to_date is not None and latest and latest.period_end and _year_of(latest.period_end) == year:
            # A share's year to date is pooled from the same cases: what they add up to can be worked back from it.
            totals.append(("year to date", to_date.value if is_count else sum(counts, Decimal(0))))
        for words, total in totals:
            if given_away(parts, total) == str(small[0].pk) and not is_small(total):
                yield Revealed(small[0], parts, words)
                break
