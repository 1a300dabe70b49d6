"""Takes the days that a document only suggests for words in a foreign order, once a person accepted them."""

from dataclasses import fields, replace
from typing import Any

from improvement.written_dates import WrittenDate
from plans.imports.document import PlanDocument


def accept_suggestions(document: PlanDocument) -> PlanDocument:
    """Return the document with every suggested date taken: its words stay, its day is the suggested one."""
    for document_field in fields(document):
        items = getattr(document, document_field.name)
        if isinstance(items, list) and document_field.name != "sheets":
            items[:] = [_accepted(item) for item in items]
    return document


def _accepted(item: Any) -> Any:
    if not hasattr(item, "__dataclass_fields__"):
        return item
    changed: dict[str, WrittenDate] = {}
    for item_field in fields(item):
        value = getattr(item, item_field.name)
        if isinstance(value, WrittenDate) and value.kind == "suggestion" and value.suggestion:
            changed[item_field.name] = replace(
                value, kind="exact", earliest=value.suggestion, latest=value.suggestion
            )
    return replace(item, **changed) if changed else item
