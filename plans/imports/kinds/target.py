"""Targets and baselines of measures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from improvement.written_dates import WrittenDate
from performance.choices import TargetKind
from performance.models import Target
from performance.operations.measures import record_targets
from plans.imports.changes import Change
from plans.imports.kinds.fields import date_columns
from plans.imports.kinds.figures import measure_columns
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, decimal_of, numbered, stored, text_key
from plans.imports.writing import Context

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class TargetItem:
    measure: str
    kind: TargetKind
    words: str
    source: Source
    lowest: Decimal | None = None
    highest: Decimal | None = None
    due: WrittenDate = WrittenDate()
    origin: str = ""
    wording: str = ""
    known_on: date | None = None


def rows(document: "PlanDocument") -> Iterator[Row]:
    counted: Counter[str] = Counter()
    for target in document.targets:
        stem = f"{target.measure} {target.kind.value} {target.due.words} {text_key(target.origin)}"
        names = ("measure", "kind", "words", "lowest", "highest", "due", "wording")
        yield Row(
            "target",
            numbered(counted, stem),
            {**{name: stored(getattr(target, name)) for name in names}, "source": target.origin},
            target.source,
            known_on=target.known_on,
            label=f"{target.kind.label}: {target.words}",
        )


def write(context: Context, changes: list[Change]) -> None:
    targets = []
    for change in changes:
        values = change.row.values
        due = date_columns("due", values["due"])
        del due["due_kind"]
        targets.append(
            Target(
                **measure_columns(context, change.row),
                **due,
                **{name: values[name] for name in ("kind", "source", "wording")},
                lowest=decimal_of(values["lowest"]),
                highest=decimal_of(values["highest"]),
                # The workbook says another for the same day: the first was so until now.
                revises_id=change.known.object_id if change.known else None,
                known_on=context.known_day(change),
            )
        )
    context.note(changes, record_targets(targets))


TARGET = Kind("target", rows, write, figures=Target)
