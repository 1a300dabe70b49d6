"""Stated figures: what a workbook claims, and the rule by which its rows recompute it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.values import Row, Source, decimal_of, stored
from plans.imports.writing import Context
from plans.models import StatedFigure
from plans.operations.imports import record_stated_figures

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class StatedFigureItem:
    """A figure as printed. `rule` names how rows recompute it; empty where they can't."""

    label: str
    value: Decimal
    words: str
    source: Source
    unit: str = "count"
    rule: str = ""
    stated_on: date | None = None


NAMES = ("label", "value", "unit", "words", "rule")


def rows(document: "PlanDocument") -> Iterator[Row]:
    counted: Counter[str] = Counter()
    for figure in document.stated_figures:
        stem = f"{figure.label} {figure.stated_on or ''}"
        counted[stem] += 1
        yield Row(
            "stated_figure",
            f"{stem} #{counted[stem]}",
            {name: stored(getattr(figure, name)) for name in NAMES},
            figure.source,
            known_on=figure.stated_on,
            label=figure.label,
        )


def write(context: Context, changes: list[Change]) -> None:
    figures = []
    for change in changes:
        values = {name: change.row.values[name] for name in NAMES}
        values["value"] = decimal_of(values["value"])
        source = change.row.source
        figures.append(
            StatedFigure(
                plan=context.plan,
                **values,
                sheet=source.sheet,
                cell=source.cell,
                **context.provenance.dated(context.known_day(change)),
            )
        )
    context.note(changes, record_stated_figures(figures))


STATED_FIGURE = Kind("stated_figure", rows, write, falls_with_import=True)
