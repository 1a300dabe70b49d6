"""How aims and directions of travel are printed."""

from django import template

from performance.analysis.judging import Direction
from performance.judgement import Judgement
from performance.models import Target
from performance.sentences import aim_value as value_in_words

register = template.Library()


@register.filter
def aim_value(aim: Target, unit: str) -> str:
    """Return what an aim asks: `18%`, `65 to 70%`, `at most 10%`."""
    return value_in_words(aim, unit)


@register.filter
def arrow(judgement: Judgement) -> str:
    """Return the way that the figure itself went, up or down; the word beside it says whether that is good."""
    latest, before = judgement.latest, judgement.before
    if judgement.direction in {None, Direction.STATIC} or latest is None or before is None:
        return "→"
    reference = judgement.chart.mean if judgement.chart and judgement.has_firm_limits else before.value
    if latest.value is None or reference is None or latest.value == reference:
        return "→"
    return "↑" if latest.value > reference else "↓"
