"""How figures are rounded and percentages said: one way, on pages, in reports, in Excel and in JSON. Pure.

A percentage is its own fraction, rounded half up, as a calculator gives it. So equal counts have equal percentages
everywhere, and a column of percentages may not add up to 100, which `rounding_note` says. What is short of all is
never called 100%, nor what is above none 0%.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

Number = Decimal | int | float

OVER_99 = "over 99%"
UNDER_1 = "under 1%"
ROUNDING_NOTE = "May not add up to 100% because of rounding."


def exact(value: Number) -> Decimal:
    """Return a number as the decimal that people see: the float 0.285 is 0.285, not the binary fraction below it."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """Return a figure rounded half up, once, at the end: 3.25 to one place is 3.3."""
    return exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percentage(part: Number, whole: Number = 1, places: int = 0) -> Decimal:
    """Return a part of a whole in per cent, rounded half up to some decimals; 0 of a whole that is nothing."""
    return round_half_up(exact(part) * 100 / exact(whole), places) if whole else Decimal(0)


def percentage_in_words(part: Number, whole: Number = 1) -> str:
    """Return a part of a whole as it is printed: `54%`; `over 99%` and `under 1%` for nearly all and nearly none."""
    rounded = percentage(part, whole)
    if rounded == 100 and part < whole:
        return OVER_99
    if rounded == 0 and part > 0:
        return UNDER_1
    return f"{rounded}%"


def rounding_note(parts: Iterable[Number]) -> str:
    """Return what stands under a column of percentages that, as printed, do not add up to 100; else empty."""
    parts = list(parts)
    whole = sum(map(exact, parts), Decimal(0))
    if not whole:
        return ""
    printed = [percentage_in_words(part, whole) for part in parts]
    in_figures = not {OVER_99, UNDER_1} & set(printed)
    return "" if in_figures and sum(percentage(part, whole) for part in parts) == 100 else ROUNDING_NOTE


def share_to_record(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in per cent to one decimal, or to as many as it takes not to call it all or none.

    1,999 of 2,000 is 99.95, 1 of 3,000 is 0.03.
    """
    places = 1
    while (share := percentage(part, whole, places)) in {Decimal(0), Decimal(100)} and 0 < part < whole:
        places += 1
    return share


def with_commas(value: Number, places: int = 2) -> str:
    """Return a number as it is printed: rounded half up, thousands parted by commas, no trailing noughts, no `-0`."""
    text = f"{round_half_up(value, places):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
