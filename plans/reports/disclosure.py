"""What a public version leaves out of measures so that no total gives a suppressed figure away, and what it asks."""

from collections.abc import Callable
from decimal import Decimal

from performance.choices import MeasureType, Unit
from performance.series import Figure
from plans.position import Position
from plans.position.measures import MeasurePosition
from plans.reports.fields.field import Scope
from plans.reports.fields.measures import is_suppressed
from plans.rules.small_numbers import given_away, is_small, next_smallest

Choices = tuple[tuple[str, str], ...]
HIDE_TOTAL, HIDE_NEXT, ALLOW = "leave-out-total", "leave-out-next", "publish"
WAYS_OUT: Choices = (
    (HIDE_TOTAL, "Leave out the year to date"),
    (HIDE_NEXT, "Leave out the next smallest period as well"),
    (ALLOW, "Publish the figure: it can identify nobody"),
)
ADDED_UP = {MeasureType.MONTH, MeasureType.QUARTER}
APRIL = 4


def public_scope(position: Position, ask: Callable[[str, str, Choices], str]) -> Scope:
    """Return for whom a public version is written, asking about each total that would reveal a suppressed figure.

    `ask` takes a question's key, its words and the ways out, and returns the answer; the first way until one is given.
    """
    plain = Scope(position, is_public=True)
    hidden: set[int] = set()
    allowed: set[int] = set()
    without_total: set[int] = set()
    for measure in position.measures:
        found = _revealed(measure, plain)
        if found is None:
            continue
        figure, parts = found
        answer = ask(
            f"{measure.code}:{figure.period_end}",
            f"{measure.name}: {figure.shown_period} is suppressed, and the year to date less the other periods would "
            "reveal it.",
            WAYS_OUT,
        )
        if answer == HIDE_TOTAL:
            without_total.add(measure.measure_id)
        elif answer == ALLOW:
            allowed.add(figure.pk)
        elif other := next_smallest(parts, str(figure.pk)):
            hidden.add(int(other))
    return Scope(position, True, frozenset(hidden), frozenset(allowed), frozenset(without_total))


def _revealed(measure: MeasurePosition, scope: Scope) -> tuple[Figure, dict[str, Decimal | None]] | None:
    """Return the only suppressed figure of the financial year and the counts of its periods; None where none is."""
    latest, total = measure.judgement.latest, measure.judgement.year_to_date
    if total is None or latest is None or latest.period_end is None or latest.measure_type not in ADDED_UP:
        return None
    first_year = latest.period_end.year - (latest.period_end.month < APRIL)
    year = [
        figure
        for figure in measure.series.of_type(latest.measure_type)
        if figure.period_end and (figure.period_end.year, figure.period_end.month) >= (first_year, APRIL)
    ]
    is_count = measure.unit == Unit.COUNT
    parts = {str(figure.pk): figure.value if is_count else figure.numerator for figure in year}
    counts = [count for count in parts.values() if count is not None]
    # A share's year to date is pooled from the same cases: what its periods add up to can be worked back from it.
    whole = total.value if is_count else sum(counts, Decimal(0))
    small = [figure for figure in year if is_suppressed(measure, figure, scope)]
    only = given_away(parts, whole)
    if len(small) != 1 or only != str(small[0].pk) or is_small(whole):
        return None
    return small[0], parts
