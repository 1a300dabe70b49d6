"""Which sheets a report has, what stands on each, and how wide its columns are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from improvement.workbooks import inert
from plans.reports.document import Bullets, Chart, Document, Paragraph, Part, Section, Table, Written

# Sheets of words alone: a narrow column for the paragraph's number, a wide one for the text.
WORDS_WIDTHS = (6.0, 94.0)


@dataclass
class Placed:
    """A part and the section that it stands in."""

    section: Section
    part: Part
    begins: bool


@dataclass
class SheetPlan:
    """What stands on one sheet, before it is written."""

    name: str
    placed: list[Placed] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [item.part for item in self.placed if isinstance(item.part, Table)]

    @property
    def is_words(self) -> bool:
        return not self.tables

    @property
    def is_one_table(self) -> bool:
        return len(self.tables) == 1 and not any(
            isinstance(item.part, Written | Paragraph | Bullets) for item in self.placed
        )

    @property
    def has_chart_beside(self) -> bool:
        return any(isinstance(item.part, Chart) and item.part.is_beside for item in self.placed)

    def widths(self) -> list[float]:
        if self.is_words:
            return list(WORDS_WIDTHS)
        count = max(len(table.columns) for table in self.tables)
        return [
            max(table.columns[place].width for table in self.tables if place < len(table.columns))
            for place in range(count)
        ]

    def printed_columns(self) -> int:
        """Return how many columns are printed: of a sheet of one table, up to the last that paper has room for."""
        count = len(self.widths())
        if not self.is_one_table or self.has_chart_beside:
            return count
        columns = self.tables[0].columns
        return max(
            (place for place, column in enumerate(columns, start=1) if column.is_on_paper), default=count
        )


def sheet_names(wanted: Iterable[str]) -> dict[str, str]:
    """Return for each wanted name one that Excel takes: at most 31 characters, no brackets or slashes, none twice."""
    names: dict[str, str] = {}
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\]", "-", inert(name)).strip("' ") or "Sheet"
        made, number = plain[:31], 1
        while made.casefold() in {taken.casefold() for taken in names.values()}:
            number += 1
            made = f"{plain[: 28 - len(str(number))]} ({number})"
        names.setdefault(name, made)
    return names


def plan_sheets(document: Document) -> list[SheetPlan]:
    """Return the sheets in the order in which the document first names them."""
    sheets: dict[str, SheetPlan] = {}
    for section in document.printed():
        sheets.setdefault(section.sheet, SheetPlan(section.sheet))
        begun: set[str] = set()
        for part in section.parts or [Paragraph("")]:
            name = part.sheet if isinstance(part, Table) and part.sheet else section.sheet
            if isinstance(part, Chart):
                name = next(
                    (
                        table.sheet or section.sheet
                        for table in section.parts
                        if isinstance(table, Table) and table.name == part.table
                    ),
                    name,
                )
            sheet = sheets.setdefault(name, SheetPlan(name))
            sheet.placed.append(Placed(section, part, name not in begun))
            begun.add(name)
    return list(sheets.values())


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas and links write it."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"
