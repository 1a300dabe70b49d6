"""What a person is told of due dates that a workbook gives: it keeps what was written, and says what can't be meant."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from plans.imports.changes import Change
from plans.imports.document import Message
from plans.rules.due_dates import has_passed, is_before_start


def said_of_due_dates(changes: Iterable[Change], on: date) -> list[Message]:
    """Return a warning for each action that moves to a day before `on`, or is due before it starts.

    A new action's date may have passed: a plan that is brought in whole holds what is long done.
    """
    found = []
    for change in changes:
        if change.row.kind != "action" or "due" not in change.values:
            continue
        due = change.values["due"] or {}
        latest = _day(due.get("latest"))
        if latest is None:
            continue
        said = ""
        if is_before_start(latest, _day(_start(change).get("earliest"))):
            said = f"is due {due['words']}, before its start, {_start(change)['words']}"
        elif change.known is not None and not change.known.withdrawn and has_passed(latest, on):
            said = f"moves to {due['words']}, which has passed on {on:%-d %B %Y}"
        if said:
            source = change.row.source
            text = f"{change.row.label} {said}. The workbook's date is kept as it is written: look whether it is meant."
            found.append(Message("warning", source.sheet, source.cell, text))
    return found


def _start(change: Change) -> dict[str, Any]:
    """Return an action's start as it will stand."""
    written = change.values.get("start")
    if written is None and change.known is not None:
        written = change.known.values.get("start")
    return written or {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
