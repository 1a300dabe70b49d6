"""The difference between a workbook and what is on record, decided three ways, changing nothing.

A value equal to what the last import of the plan said never writes. A field that only the workbook changed is
updated. One that both changed is a conflict: shown, not decided. A blank cell means no change. What stands on
record but not in the workbook is reported missing and never deleted.
"""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from plans.imports.document import Message
from plans.imports.rows import KINDS, Row, is_blank, shown, text_key
from plans.imports.state import Known, State

# Below this likeness a re-worded action is a new one; a person can still join them by hand.
SAME_TEXT_RATIO = 0.8


@dataclass
class Change:
    """What becomes of one row: new, changed (with before and after), unchanged, in conflict."""

    row: Row
    known: Known | None = None
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """Return new, conflict, changed or unchanged."""
        if self.known is None:
            return "created"
        if self.conflicts:
            return "conflict"
        return "changed" if self.values else "unchanged"


@dataclass
class Difference:
    """Every row's change, and what the workbook no longer holds."""

    changes: list[Change] = field(default_factory=list)
    missing: list[tuple[str, Known]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows of each kind were read, created, changed, unchanged, in conflict, missing."""
        outcomes = Counter((change.row.kind, change.outcome) for change in self.changes)
        missing = Counter(kind for kind, _known in self.missing)
        read = Counter(change.row.kind for change in self.changes)
        return {
            kind: {
                "read": read[kind],
                **{
                    outcome: outcomes[kind, outcome]
                    for outcome in ("created", "changed", "unchanged", "conflict")
                },
                "missing": missing[kind],
            }
            for kind in KINDS
            if read[kind] or missing[kind]
        }

    def fingerprint(self) -> str:
        """Return a short text that changes whenever what applying would write changes."""
        said = [
            (change.row.kind, change.row.key, change.outcome, change.values, list(change.conflicts))
            for change in self.changes
            if change.outcome != "unchanged"
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        """Whether applying it would write nothing."""
        return all(change.outcome == "unchanged" for change in self.changes)


def find_difference(rows: list[Row], state: State) -> Difference:
    """Return what a workbook's rows would change."""
    difference = Difference()
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind in KINDS:
        matches = _match(by_kind[kind], state, kind)
        for row in by_kind[kind]:
            change = _compare(row, matches.get(row.key))
            difference.changes.append(change)
            for name, (imported, now, new) in change.conflicts.items():
                difference.messages.append(
                    Message(
                        "warning",
                        row.source.sheet,
                        row.source.cell,
                        f"{row.label}: {name.replace('_', ' ')} was changed here to {shown(now)!r} and in the workbook "
                        f"to {shown(new)!r} (it was {shown(imported)!r}). It stays as it is here.",
                    )
                )
        found = {known.object_id for known in matches.values()}
        gone = [
            known
            for number, known in state.things[kind].items()
            if number not in found and known.imported is not None
        ]
        difference.missing.extend((kind, known) for known in gone)
    return difference


def _match(rows: list[Row], state: State, kind: str) -> dict[str, Known]:
    """Return which thing on record each row is: by key, else by a text much alike in the same place."""
    on_record = state.by_key(kind)
    matches = {row.key: on_record[row.key] for row in rows if row.key in on_record}
    if kind != "action":
        return matches
    used = {known.object_id for known in matches.values()}
    free = [known for known in state.things[kind].values() if known.object_id not in used]
    for row in rows:
        if row.key in matches or not free:
            continue
        likely = [
            (_likeness(row, known), -number, known)
            for number, known in enumerate(free)
            if known.scope == row.scope
        ]
        if likely:
            ratio, _order, best = max(likely, key=lambda found: found[:2])
            if ratio >= SAME_TEXT_RATIO:
                matches[row.key] = best
                free.remove(best)
    return matches


def _likeness(row: Row, known: Known) -> float:
    before = (known.imported or known.values).get("text", "")
    return SequenceMatcher(
        None, text_key(before), text_key(row.values.get("text", "")), autojunk=False
    ).ratio()


def _compare(row: Row, known: Known | None) -> Change:
    change = Change(row, known)
    if known is None:
        change.values = dict(row.values)
        return change
    for name, new in row.values.items():
        now = known.values.get(name)
        imported = known.imported.get(name) if known.imported is not None else None
        if known.imported is not None and new == imported:
            continue
        if new == now or is_blank(new):
            continue
        if known.imported is not None and now != imported and not is_blank(now):
            change.conflicts[name] = (imported, now, new)
            continue
        change.values[name] = new
        change.before[name] = now
    return change
