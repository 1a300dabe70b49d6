"""Between which days returns to a meeting are open: never beyond the meeting itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Window:
    """The first and the last day on which returns to a meeting can be written; none where it is not said."""

    opens: date | None = None
    closes: date | None = None

    def ends_after(self, meets_on: date) -> bool:
        """Whether it would have returns written, or begun, after the meeting that they are for."""
        return any(day is not None and day > meets_on for day in (self.opens, self.closes))


def moved_along(window: Window, met_on: date, meets_on: date, today: date) -> Window:
    """Return the window of a meeting that moved from `met_on` to an earlier day, so that it ends no later than it.

    The last day keeps its distance to the meeting, but is not put into the past while the meeting is still to come;
    the first day moves only where it would lie after the last.
    """
    shift = meets_on - met_on
    closes = window.closes
    if closes is not None and closes > meets_on:
        closes = min(max(closes + shift, today), meets_on)
    opens = window.opens
    last = meets_on if closes is None else closes
    if opens is not None and opens > last:
        opens = min(opens + shift, last)
    return Window(opens, closes)
