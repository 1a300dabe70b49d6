"""Streams the XML of an .xlsx before it is loaded: counts what would cost time or memory, refuses declarations.

Straight expat, in constant memory. A document type declaration, where entities would be defined, is refused as
soon as it begins; no spreadsheet program writes one.
"""

from typing import IO
from xml.parsers import expat  # noqa: S407 -- a document type declaration ends the parse before any entity

from openpyxl.utils.cell import range_boundaries

MAX_SHEETS = 60
MAX_ROWS = 20_000
MAX_COLUMNS = 200
# Cells that hold nothing are common (a formatted sheet to its last row), but loading a million takes a minute.
MAX_CELLS = 600_000
MAX_ELEMENTS = 2_000_000
MAX_COVERED_CELLS = 200_000
MAX_CELL_TEXT = 32_767


class SpreadsheetRefused(Exception):
    """A file that is not opened; the message says why, in words for the person who chose it."""


class Scan:
    """What all XML members of one workbook add up to. Raises SpreadsheetRefused at the first limit passed."""

    def __init__(self) -> None:
        self.elements = self.cells = self.rows = self.sheets = self.covered = 0
        self.has_uncalculated_formulas = False
        # What kind of file its parts make (`opening`).
        self.kind = ""
        self._row_holds = self._cell_holds = self._cell_has_formula = False
        self._column = 0
        self._text = -1

    def read(self, stream: IO[bytes]) -> None:
        """Stream one member. Raises expat.ExpatError where it is not XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ParseFile(stream)

    def _doctype(self, *declaration: object) -> None:
        raise SpreadsheetRefused("This file defines XML entities, which no spreadsheet program writes.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise SpreadsheetRefused(
                f"This workbook's parts hold more than {MAX_ELEMENTS:,} pieces, and no more are read. "
                "Save the plan's own sheets in a workbook of their own."
            )
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._start_cell(attributes.get("r", ""))
        elif kind in {"v", "t"}:
            self._text = 0
        elif kind == "f":
            self._cell_has_formula = True
        elif kind == "row":
            self._row_holds = False
        elif kind in {"mergeCell", "hyperlink"}:
            self._cover(attributes.get("ref", ""))
        elif kind == "sheet":
            self.sheets += 1
            if self.sheets > MAX_SHEETS:
                raise SpreadsheetRefused(
                    f"This workbook has more than {MAX_SHEETS} sheets, and no more are read. "
                    "Save the plan's own sheets in a workbook of their own."
                )

    def _start_cell(self, reference: str) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise SpreadsheetRefused(
                f"This workbook holds more than {MAX_CELLS:,} cells, most of them formatted and empty. "
                "Delete the empty rows and columns around the plan and save it again."
            )
        self._cell_holds = self._cell_has_formula = False
        letters = reference.rstrip("0123456789")
        self._column = sum(
            (ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(letters[:3]))
        )

    def _cover(self, reference: str) -> None:
        try:
            first_column, first_row, last_column, last_row = range_boundaries(reference)
        except (ValueError, TypeError):
            raise SpreadsheetRefused("This file is damaged: a range in it can't be read.") from None
        if None in (first_column, first_row, last_column, last_row):
            raise SpreadsheetRefused("This workbook merges or links whole rows or columns: undo that first.")
        self.covered += (last_column - first_column + 1) * (last_row - first_row + 1)  # type: ignore[operator]
        if self.covered > MAX_COVERED_CELLS:
            raise SpreadsheetRefused(
                f"This workbook merges or links more than {MAX_COVERED_CELLS:,} cells, and no more are read. "
                "Undo what is merged or linked beyond the plan."
            )

    def _characters(self, text: str) -> None:
        if self._text >= 0:
            self._text += len(text)
            if self._text > MAX_CELL_TEXT:
                raise SpreadsheetRefused(
                    f"A cell of this workbook holds more than {MAX_CELL_TEXT:,} characters, which Excel does not allow."
                )

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in {"v", "t"}:
            self._cell_holds = self._cell_holds or self._text > 0
            self._text = -1
        elif kind == "c":
            if self._cell_holds and self._column > MAX_COLUMNS:
                raise SpreadsheetRefused(f"A sheet of this workbook is wider than {MAX_COLUMNS} columns.")
            self._row_holds = self._row_holds or self._cell_holds
            self.has_uncalculated_formulas |= self._cell_has_formula and not self._cell_holds
        elif kind == "row":
            self.rows += self._row_holds
            if self.rows > MAX_ROWS:
                raise SpreadsheetRefused(
                    f"This workbook has more than {MAX_ROWS:,} rows that hold something."
                )
