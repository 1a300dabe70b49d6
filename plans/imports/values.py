"""Rows as imports compare them: kind, key, plain field values."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import TextChoices

from improvement.written_dates import WrittenDate
from performance.choices import Accumulation, Frequency, MeasureType, Polarity, Unit
from plans.choices import ProgressStatus
from plans.imports.parsers.people import Person

# A value that helps to know an action again, and is no field of it.
GIVEN_REFERENCE = "given_reference"
# A new action's first due date, kept as a move from it to the one that holds.
FIRST_DUE = "first_due"


@dataclass(frozen=True)
class Source:
    """Where something stands in a workbook."""

    sheet: str
    cell: str


@dataclass(frozen=True)
class Row:
    """One thing that a workbook says: its kind, what identifies it, its fields as JSON can hold them."""

    kind: str
    key: str
    values: dict[str, Any]
    source: Source
    scope: str = ""
    known_on: date | None = None
    # What it hangs on, and what tells it from others that hang on the same.
    parent_key: str = ""
    own_key: str = ""
    label: str = field(default="", compare=False)
    # For a new action: the reference that the workbook gives it, and what its own reference begins with.
    given_reference: str = ""
    reference_stem: str = ""


def stored(value: Any) -> Any:
    """Return what an item or a version says as JSON can hold it, the same for the same whichever said it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, WrittenDate):
        return {
            "words": value.words,
            "kind": value.kind,
            "earliest": stored(value.earliest),
            "latest": stored(value.latest),
        }
    if isinstance(value, Person):
        return [value.job_title, value.name]
    if isinstance(value, Decimal):
        return number_value(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [stored(part) for part in value]
    return value


def number_value(number: Decimal | None) -> str | None:
    """Return a figure as stored beside a row: no trailing zeros, so that 40 and 40.00 are the same."""
    return None if number is None else f"{number.normalize():f}"


def decimal_of(value: str | None) -> Decimal | None:
    """Return a figure that was stored beside a row."""
    return None if value is None else Decimal(value)


# What a person looks at first in a new row, before it is applied.
TOLD = {
    "leads": "Lead",
    "start": "Start",
    "due": "Due",
    "status": "Status",
    "status_words": "Status, as written",
    "theme": "Theme",
    "level": "Rating",
}


def told(row: Row) -> str:
    """Return a row's owners, dates, status and place in a line, as far as it says any."""
    said = {name: shown(row.values.get(name), name) for name in TOLD}
    return "; ".join(f"{TOLD[name]}: {text}" for name, text in said.items() if text)


def header_words(text: str) -> str:
    """Return a header's words as they are remembered: lower case, single blanks."""
    return " ".join(text.casefold().split())[:200]


def text_key(text: str) -> str:
    """Return a text's letters and figures in lower case: what a re-typed cell keeps."""
    return " ".join(re.findall(r"\w+", text.casefold()))[:160]


def child_key(parent_key: str, own_key: str) -> str:
    """Return the key of a thing that hangs on another: short, whatever the length of the other's words."""
    return f"{hashlib.sha256(parent_key.encode()).hexdigest()[:12]} | {own_key}"[:300]


def numbered(seen: Counter[str], stem: str) -> str:
    """Return a stem as a key: a second thing of the same words is another thing, told apart by its number."""
    seen[stem] += 1
    return stem if seen[stem] == 1 else f"{stem} #{seen[stem]}"


def is_blank(value: object) -> bool:
    """Return whether a cell gave nothing, or nothing was ever said: a blank cell means no change."""
    return value in (None, "", [], ProgressStatus.NOT_SUPPLIED) or (
        isinstance(value, dict) and not value.get("words")
    )


# Fields whose value is a code, with the words that pages have for it.
WORDS_OF: dict[str, type[TextChoices]] = {
    "status": ProgressStatus,
    "unit": Unit,
    "polarity": Polarity,
    "frequency": Frequency,
    "measure_type": MeasureType,
    "accumulation": Accumulation,
}


def shown(value: object, name: str = "") -> str:
    """Return a field's value for a person to compare: a code of a field with a name as the words for it."""
    if isinstance(value, str) and name in WORDS_OF and value in WORDS_OF[name].values:
        return str(WORDS_OF[name](value).label)
    if isinstance(value, dict):
        return str(value.get("words") or "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(
            ", ".join(filter(None, part))
            if isinstance(part, Sequence) and not isinstance(part, str)
            else str(part)
            for part in value
        )
    return "" if value is None else str(value)
