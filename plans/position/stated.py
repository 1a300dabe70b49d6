"""A figure as a paper prints it, beside what the rows give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improvement.rounding import with_commas
from plans.rules.stated_figures import agrees, plain_number, recompute

# By the day on which figures were stated: what the rows gave then.
Then = Mapping[date, Mapping[str, Decimal | None]]
# A paper's figures are set beside the rows of its own day for the newest few papers that differ.
MOST_DAYS = 4


@dataclass(frozen=True)
class StatedPoint:
    """A figure as printed, beside what the rows give."""

    label: str
    stated: int | float | None
    words: str
    unit: str
    recomputed: int | float | None
    agrees: bool | None
    stated_on: date
    sheet: str
    cell: str
    # How the rows recompute it: the rule's name, and in words.
    rule: str = ""
    rule_sentence: str = ""

    @property
    def difference(self) -> Decimal | None:
        """What was stated, less what the rows give."""
        if self.stated is None or self.recomputed is None:
            return None
        return Decimal(str(self.stated)) - Decimal(str(self.recomputed))

    @property
    def stated_shown(self) -> str:
        return self.shown_as_it(self.stated)

    @property
    def recomputed_shown(self) -> str:
        return self.shown_as_it(self.recomputed)

    @property
    def difference_shown(self) -> str:
        if not self.difference:
            return ""
        sign = "+" if self.difference > 0 else ""
        if self.unit == "percent":
            points = "point" if abs(self.difference) == 1 else "points"
            return f"{sign}{with_commas(self.difference)} percentage {points}"
        return f"{sign}{self.shown_as_it(self.difference)}"

    def shown_as_it(self, number: Decimal | float | None) -> str:
        """Return a figure, this one's or another day's, as this one is shown."""
        if number is None:
            return ""
        number = Decimal(str(number))
        if self.unit == "pounds":
            return f"{'-' if number < 0 else ''}£{with_commas(abs(number), 0)}"
        shown = with_commas(number)
        return f"{shown}%" if self.unit == "percent" else shown


@dataclass(frozen=True)
class Compared:
    """A stated figure set beside the rows of its own day, where today's differ from it.

    `agrees` is None where nothing can be compared: no row gives the figure, or none was known on its day.
    """

    given: int | float | None
    shown: str
    agrees: bool | None
    is_of_own_day: bool = False


def compared(point: StatedPoint, then: Then, as_at: date) -> Compared:
    """Return whether a figure agrees: with the rows of the position's day, or else with those of its own day."""
    if point.agrees is not False or point.stated_on >= as_at:
        return Compared(point.recomputed, point.recomputed_shown, point.agrees)
    then_given = recompute(point.rule, then.get(point.stated_on, {}))
    stated = None if point.stated is None else Decimal(str(point.stated))
    given = plain_number(then_given)
    return Compared(given, point.shown_as_it(given), agrees(stated, then_given), is_of_own_day=True)


def days_that_differ(figures: Iterable[StatedPoint], as_at: date) -> list[date]:
    """Return the days before a day on which papers stated figures that the day's rows don't give, newest first."""
    days = {figure.stated_on for figure in figures if figure.agrees is False and figure.stated_on < as_at}
    return sorted(days, reverse=True)[:MOST_DAYS]
