"""Drawings on pages: what templates say of them. How they are drawn is in `plans/charts/svg/`.

What stands between a drawing's tag and its end is what it shows, in words.
"""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from plans.charts.svg import bars, lines
from plans.charts.svg import timeline as in_time
from plans.position.timeline import Timeline, TimelineGroup

register = template.Library()
register.simple_tag(bars.colour_key)
register.simple_tag(bars.ratings_bar)
register.simple_tag(bars.report_bar)
register.simple_tag(bars.status_key)
register.simple_tag(bars.statuses_bar)
register.simple_tag(in_time.day_key)
register.simple_tag(in_time.day_part)
register.simple_tag(lines.line_figure)
register.simple_tag(lines.line_key)


def _words(content: SafeString) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 -- what the template itself rendered


@register.simple_block_tag
def sparkline(content: SafeString, values: Sequence[float | None]) -> SafeString:
    """Return a small line of values."""
    return lines.sparkline(values, _words(content))


@register.simple_block_tag
def timeline_drawing(content: SafeString, timeline: Timeline, group: TimelineGroup) -> SafeString:
    """Return the drawing of one group of a timeline."""
    return in_time.timeline_drawing(timeline, group, _words(content))
