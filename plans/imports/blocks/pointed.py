"""The header of a table that a person pointed at: whatever its words, and where it has none."""

from collections.abc import Mapping
from dataclasses import replace

from improvement.spreadsheets import Cell, Sheet
from plans.imports.blocks.guessing import (
    NOT_KNOWN,
    SAMPLE_ROWS,
    assign,
    columns_over,
    take_columns,
    unknown_columns,
)
from plans.imports.pointing import Pointed
from plans.imports.tables import Columns, Header, Match, made_heading, read_header

# What no table of a kind can do without, in the order in which it may stand for the thing itself.
SUBJECTS = {
    "actions": ("action", "recommendation"),
    "recommendations": ("recommendation",),
    "indicators": ("measure",),
}
# A column that is taken for the thing itself only because its texts are the longest.
LEAST_SURE = 0.3


def pointed_header(
    sheet: Sheet, pointed: Pointed, kind: str, columns: Columns, choices: Mapping[str, str]
) -> Header:
    """Return the header that a person pointed at, with its columns by words, by contents, and as they said.

    One column always holds the thing that each row is: where neither words nor contents tell, the one with the longest
    texts, which is asked about.
    """
    first = pointed.row + 1 if pointed.has_headings else pointed.row
    below = [row for row in sheet.row_numbers() if row >= first][:SAMPLE_ROWS]
    cells = _cells(sheet, pointed, below)
    header = read_header(sheet, first - 1, columns, set(), choices, cells)
    assert header is not None  # noqa: S101 -- nothing is required of it
    over = list(columns_over(sheet, cells, below))
    if kind == "actions":
        header = take_columns(header, assign(unknown_columns(header, over), header.columns.keys()))
    if not header.columns.keys() & set(SUBJECTS[kind]):
        header = _with_a_subject(
            header, SUBJECTS[kind][0], {column.cell.column: column.words_each for column in over}
        )
    return replace(header, is_made=not pointed.has_headings)


def _cells(sheet: Sheet, pointed: Pointed, below: list[int]) -> list[Cell]:
    """Return a cell for each column that holds something: the heading, or a name for a column without one."""
    heads = {cell.column: cell for cell in sheet.row_with_ends(pointed.row)} if pointed.has_headings else {}
    filled = {cell.column for row in below for cell in sheet.row(row)}
    return [
        heads.get(column) or made_heading(sheet, pointed.row, column)
        for column in sorted(heads.keys() | filled)
    ]


def _with_a_subject(header: Header, field: str, words_each: Mapping[int, float]) -> Header:
    open_to_it = [match for match in header.matches if match.is_open]
    longest = max(open_to_it, key=lambda match: words_each[match.cell.column], default=None)
    if longest is None:
        return header
    taken = Match(longest.cell, field, LEAST_SURE, f"{NOT_KNOWN}; the longest texts stand below")
    matches = [taken if match is longest else match for match in header.matches]
    return replace(header, columns={**header.columns, field: longest.cell.column}, matches=matches)
