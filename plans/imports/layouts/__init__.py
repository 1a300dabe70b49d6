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
    confidence: Callable[[list[Sheet]], float]
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
LEAST_CONFIDENCE = 0.5


def recognise(sheets: list[Sheet]) -> tuple[str, float]:
    """Return the name of the layout that fits best and how sure that is, 0 to 1."""
    scores = {name: layout.confidence(sheets) for name, layout in LAYOUTS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best, scores[best]
