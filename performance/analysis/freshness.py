"""Whether a figure is stale by its measure's frequency. Pure."""

from datetime import date

from improvement.periods import months_before
from performance.choices import Frequency

# Months until the next figure is due, and the months after its period that councils take to report it.
DUE_AFTER = {
    Frequency.MONTHLY: (1, 1),
    Frequency.QUARTERLY: (3, 2),
    Frequency.YEARLY: (12, 6),
    # Nobody said when the next is due; a figure of the year before last says little of today.
    Frequency.IRREGULAR: (12, 6),
}


def is_stale(period_end: date | None, frequency: Frequency, on: date) -> bool:
    """Return whether the figure after this one should have been reported by `on`.

    A monthly figure is stale two months after its period, a quarterly one five, a yearly one, or one that comes now
    and then, eighteen. What names no days is judged by the day on which it was known.
    """
    if period_end is None:
        return False
    return period_end < months_before(on, sum(DUE_AFTER[frequency]))
