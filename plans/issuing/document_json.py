"""A report's document as JSON and back: what is kept of an issued one, and hashed.

The parts name themselves, so that what is kept can be read in ten years without this program.
"""

import hashlib
import json
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from plans.position.points import Level
from plans.position.report_texts import OwnText
from plans.reports.document import (
    Bullets,
    Chart,
    Column,
    Document,
    Formula,
    Kind,
    Link,
    Paragraph,
    Percentage,
    Question,
    Row,
    Section,
    Source,
    Suppressed,
    Table,
    Written,
)

PARTS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        Bullets,
        Chart,
        Column,
        Document,
        Formula,
        Level,
        Link,
        OwnText,
        Paragraph,
        Question,
        Row,
        Section,
        Source,
        Suppressed,
        Table,
        Written,
    )
}


def to_json(value: Any) -> Any:
    """Return a document, or a part of one, as what JSON can hold."""
    name = type(value).__name__
    if name in PARTS:
        return {"part": name, **{item.name: to_json(getattr(value, item.name)) for item in fields(value)}}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Kind):
        return str(value)
    if isinstance(value, Percentage):
        return {"percentage": str(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def from_json(value: Any) -> Any:
    """Return what `to_json` was given; a field that a later release dropped is left out, a new one has its default."""
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "percentage" in value:
        return Percentage(value["percentage"])
    if "decimal" in value:
        return Decimal(value["decimal"])
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    if "day" in value:
        return date.fromisoformat(value["day"])
    kind = PARTS[value["part"]]
    names = {item.name for item in fields(kind)}
    given = {name: from_json(field_value) for name, field_value in value.items() if name in names}
    if kind is Column:
        given["kind"] = Kind(given["kind"])
    if kind is Source:
        given["rows"] = tuple(given["rows"])
    for name in ("values", "items", "value_columns", "colours", "choices", "sources"):
        if name in given and isinstance(given[name], list):
            given[name] = tuple(tuple(item) if isinstance(item, list) else item for item in given[name])
    return kind(**given)


def digest_of(document: Any) -> str:
    """Return the SHA-256 of a document's JSON, written in one way: keys in order, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
