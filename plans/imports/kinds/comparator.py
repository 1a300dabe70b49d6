"""Comparators: what others' figures are for the same measure and period."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from improvement.written_dates import WrittenDate
from performance.choices import ComparatorKind
from performance.models import Comparator
from performance.operations.measures import record_comparators
from plans.imports.changes import Change
from plans.imports.kinds.figures import measure_columns, period_columns
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, numbered, stored
from plans.imports.writing import Context

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class ComparatorItem:
    measure: str
    kind: ComparatorKind
    value: Decimal
    words: str
    source: Source
    period: WrittenDate = WrittenDate()


def rows(document: "PlanDocument") -> Iterator[Row]:
    counted: Counter[str] = Counter()
    for comparator in document.comparators:
        names = ("measure", "kind", "value", "words", "period")
        yield Row(
            "comparator",
            numbered(counted, f"{comparator.measure} {comparator.kind.value} {comparator.period.words}"),
            {name: stored(getattr(comparator, name)) for name in names},
            comparator.source,
            label=f"{comparator.kind.label}: {comparator.words}",
        )


def write(context: Context, changes: list[Change]) -> None:
    comparators = [
        Comparator(
            **measure_columns(context, change.row),
            **period_columns(change.row.values["period"]),
            kind=change.row.values["kind"],
            value=Decimal(change.row.values["value"]),
            source=change.row.source.sheet,
            known_on=context.known_day(change),
        )
        for change in changes
    ]
    context.note(changes, record_comparators(comparators))


COMPARATOR = Kind("comparator", rows, write, figures=Comparator)
