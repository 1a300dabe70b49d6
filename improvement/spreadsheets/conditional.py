"""Fills that a workbook gives by conditional formatting: the rules that councils use for ratings.

Only rules that compare a cell with a constant are read (a value, a text that it holds or begins with). A rule by
formula is not evaluated: its colour can't be told from the file alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from improvement.spreadsheets.colours import resolve_colour
from improvement.spreadsheets.scanning import SpreadsheetRefused

Comparison = Callable[[Any, list[Any]], bool]
COMPARISONS: dict[str, Comparison] = {
    "equal": lambda value, limits: value == limits[0],
    "notEqual": lambda value, limits: value != limits[0],
    "greaterThan": lambda value, limits: value > limits[0],
    "greaterThanOrEqual": lambda value, limits: value >= limits[0],
    "lessThan": lambda value, limits: value < limits[0],
    "lessThanOrEqual": lambda value, limits: value <= limits[0],
    "between": lambda value, limits: limits[0] <= value <= limits[1],
}
# Ranges over whole columns are common; more rules than this are not a person's.
MOST_RULES = 500
# A range of up to so many cells is looked up by cell; all of them together, and the larger ones, are bounded.
SMALL_RANGE, MOST_CELLS, MOST_LARGE_RANGES = 1_000, 2_000_000, 1_000


@dataclass(frozen=True)
class ConditionalFill:
    """A fill that a range's cells take where a rule holds."""

    ranges: tuple[CellRange, ...]
    rule: Rule
    colour: str


def conditional_fills(worksheet: Worksheet, theme: dict[str, str]) -> list[ConditionalFill]:
    """Return a sheet's conditional fills, the rule that goes first in front."""
    return sorted(_fills(worksheet, theme), key=lambda fill: fill.rule.priority or 0)[:MOST_RULES]


def _fills(worksheet: Worksheet, theme: dict[str, str]) -> Iterator[ConditionalFill]:
    for formatting in worksheet.conditional_formatting:
        for rule in formatting.rules:
            style = rule.dxf.fill if rule.dxf is not None else None
            if style is None:
                continue
            # A differential style keeps a solid fill's colour as its background.
            colour = resolve_colour(style.bgColor, theme) or resolve_colour(style.fgColor, theme)
            if colour and rule.type in {"cellIs", "containsText", "beginsWith"}:
                yield ConditionalFill(tuple(formatting.cells.ranges), rule, colour)


class FillsByRule:
    """A sheet's conditional fills, found for a cell without looking at each of their ranges.

    Copying rows breaks a rule's range into thousands of small ones, which are looked up by cell; large ones are few.
    """

    def __init__(self, fills: list[ConditionalFill]) -> None:
        self._fills = fills
        self._by_cell: dict[tuple[int, int], list[int]] = {}
        self._large: list[tuple[int, CellRange]] = []
        cells = 0
        for place, fill in enumerate(fills):
            for block in fill.ranges:
                area = (block.max_row - block.min_row + 1) * (block.max_col - block.min_col + 1)
                if area > SMALL_RANGE:
                    self._large.append((place, block))
                else:
                    cells += area
                    self._note(place, block)
                if cells > MOST_CELLS or len(self._large) > MOST_LARGE_RANGES:
                    raise SpreadsheetRefused(
                        "This workbook has more conditional formatting than can be read: clear the rules that repeat "
                        "others (Home, Conditional Formatting, Manage Rules) and save it again."
                    )

    def _note(self, place: int, block: CellRange) -> None:
        for row in range(block.min_row, block.max_row + 1):
            for column in range(block.min_col, block.max_col + 1):
                self._by_cell.setdefault((row, column), []).append(place)

    def __bool__(self) -> bool:
        return bool(self._fills)

    def colour(self, row: int, column: int, value: object) -> str:
        """Return the colour that a cell takes by the first rule that holds, or an empty text."""
        places = {*self._by_cell.get((row, column), ())}
        places |= {
            place
            for place, block in self._large
            if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col
        }
        found = (self._fills[place] for place in sorted(places))
        return next((fill.colour for fill in found if _holds(fill.rule, value)), "")


def _holds(rule: Rule, value: object) -> bool:
    text = str(value).strip().casefold()
    if rule.type in {"containsText", "beginsWith"}:
        wanted = str(rule.text or "").casefold()
        return bool(wanted) and (wanted in text if rule.type == "containsText" else text.startswith(wanted))
    limits = [_constant(formula) for formula in rule.formula]
    compare = COMPARISONS.get(rule.operator or "")
    if compare is None or not limits or any(limit is None for limit in limits):
        return False
    own: Any = value if isinstance(value, int | float) else text
    try:
        return compare(own, limits)
    except (TypeError, IndexError):
        return False


def _constant(formula: object) -> float | str | None:
    """Return the constant that a rule compares with, or None for a reference or a calculation."""
    constant = str(formula).strip()
    if len(constant) >= 2 and constant[0] == constant[-1] == '"':
        return constant[1:-1].casefold()
    try:
        return float(constant)
    except ValueError:
        return None
