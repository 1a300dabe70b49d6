"""A cell's value as it is printed outside a workbook."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from improvement.rounding import percentage_in_words, round_half_up, with_commas
from plans.reports.document import Formula, Kind, Percentage, Value


def in_words(value: Value, kind: Kind) -> str:
    """Return a cell as text: shares in per cent, money in pounds, days as people read them."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return in_words(value.value, kind)
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, Percentage):
        return f"{with_commas(value)}%"
    if isinstance(value, int | float | Decimal):
        if kind == Kind.PERCENT:
            return percentage_in_words(value)
        if kind == Kind.MONEY:
            return f"£{round_half_up(value, 2):,}"
        return with_commas(value)
    return str(value)
