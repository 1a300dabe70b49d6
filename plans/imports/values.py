"""Rows as imports compare them: kind, key, plain field values."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from improvement.written_dates import WrittenDate
from plans.choices import ProgressStatus
from plans.imports.document import Source
from plans.imports.parsers.people import Person

# The order in which kinds are written: what others refer to comes first.
KINDS = (
    "theme",
    "commitment",
    "recommendation",
    "milestone",
    "action",
    "success_measure",
    "measure",
    "target",
    "observation",
    "comparator",
    "inspection",
    "cost",
    "update",
    "stated_figure",
    "rating",
)
# A value that helps to know an action again, and is no field of it.
GIVEN_REFERENCE = "given_reference"


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


def person_value(person: Person) -> list[str]:
    """Return a person as stored beside a row."""
    return [person.job_title, person.name]


def date_value(written: WrittenDate) -> dict[str, Any]:
    """Return a written date as stored beside a row."""
    return {
        "words": written.words,
        "kind": written.kind,
        "earliest": written.earliest.isoformat() if written.earliest else None,
        "latest": written.latest.isoformat() if written.latest else None,
    }


def number_value(number: Decimal | None) -> str | None:
    """Return a figure as stored beside a row: no trailing zeros, so that 40 and 40.00 are the same."""
    return None if number is None else f"{number.normalize():f}"


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


def shown(value: object) -> str:
    """Return a field's value for a person to compare."""
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
