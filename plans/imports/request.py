"""What a person asks an import for: the file, the plan, how it is to be read; and what was said of the plan before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from improvement.models import User
from plans.imports.other_plans import Definable
from plans.models import ColumnChoice, Plan, StatusChoice, TableChoice


@dataclass(frozen=True)
class Remembered:
    """What people said of a plan's workbooks before: fields by header words, statuses by words for progress, tables."""

    columns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    # What was pointed at, by the name of the sheet, as `plans.imports.pointing.Pointed` says it in plain values.
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What to import and how: the file, the plan, and what the person said of it."""

    name: str
    content: bytes
    slug: str
    create: bool = False
    council: str = ""
    title: str = ""
    layout: str = ""
    as_at: date | None = None
    # What a person said that header words mean: a field, or nothing for a column kept as notes.
    choices: Mapping[str, str] = field(default_factory=dict)
    # And what words for progress mean: a status, or nothing for a word that stays one.
    statuses: Mapping[str, str] = field(default_factory=dict)
    # And where the tables are, by the name of the sheet: see `Remembered`.
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    by: User | None = None
    # The sheets to read, where not all are wanted.
    only: tuple[str, ...] = ()
    # Dates that were only suggested are taken as suggested.
    accept_suggestions: bool = False
    blank_means_empty: bool = False
    # Which thing on record a doubtful row is: by its key, the object's key, or None for a new one.
    answers: Mapping[str, int | None] = field(default_factory=dict)
    # Which measures whoever imports may define, by key; left out, those that no other plan keeps.
    definable: Definable | None = None
    # What a person said of measures that another plan keeps: "own" or "leave", by code.
    measures: Mapping[str, str] = field(default_factory=dict)
    # What becomes of those of which nobody said anything.
    leave_out_measures: bool = False
    # What the person saw in the preview; a difference that is no longer that one is not applied.
    seen: str = ""

    def read_with(self, remembered: Remembered) -> dict[str, Any]:
        """Return how the file is to be read, in plain values, what was remembered of the plan's words among it."""
        return {
            "layout": self.layout,
            "choices": {**remembered.columns, **self.choices},
            "statuses": {**remembered.statuses, **self.statuses},
            "tables": {**remembered.tables, **self.tables},
            "only": sorted(self.only),
            "accept_suggestions": self.accept_suggestions,
            "blank_means_empty": self.blank_means_empty,
            "measures": dict(self.measures),
            "leave_out_measures": self.leave_out_measures,
        }


def remembered_of(plan: Plan | None) -> Remembered:
    """Return what people said before of this plan's headers and of its words for progress."""
    if plan is None:
        return Remembered()
    return Remembered(
        dict(ColumnChoice.objects.filter(plan=plan).values_list("header", "field")),
        dict(StatusChoice.objects.filter(plan=plan).values_list("words", "status")),
        {choice.sheet: choice.said for choice in TableChoice.objects.filter(plan=plan)},
    )
