"""Whether a figure is stale by its measure's frequency. Pure."""

from datetime import date

from improvement.periods import months_before
from performance.choices import Frequency

# Months until the next figure is due, and the months after its period that councils take to report it.
DUE_AFTER = {Frequency.MONTHLY: (1, 1), Frequency.QUARTERLY: (3, 2), Frequency.YEARLY: (12, 6)}


def is_stale(period_end: date | None, frequency: Frequency, on: date) -> bool:
    """Return whether the figure after this one should have been reported by `on`.

    A monthly figure is stale two months after its period, a quarterly one five, a yearly one eighteen. What comes
    now and then, or names no days, is never stale by itself.
    """
    if period_end is None or frequency not in DUE_AFTER:
        return False
    return period_end < months_before(on, sum(DUE_AFTER[frequency]))
