"""The difference between a workbook and what is on record, decided three ways, changing nothing.

A value equal to what the last import of the plan said never writes. A field that only the workbook changed is
updated. One that both changed is a conflict: shown, not decided. A blank cell means no change. What stands on
record but not in the workbook is reported missing and never deleted.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from improvement.rounding import percentage_in_words
from plans.imports.changes import Change
from plans.imports.document import Message
from plans.imports.kinds import KINDS
from plans.imports.known import Known, State
from plans.imports.matching import Doubt, match_rows
from plans.imports.values import FIRST_DUE, GIVEN_REFERENCE, Row, is_blank, shown

# Values that help to know a row again and are no fields of what it is.
HINTS = frozenset({GIVEN_REFERENCE, FIRST_DUE, "period"})


@dataclass
class Difference:
    """Every row's change, and what the workbook no longer holds."""

    changes: list[Change] = field(default_factory=list)
    missing: list[tuple[str, Known]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

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


def find_difference(
    rows: list[Row],
    state: State,
    *,
    answers: Mapping[str, int | None] | None = None,
    blank_means_empty: bool = False,
) -> Difference:
    """Return what a workbook's rows would change.

    `answers` say which thing on record a doubtful row is; with `blank_means_empty` an empty cell takes away what
    its column held before.
    """
    difference = Difference()
    matches = match_rows(rows, state, answers)
    difference.doubts = matches.doubts
    for doubt in matches.doubts:
        difference.messages.append(
            Message(
                "warning",
                doubt.row.source.sheet,
                doubt.row.source.cell,
                f"This may be {doubt.known.label!r}, reworded ({percentage_in_words(doubt.likeness)} alike). "
                "It is treated as new unless you say it is the same.",
                doubt.row.label,
            )
        )
    found: dict[str, set[int]] = defaultdict(set)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind in KINDS:
        for row in by_kind[kind]:
            known = matches.get(row)
            if known is not None:
                found[kind].add(known.object_id)
            change = _compare(row, known, blank_means_empty=blank_means_empty)
            difference.changes.append(change)
            if known is not None and known.is_left_out:
                difference.messages.append(
                    Message(
                        "warning",
                        row.source.sheet,
                        row.source.cell,
                        f"{row.label} was withdrawn from the plan here: it stays out. Put it back on the Set-up page "
                        "if it belongs to the plan after all.",
                    )
                )
            for name, (imported, now, new) in change.conflicts.items():
                difference.messages.append(
                    Message(
                        "warning",
                        row.source.sheet,
                        row.source.cell,
                        f"{row.label}: {name.replace('_', ' ')} was changed here to {shown(now, name)!r} and in the "
                        f"workbook to {shown(new, name)!r} (it was {shown(imported, name)!r}). It stays as it is here.",
                    )
                )
        difference.missing.extend(
            (kind, known)
            for number, known in state.kinds[kind].items()
            if number not in found[kind]
            and known.imported is not None
            and not (known.withdrawn or known.is_left_out)
        )
    return difference


def outcome_of(change: Change) -> dict[str, Any]:
    """Return what becomes of a row, in plain values for a receipt and an annotated copy."""
    return {
        "kind": change.row.kind,
        "key": change.row.key[:300],
        "label": change.row.label,
        "sheet": change.row.source.sheet,
        "cell": change.row.source.cell,
        "outcome": change.outcome,
        "fields": {
            name: [shown(change.before.get(name), name), shown(value, name)]
            for name, value in change.values.items()
        }
        if change.known and not change.known.withdrawn
        else {},
        # What undoing puts back.
        "before": change.before,
        "conflicts": {
            name: [shown(imported, name), shown(now, name), shown(new, name)]
            for name, (imported, now, new) in change.conflicts.items()
        },
    }


def remembered(change: Change) -> dict[str, Any]:
    """Return what an import remembers of a row: a blank cell keeps what stood there, a conflict what was imported."""
    before = (change.known.imported if change.known else None) or {}
    kept = {
        name: before[name]
        for name, value in change.row.values.items()
        if is_blank(value) and name in before and name not in change.values
    }
    return {
        **change.row.values,
        **kept,
        **{name: old for name, (old, _now, _new) in change.conflicts.items()},
    }


def _compare(row: Row, known: Known | None, *, blank_means_empty: bool) -> Change:
    change = Change(row, known)
    if known is None or known.withdrawn:
        change.values = {name: value for name, value in row.values.items() if name not in HINTS}
        return change
    if known.is_left_out:
        return change
    for name, new in row.values.items():
        now = known.values.get(name)
        imported = known.imported.get(name) if known.imported is not None else None
        if name in HINTS or (known.imported is not None and new == imported):
            continue
        if new == now or (is_blank(new) and (not blank_means_empty or is_blank(now))):
            continue
        if known.imported is not None and now != imported and not is_blank(now):
            change.conflicts[name] = (imported, now, new)
            continue
        change.values[name] = new
        change.before[name] = now
    return change
