"""The layouts that can be read, and which of them a workbook is in.

A layout is a module with NAME, `confidence(sheets) -> float` and `read(sheets) -> PlanDocument`.
It holds no cell address, no row number, no council's name and no expected count.
"""

from types import ModuleType

from improvement.spreadsheets import Sheet
from plans.imports.layouts import theme_sheets

LAYOUTS: dict[str, ModuleType] = {layout.NAME: layout for layout in (theme_sheets,)}
LEAST_CONFIDENCE = 0.5


def recognise(sheets: list[Sheet]) -> tuple[str, float]:
    """Return the name of the layout that fits best and how sure that is, 0 to 1."""
    scores = {name: layout.confidence(sheets) for name, layout in LAYOUTS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best, scores[best]
