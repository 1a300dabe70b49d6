"""Ways in which colleagues change a workbook that leave its plan as it was: columns moved, rows shifted, unmerged."""

import copy
import random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def put_rows_above(workbook: Workbook, count: int) -> None:
    """Shift every sheet down by rows that hold nothing."""
    for sheet in workbook.worksheets:
        _rebuild(sheet, lambda row, column: (row + count, column))


def put_columns_before(workbook: Workbook, count: int) -> None:
    """Shift every sheet right by empty columns."""
    for sheet in workbook.worksheets:
        _rebuild(sheet, lambda row, column: (row, column + count))


def move_columns(sheet: Worksheet, first: int, last: int, order: random.Random, below: int = 0) -> None:
    """Put a sheet's columns from `first` to `last` into another order, in the rows below one."""
    columns = list(range(first, last + 1))
    shuffled = columns[:]
    order.shuffle(shuffled)
    places = dict(zip(columns, shuffled, strict=True))
    spanning = {
        row
        for merged in sheet.merged_cells.ranges
        if merged.max_col > merged.min_col
        for row in range(merged.min_row, merged.max_row + 1)
    }
    # A label and its figure stand by themselves: they are not columns of the table.
    spanning |= {
        row[0].row for row in sheet.iter_rows() if any(str(cell.value).endswith(" period") for cell in row)
    }
    _rebuild(
        sheet,
        lambda row, column: (
            row,
            column if row <= below or row in spanning else places.get(column, column),
        ),
    )


def put_blank_row(sheet: Worksheet, after: int) -> None:
    """Put an empty row into a sheet; what is merged over the place grows by it."""
    _rebuild(sheet, lambda row, column: (row if row <= after else row + 1, column))


def put_remarks_beside(workbook: Workbook, order: random.Random) -> None:
    """Add a column at the right in which somebody wrote remarks."""
    for sheet in workbook.worksheets:
        column = sheet.max_column + 2
        for row in order.sample(range(1, sheet.max_row + 1), min(3, sheet.max_row)):
            if any(cell.value for cell in sheet[row]):
                sheet.cell(row, column).value = order.choice(["check with Finance", "see e-mail", "done?"])


def rename_sheets(workbook: Workbook, names: dict[str, str]) -> None:
    """Give sheets other names."""
    for old, new in names.items():
        workbook[old].title = new


def rename_headers(workbook: Workbook, words: dict[str, str]) -> None:
    """Say other words in every cell that says just these."""
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip() in words:
                    cell.value = words[cell.value.strip()]


def unmerge_rows(workbook: Workbook, *, fill: bool) -> None:
    """Unmerge what spans rows; with `fill`, say the words again in every row, as a paste does."""
    for sheet in workbook.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            if merged.max_row == merged.min_row:
                continue
            sheet.unmerge_cells(str(merged))
            if fill:
                top = sheet.cell(merged.min_row, merged.min_col)
                for row in range(merged.min_row + 1, merged.max_row + 1):
                    sheet.cell(row, merged.min_col).value = top.value


def _rebuild(sheet: Worksheet, place) -> None:
    merges = [
        (merged.min_row, merged.min_col, merged.max_row, merged.max_col)
        for merged in sheet.merged_cells.ranges
    ]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    cells = {
        (cell.row, cell.column): (cell.value, copy.copy(cell._style))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }
    sheet._cells.clear()
    for (row, column), (value, style) in cells.items():
        new = sheet.cell(*place(row, column))
        new.value = value
        new._style = style
    for first_row, first_column, last_row, last_column in merges:
        ends = [
            place(row, column)
            for row in (first_row, last_row)
            for column in range(first_column, last_column + 1)
        ]
        sheet.merge_cells(
            start_row=min(row for row, _column in ends),
            end_row=max(row for row, _column in ends),
            start_column=min(column for _row, column in ends),
            end_column=max(column for _row, column in ends),
        )
