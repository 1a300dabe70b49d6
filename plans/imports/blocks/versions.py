"""Sheets that are successive versions of one list: a log that its keeper copies for each meeting."""

from datetime import date

from improvement.spreadsheets import Sheet
from plans.imports.naming import stated_day
from plans.imports.tables import Header
from plans.imports.values import text_key

# Two lists that share half of the shorter one's lines are versions of one list.
SHARED = 0.5
LEAST_LINES = 3


def latest_version(found: list[tuple[Sheet, list[Header]]]) -> tuple[Sheet, list[Sheet]] | None:
    """Return the last of the sheets that are versions of one list, and the others; None where none are.

    The last is the one whose title names the latest day, else the one that stands last.
    """
    lines = [(sheet, _lines(headers)) for sheet, headers in found]
    lines = [(sheet, said) for sheet, said in lines if len(said) >= LEAST_LINES]
    chains: list[list[tuple[Sheet, set[str]]]] = []
    for sheet, said in lines:
        for chain in chains:
            if any(len(said & other) >= SHARED * min(len(said), len(other)) for _sheet, other in chain):
                chain.append((sheet, said))
                break
        else:
            chains.append([(sheet, said)])
    longest = max(chains, key=len, default=[])
    if len(longest) < 2:
        return None
    sheets = [sheet for sheet, _said in longest]
    dated = [(day, sheet) for sheet in sheets if (day := day_of(sheet)) is not None]
    last = max(dated, key=lambda pair: pair[0])[1] if dated else sheets[-1]
    return last, [sheet for sheet in sheets if sheet is not last]


def day_of(sheet: Sheet) -> date | None:
    """Return the day that a sheet's title names (`TB8 19 Jul 2011`), or None."""
    return stated_day(sheet.title)


def _lines(headers: list[Header]) -> set[str]:
    """Return the actions of a sheet's tables, as letters and figures."""
    found = set()
    for header in headers:
        column = header.columns["action"]
        for row in header.sheet.row_numbers():
            if row > header.row and (cell := header.sheet.rows[row].get(column)) is not None:
                found.add(text_key(cell.text)[:80])
    return found
