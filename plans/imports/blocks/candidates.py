"""Rows that may be the header of a table that nothing recognised: what a person is asked about."""

from improvement.spreadsheets import Cell, Sheet
from plans.imports.document import CellAccount, FoundColumn, FoundTable

LEAST_COLUMNS = 3
LEAST_ROWS = 2
LONGEST_HEADER = 60
MOST_CANDIDATES = 6


def unknown_tables(sheets: list[Sheet], account: CellAccount) -> list[FoundTable]:
    """Return the likely headers among the cells that nothing took, each with its columns still to be said."""
    found = []
    for sheet in sheets:
        last = 0
        for row in sheet.row_numbers():
            cells = [cell for cell in sheet.row(row) if account.is_open(cell)]
            if row <= last or not _is_header(cells):
                continue
            below = _rows_below(sheet, row, cells)
            if below < LEAST_ROWS:
                continue
            last = row + below
            found.append(
                FoundTable(
                    "unknown",
                    sheet.title,
                    row,
                    below,
                    tuple(
                        FoundColumn(
                            cell.address,
                            " ".join(cell.text.split()),
                            "",
                            0.0,
                            "no field is known by these words",
                        )
                        for cell in cells
                    ),
                )
            )
    return found[:MOST_CANDIDATES]


def _is_header(cells: list[Cell]) -> bool:
    texts = [" ".join(cell.text.split()) for cell in cells]
    return (
        len(cells) >= LEAST_COLUMNS
        and all(isinstance(cell.value, str) and not cell.is_merged_across for cell in cells)
        and all(len(text) <= LONGEST_HEADER for text in texts)
        and len(set(texts)) == len(texts)
    )


def _rows_below(sheet: Sheet, row: int, cells: list[Cell]) -> int:
    columns = {cell.column for cell in cells}
    count = 0
    while (below := sheet.rows.get(row + count + 1)) is not None and len(columns & below.keys()) >= 2:
        count += 1
    return count
