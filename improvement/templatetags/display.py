"""How dates, percentages and ratings are printed, the same on every page."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template

from improvement import counting, rounding

register = template.Library()
register.filter("plural", counting.plural)


@register.filter
def stacked(shares: Sequence[Any]) -> list[dict[str, Any]]:
    """Return shares with where each begins and how wide it is, on a bar 100 wide, from their counts."""
    total = sum(share.count for share in shares)
    parts, start = [], 0.0
    for share in shares:
        width = share.count * 100 / total if total else 0.0
        if share.count:
            parts.append({"share": share, "start": f"{start:.3f}", "width": f"{width:.3f}"})
        start += width
    return parts


@register.filter
def counted(shares: Sequence[Any]) -> str:
    """Return what a bar of shares shows, in words: `Completed 5, On target 12`."""
    return ", ".join(f"{share.label} {share.count}" for share in shares)


@register.filter
def numbers(shares: Sequence[Any]) -> str:
    """Return the shares that hold something, number first: `6 Green, 7 Amber`."""
    return ", ".join(f"{share.count} {share.label}" for share in shares if share.count)


@register.filter
def slugify_code(key: str) -> str:
    """Return a status key as its CSS class ends: `on_target` is `on-target`. Level codes stay as they are."""
    return key.replace("_", "-").replace(" ", "-")


@register.filter
def level_key(key: str) -> str:
    """Return a rating's or a status's key as an address names it: what is not rated is `none`."""
    return "none" if key == "not rated" else key


@register.filter
def slugify_subject(subject: str) -> str:
    """Return what a question is about as an address holds it: `action 5.2` is `action-5.2`."""
    return subject.replace(" ", "-")


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return what a mapping holds under a key; None for nothing."""
    return mapping.get(key)


@register.filter
def spaced(name: str) -> str:
    """Return a name from code as words: `stated_figure` is `Stated figure`."""
    return name.replace("_", " ").capitalize()


@register.filter
def figure(value: Any, unit: str = "") -> str:
    """Return a number without trailing zeros and with its unit's sign; a missing one as an empty string."""
    if value is None:
        return ""
    text = rounding.with_commas(value, 4)
    return f"{text}%" if unit == "percent" else text


@register.filter
def rounded(value: Any, places: int) -> Decimal | None:
    """Return a number rounded half up to some places; None stays None."""
    return None if value is None else rounding.round_half_up(value, places)


@register.filter
def rounding_note(shares: Sequence[Any]) -> str:
    """Return what stands under shares whose percentages, as printed, do not add up to 100; else empty."""
    return rounding.rounding_note([share.count for share in shares])


@register.filter
def sparkline(values: Sequence[float | None]) -> list[str]:
    """Return the points of small lines, 100 wide and 28 high, the highest value on top; None breaks the line."""
    numbers = [value for value in values if value is not None]
    if len(numbers) < 2:
        return []
    lowest, height = min(numbers), (max(numbers) - min(numbers)) or 1
    step = 96 / (len(values) - 1)
    lines: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
        else:
            lines[-1].append(f"{2 + place * step:.1f},{25 - (value - lowest) / height * 22:.1f}")
    # A line of one point is drawn as a dash, or nothing would be seen of it.
    return [" ".join(line if len(line) > 1 else [line[0], _a_step_on(line[0])]) for line in lines if line]


def _a_step_on(point: str) -> str:
    x, _comma, y = point.partition(",")
    return f"{float(x) + 1:.1f},{y}"
