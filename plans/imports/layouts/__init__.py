"""The layouts that can be read, and which of them a workbook is in.

A layout holds no cell address, no row number, no council's name and no expected count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from improvement.spreadsheets import Sheet
from plans.imports.blocks import engine
from plans.imports.document import PlanDocument
from plans.imports.layouts import theme_sheets
from plans.imports.layouts.declared import DECLARED


@dataclass(frozen=True)
class KnownLayout:
    """A layout's name, how sure it is of a workbook (0 to 1), and how it reads one.

    `read` takes the sheets and what a person said that header words mean.
    """

    name: str
    confidence: Callable[[list[Sheet], Mapping[str, str]], float]
    read: Callable[[list[Sheet], Mapping[str, str]], PlanDocument]


LAYOUTS: dict[str, KnownLayout] = {
    theme_sheets.NAME: KnownLayout(theme_sheets.NAME, theme_sheets.confidence, theme_sheets.read),
    **{
        layout.name: KnownLayout(
            layout.name, partial(engine.confidence, layout), partial(engine.read, layout)
        )
        for layout in DECLARED
    },
}
LAYOUT_WORDS = {
    "theme-sheets": "A sheet a theme, tables under recommendations",
    "workstream-tables": "A sheet a workstream, a table for each commitment",
    "priority-tables": "A sheet a priority, success measures with ratings by period",
    "progress-table": "One table of recommendations with measures beside them",
    "action-log": "A list of actions, or any other tables",
}
LEAST_CONFIDENCE = 0.5


def scores_of(sheets: list[Sheet], choices: Mapping[str, str] | None = None) -> dict[str, float]:
    """Return how sure each layout is of a workbook, 0 to 1, the likeliest first."""
    scores = {name: layout.confidence(sheets, choices or {}) for name, layout in LAYOUTS.items()}
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def recognise(sheets: list[Sheet], choices: Mapping[str, str] | None = None) -> tuple[str, float]:
    """Return the name of the layout that fits best and how sure that is, 0 to 1."""
    return next(iter(scores_of(sheets, choices).items()))
