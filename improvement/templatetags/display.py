"""How dates, percentages and ratings are printed, the same on every page."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template

from improvement import counting, rounding
from improvement.accounts.browsers import browser_of

register = template.Library()
register.filter("plural", counting.plural)


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
def level_look(key: str) -> str:
    """Return the class of a figure that counts what stands at a level: its colour is the plan's own style sheet's."""
    return f"app-figure--{level_key(key)}"


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
def browser(user_agent: str) -> str:
    """Return which browser on which system a user agent speaks of, as far as it says so."""
    return browser_of(user_agent)
