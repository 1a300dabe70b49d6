"""What a workbook calls its council and its plan, and the day that it speaks for, from the text outside its tables."""

import re
from collections.abc import Iterable
from datetime import date

from improvement.spreadsheets import Cell
from improvement.written_dates import (
    DAY_FIRST,
    DAY_MONTH_YEAR,
    ISO_DAY,
    MONTH_DAY_YEAR,
    MONTH_YEAR,
    read_date,
)
from plans.imports.document import CellAccount, PlanDocument
from plans.imports.parsers.people import plain

AS_AT = re.compile(
    r"\b(?:as at|as of|position at|position on)\b[\s:]*(?P<date>\S.*)$", re.IGNORECASE | re.MULTILINE
)
# A day in a heading, the forms that leave no doubt first: `June 12, 2026` is no month of 2012.
DAYS = (MONTH_DAY_YEAR, DAY_MONTH_YEAR, ISO_DAY, DAY_FIRST)
COUNCIL = re.compile(
    r"\b((?:[A-Z][\w'’-]+\s+)+(?:(?:County|City|Borough|District|Metropolitan)\s+)?Council)\b"
)
COUNCIL_AND_SERVICE = re.compile(r"^(?P<name>[A-Z][\w'’]+(?:\s+[A-Z][\w'’]+){0,3})\s+[-–]\s+Children['’]?s\b")
PLAN_TITLE = re.compile(r"^(?!.*\d)[^:.]{0,70}\bplan\b[^:.]{0,30}$", re.IGNORECASE)
LOOSE_TITLE = re.compile(r"^.{0,110}\bplan\b.{0,50}$", re.IGNORECASE)


def stated_day(text: str) -> date | None:
    """Return the day that a text says it speaks for (`as at 5 December 2016`), or None."""
    stated = AS_AT.search(text)
    return max(_days_in(stated["date"] if stated else text), default=None)


def _days_in(text: str) -> list[date]:
    """Return the days that a text names in the first form in which it names any."""
    for pattern in DAYS:
        days = [day for match in pattern.finditer(text) if (day := read_date(match[0]).latest)]
        if days:
            return days
    return []


def name_the_plan(document: PlanDocument, outside: Iterable[Cell], account: CellAccount) -> None:
    """Take the date, the council and the title from the cells that stand outside the tables."""
    cells = list(outside)
    _name_the_council(document, cells)
    _take_the_title(document, cells, account)
    days = []
    for cell in cells:
        if AS_AT.search(cell.text) and (day := stated_day(cell.text)):
            days.append(day)
            account.map(cell)
    document.known_on = max(days, default=None) or _dated_heading(cells, account)


def _name_the_council(document: PlanDocument, cells: list[Cell]) -> None:
    for pattern in (COUNCIL, COUNCIL_AND_SERVICE):
        for cell in cells:
            if not document.council and (match := pattern.search(plain(cell.text))):
                document.council = match[1]


def _take_the_title(document: PlanDocument, cells: list[Cell], account: CellAccount) -> None:
    for pattern in (PLAN_TITLE, LOOSE_TITLE):
        found = [cell for cell in cells if pattern.match(cell.text.strip())]
        # A heading is a heading; a sentence that ends in a full stop only speaks of the plan.
        found.sort(key=lambda cell: cell.text.strip().endswith("."))
        if found and not document.title:
            document.title = plain(found[0].text)
            account.map(found[0])


def _dated_heading(cells: list[Cell], account: CellAccount) -> date | None:
    """Return the day, or the last day of the month, that a heading names: a committee's date, a plan's month."""
    headings = [cell for cell in cells if len(cell.text) < 200]
    for named in (_days_in, _months_in):
        days = []
        for cell in headings:
            if in_cell := named(cell.text):
                days += in_cell
                account.map(cell)
        if days:
            return max(days)
    return None


def _months_in(text: str) -> list[date]:
    return [day for match in MONTH_YEAR.finditer(text) if (day := read_date(match[0]).latest)]
