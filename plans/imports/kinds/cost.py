"""Cost lines: what the plan costs in a financial year."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, decimal_of, numbered, stored, text_key
from plans.imports.writing import Context
from plans.operations.costs import NewCostLine, set_cost_lines

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class CostItem:
    label: str
    financial_year: str
    words: str
    source: Source
    amount: Decimal | None = None
    recurrent: bool | None = None


NAMES = ("label", "financial_year", "recurrent", "amount", "words")


def rows(document: "PlanDocument") -> Iterator[Row]:
    counted: Counter[str] = Counter()
    for cost in document.costs:
        yield Row(
            "cost",
            numbered(counted, f"{text_key(cost.label)} {cost.financial_year}"),
            {name: stored(getattr(cost, name)) for name in NAMES},
            cost.source,
            label=f"{cost.label}, {cost.financial_year}",
        )


def write(context: Context, changes: list[Change]) -> None:
    lines = [
        NewCostLine(**{**values, "amount": decimal_of(values["amount"])})
        for values in ({name: change.row.values[name] for name in NAMES} for change in changes)
    ]
    context.note(changes, set_cost_lines(context.plan, lines, provenance=context.provenance))


COST = Kind("cost", rows, write)
