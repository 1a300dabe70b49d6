"""What a measure's name says of it: its code, its unit."""

import hashlib
import re

from django.utils.text import slugify

from performance.choices import Unit

LONGEST_CODE = 40
PERCENT_IN_NAME = re.compile(r"^%|%$|^percent|\bpercentage of\b|\bproportion of\b|\brate\b.*%", re.IGNORECASE)
COUNT_IN_NAME = re.compile(r"^(?:total )?(?:number|no\.?|count) of\b", re.IGNORECASE)
DAYS_IN_NAME = re.compile(r"\bdays$|^(?:average )?days\b|\baverage (?:number of )?days\b", re.IGNORECASE)


def measure_code(name: str) -> str:
    """Return a measure's code: its name as an address can hold it; a long one ends in a mark of its whole text."""
    slug = slugify(name)
    if len(slug) <= LONGEST_CODE:
        return slug
    mark = hashlib.sha256(slug.encode()).hexdigest()[:6]
    return f"{slug[: LONGEST_CODE - 7].strip('-')}-{mark}"


def unit_in_name(name: str) -> Unit | None:
    """Return the unit that a measure's name gives, or None."""
    text = name.strip()
    if DAYS_IN_NAME.search(text):
        return Unit.DAYS
    if COUNT_IN_NAME.search(text):
        return Unit.COUNT
    return Unit.PERCENT if PERCENT_IN_NAME.search(text) else None
