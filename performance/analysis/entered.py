"""Whether a typed or imported figure can be: one rule for the form, the file and the command. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from improvement.rounding import share_to_record, with_commas
from performance.analysis.unusual import is_unusual, may_be_a_fraction
from performance.choices import ObservationStatus, Unit

# A share and its cases agree where they differ by no more than rounding does.
ROUNDING = Decimal("0.1")
LARGEST = Decimal(10) ** 10


@dataclass(frozen=True)
class Entered:
    """What somebody gave for a measure and a period."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ObservationStatus = ObservationStatus.FINAL
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with which field, in words for the person who gave it."""

    field: str
    text: str


def completed(entered: Entered, unit: Unit) -> Entered:
    """Return what was given with the share worked out from its cases, where only they were given."""
    if (
        entered.value is None
        and unit == Unit.PERCENT
        and entered.numerator is not None
        and entered.denominator
        and 0 <= entered.numerator <= entered.denominator
    ):
        share = share_to_record(entered.numerator, entered.denominator)
        return Entered(share, entered.numerator, entered.denominator, entered.status, entered.note)
    return entered


def problems(entered: Entered, unit: Unit) -> list[Problem]:
    """Return everything that is wrong with what was given; empty where it can be recorded."""
    problems_found = [*_cases(entered, unit), *_value(entered, unit)]
    if entered.status == ObservationStatus.NOT_AVAILABLE:
        if entered.value is not None or entered.numerator is not None:
            problems_found.append(
                Problem(
                    "value", "A figure that is not available has no value: leave it blank, do not enter 0."
                )
            )
        if not entered.note.strip():
            problems_found.append(Problem("note", "Enter why the figure is not available."))
    elif entered.value is None and not problems_found:
        problems_found.append(Problem("value", "Enter the value, or say that it is not available."))
    return problems_found


def _cases(entered: Entered, unit: Unit) -> list[Problem]:
    numerator, denominator = entered.numerator, entered.denominator
    problems_of_cases = []
    if (numerator is None) != (denominator is None):
        missing = "numerator" if numerator is None else "denominator"
        problems_of_cases.append(Problem(missing, f"Enter the {missing} too, or leave both blank."))
    if numerator is not None and numerator < 0:
        problems_of_cases.append(Problem("numerator", "The numerator can't be below 0."))
    if denominator is not None and denominator <= 0:
        problems_of_cases.append(Problem("denominator", "The denominator must be more than 0."))
    if problems_of_cases or numerator is None or denominator is None or unit != Unit.PERCENT:
        return problems_of_cases
    if numerator > denominator:
        return [Problem("numerator", "The numerator can't be more than the denominator.")]
    share = share_to_record(numerator, denominator)
    if entered.value is not None and abs(entered.value - share) > ROUNDING + _half_a_step(entered.value):
        return [Problem("value", f"{numerator:f} of {denominator:f} is {share:f}%, not {entered.value:f}%.")]
    return []


def _half_a_step(value: Decimal) -> Decimal:
    """Return what rounding to the decimals that were given can take away: 0.5 of a whole per cent."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _value(entered: Entered, unit: Unit) -> list[Problem]:
    value = entered.value
    if value is None:
        return []
    if not value.is_finite() or abs(value) >= LARGEST:
        return [Problem("value", "Enter a number that is possible for this measure.")]
    if unit == Unit.PERCENT and not 0 <= value <= 100:
        return [Problem("value", "A percentage must be between 0 and 100.")]
    if unit in {Unit.COUNT, Unit.DAYS} and value < 0:
        return [Problem("value", f"A {'number of days' if unit == Unit.DAYS else 'count'} can't be below 0.")]
    return []


def question_about(value: Decimal | None, earlier: Sequence[Decimal], unit: Unit) -> str:
    """Return the question to put about a figure that is far from the usual; empty where it is not."""
    if value is None:
        return ""
    if unit == Unit.PERCENT and may_be_a_fraction(value, earlier):
        return f"{value:f}% could be {(value * 100).normalize():f}%: is this correct? Tick the box if it is."
    if not is_unusual(value, earlier):
        return ""
    usual = sum(earlier, Decimal(0)) / len(earlier)
    return (
        f"{value:f} is more than three standard deviations from the usual {with_commas(usual, 1)}: is "
        "this correct? Tick the box if it is."
    )
