"""What is loaded of a workbook, cell by cell beside what openpyxl alone reads."""

import io
import random
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from improvement.spreadsheets.loading import load_cells
from tests.conftest import SHARED
from tests.workbooks import content_of

FILES = sorted(SHARED.glob("data/*/*.xlsx")) if SHARED.exists() else []


def told(value: object) -> object:
    """Return a cell's value as something that compares: rich text by its runs and their bold."""
    if isinstance(value, CellRichText):
        return [
            (part.text, bool(part.font and part.font.b)) if isinstance(part, TextBlock) else part
            for part in value
        ]
    return value


def read_by_openpyxl(content: bytes) -> dict[str, dict[tuple[int, int], tuple[object, str, str, bool]]]:
    workbook = load_workbook(io.BytesIO(content), data_only=True, rich_text=True)
    return {
        sheet.title: {
            at: (told(cell.value), cell.number_format, str(cell.fill.fgColor.value), bool(cell.font.b))
            for at, cell in sheet._cells.items()
            if isinstance(cell, Cell) and (cell.value is not None or cell.has_style)
        }
        for sheet in workbook.worksheets
    }


def read_by_us(content: bytes) -> dict[str, dict[tuple[int, int], tuple[object, str, str, bool]]]:
    workbook, cells = load_cells(content)
    read = {}
    for sheet in workbook.worksheets:
        covered = {
            (row, column)
            for merged in sheet.merged_cells.ranges
            for row in range(merged.min_row, merged.max_row + 1)
            for column in range(merged.min_col, merged.max_col + 1)
        } - {(merged.min_row, merged.min_col) for merged in sheet.merged_cells.ranges}
        read[sheet.title] = {}
        for at, (value, number) in cells[sheet.title].items():
            styled = Cell(sheet, row=1, column=1, style_array=workbook._cell_styles[number])
            # What lies under a merged cell openpyxl lets go itself.
            if at not in covered and (value is not None or styled.has_style):
                fill, bold = str(styled.fill.fgColor.value), bool(styled.font.b)
                read[sheet.title][at] = (told(value), styled.number_format, fill, bold)
    return read


def random_workbook(seed: int) -> bytes:
    """Return a workbook of cells of every kind, some styled, some merged, some in runs of bold and plain."""
    chance = random.Random(seed)
    workbook = Workbook()
    for number in range(chance.randint(1, 3)):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet(f"Sheet {number}")
        places = [(row, column) for row in range(1, 41) for column in range(1, 13)]
        for row, column in chance.sample(places, chance.randint(1, 120)):
            cell = sheet.cell(row, column)
            cell.value = chance.choice(
                [
                    "plain words", "  edged \n two lines ", "_x005F_x000D_ escaped", "x005F_", "", 7, -2.5, 0.25, 10**12,
                    True, False, date(2026, 3, 31), datetime(2026, 3, 31, 9, 30), time(9, 30), "=1+1", "ünïcode – “quoted”",
                    CellRichText("plain then ", TextBlock(InlineFont(b=True), "bold"), " again"),
                    CellRichText(TextBlock(InlineFont(b=True), "all bold")),
                ]
            )  # fmt: skip
            if chance.random() < 0.4:
                cell.fill = PatternFill("solid", fgColor=chance.choice(["FF0000", "FFC000", "00B050"]))
            if chance.random() < 0.3:
                cell.font = Font(bold=True)
            if isinstance(cell.value, float) and chance.random() < 0.5:
                cell.number_format = "0%"
        for _merge in range(chance.randint(0, 3)):
            row, column = chance.randint(1, 30), chance.randint(1, 8)
            block = (row, column, row + chance.randint(0, 2), column + chance.randint(0, 3))
            if not any(
                merged.min_row <= block[2] and merged.max_row >= block[0] for merged in sheet.merged_cells
            ):
                sheet.merge_cells(None, *block)
    return content_of(workbook)


@pytest.mark.parametrize("seed", range(40))
def test_every_cell_is_as_openpyxl_reads_it(seed):
    content = random_workbook(seed)

    assert read_by_us(content) == read_by_openpyxl(content)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_cell_of_a_published_workbook_is_as_openpyxl_reads_it(path):
    content = path.read_bytes()

    assert read_by_us(content) == read_by_openpyxl(content)
