"""The plan laid out in time: bars from a start to a due day, marks on a day, lines at the days to read them against."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from improvement.periods import month_end
from improvement.templatetags.display import slugify_code
from plans.charts.svg.elements import element, silent, spoken, together
from plans.choices import ProgressStatus
from plans.position.timeline import Timeline, TimelineGroup, TimelineRow

# The drawing is this wide; a bar begins and ends at a part of it.
WIDTH = 1000
ROW_HEIGHT = 22
# What is shorter than this could not be seen as a bar, and is drawn as a mark.
SHORTEST = 4
# What stands for the status where colour can't be seen.
SYMBOLS: dict[str, str] = {
    ProgressStatus.COMPLETED: "✓",
    ProgressStatus.ON_TARGET: "▸",
    ProgressStatus.BEHIND_TARGET: "!",
    ProgressStatus.NOT_STARTED: "○",
    ProgressStatus.NOT_SUPPLIED: "?",
}


@dataclass(frozen=True)
class Scale:
    """Where days lie between the first and the last."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return max((self.last - self.first).days, 1)

    def x(self, day: date) -> float:
        """Return how far right a day lies."""
        return round((day - self.first).days * WIDTH / self.days, 1)

    def x_of(self, day: date) -> float | None:
        """Return how far right a day lies; None of one outside of the drawing."""
        return self.x(day) if self.first <= day <= self.last else None

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Return where months begin, every third of them where the plan is longer than eighteen months."""
        step = 1 if self.days <= 550 else 3
        day = self.first
        while day <= self.last:
            if (day.month - 1) % step == 0:
                yield self.x(day), f"{day:%b %Y}" if day.month == 1 or step == 3 else f"{day:%b}"
            day = month_end(day.year, day.month) + timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """A row with the place that it has on the drawing."""

    row: TimelineRow
    x: float
    width: float
    y: int
    # Where an action was to end at first, where that day has moved.
    first_x: float | None

    @property
    def middle(self) -> int:
        return self.y + ROW_HEIGHT // 2

    @property
    def end_x(self) -> float:
        return self.x + self.width


def scale_of(timeline: Timeline) -> Scale:
    """Return the scale that all groups of a timeline are drawn on."""
    return Scale(timeline.first, timeline.last)


def bars_of(group: TimelineGroup, scale: Scale) -> list[Bar]:
    """Return a group's rows that have a due day, one below the other."""
    return [_bar(row, place, scale) for place, row in enumerate(group.dated)]


def _bar(row: TimelineRow, place: int, scale: Scale) -> Bar:
    end = row.end or scale.last
    begin = scale.x(min(row.start, end)) if row.start else scale.x(end)
    return Bar(
        row,
        begin,
        round(scale.x(end) - begin, 1),
        place * ROW_HEIGHT,
        scale.x(row.first_end) if row.first_end and row.first_end != end else None,
    )


def day_part(timeline: Timeline) -> float:
    """Return where the page's day lies on the drawing, from 0 to 1: what a narrow screen shows first."""
    x = scale_of(timeline).x_of(timeline.as_at)
    return round((x if x is not None else WIDTH) / WIDTH, 3)


def timeline_drawing(timeline: Timeline, group: TimelineGroup, said: str) -> SafeString:
    """Return the drawing of one group's rows, with what it shows in words."""
    scale, height = scale_of(timeline), len(group.dated) * ROW_HEIGHT
    days = [("app-timeline__day", timeline.as_at)]
    if timeline.today != timeline.as_at:
        days.append(("app-timeline__today", timeline.today))
    return spoken(
        said,
        *(_tick(x, label, height) for x, label in scale.ticks()),
        *(_row(bar) for bar in bars_of(group, scale)),
        *(_upright(look, x, -4, height) for look, day in days if (x := scale.x_of(day)) is not None),
        class_="app-timeline",
        viewBox=f"-90 -22 1100 {height + 26}",
    )


def day_key() -> SafeString:
    """Return a short piece of the line that shows the page's day."""
    line = _upright("app-timeline__day", 10, 0, 10)
    return silent(line, class_="app-legend__key", viewBox="0 0 20 10")


def _upright(look: str, x: float, top: int, bottom: int) -> SafeString:
    return element("line", class_=look, x1=x, y1=top, x2=x, y2=bottom)


def _tick(x: float, label: str, height: int) -> SafeString:
    return together(
        [
            _upright("app-timeline__tick", x, -4, height),
            element("text", label, class_="app-timeline__label", x=x, y=-8),
        ]
    )


def _row(bar: Bar) -> SafeString:
    row = bar.row
    name = element(
        "text",
        f"{row.reference} {SYMBOLS[row.status]}",
        class_="app-timeline__reference",
        x=-6,
        y=bar.middle + 4,
    )
    if bar.first_x is None:
        return together([name, _shape(bar)])
    moved = element(
        "line", class_="app-timeline__moved", x1=bar.first_x, y1=bar.middle, x2=bar.end_x, y2=bar.middle
    )
    first = _upright("app-timeline__first", bar.first_x, bar.y + 3, bar.y + 19)
    return together([name, _shape(bar), moved, first])


def _shape(bar: Bar) -> SafeString:
    """Return a diamond for a milestone, a circle for an action without a start, else a bar."""
    row, look = bar.row, f"app-timeline__bar app-fill--{slugify_code(bar.row.status)}"
    text, stands = Truncator(row.text).chars(90), row.status_label.lower()
    if row.kind == "milestone":
        return element(
            "rect",
            element("title", f"{row.reference}. {text}: {stands}, due {row.end_words}"),
            class_=look,
            x=-6,
            y=-6,
            width=12,
            height=12,
            transform=f"translate({bar.end_x} {bar.middle}) rotate(45)",
        )
    if bar.width < SHORTEST:
        return element(
            "circle",
            element("title", f"{row.reference} {text}: {stands}, due {row.end_words}"),
            class_=look,
            cx=bar.end_x,
            cy=bar.middle,
            r=6,
        )
    return element(
        "rect",
        element("title", f"{row.reference} {text}: {stands}, {row.start_words} to {row.end_words}"),
        class_=f"{look} app-timeline__bar--overdue" if row.is_overdue else look,
        x=bar.x,
        y=bar.y + 4,
        width=bar.width,
        height=14,
    )
