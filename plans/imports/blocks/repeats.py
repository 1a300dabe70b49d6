"""Columns of an action log beside the one that names a field: a second owner, a comment a quarter, bare codes."""

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from improvement.spreadsheets import Cell
from plans.imports.blocks.guessing import CODE, LEAST_ROWS, NOT_KNOWN, SAMPLE_ROWS, SUREST
from plans.imports.blocks.vocabulary import ACTION_COLUMNS
from plans.imports.tables import Header, Match
from plans.imports.values import header_words

ANOTHER_OWNER = "another column of officers"
AGAIN = "the same words as another column: the last of them that is filled holds"
LOOK_LIKE_CODES = "the cells below look like codes"
# So many of the cells of a column without a heading hold a code of their own.
NEARLY_ALL = 0.8


def take_repeats(header: Header) -> Header:
    """Return a header of actions with its further owners, its repeated reports and a column of bare codes taken.

    What a person said of a column stays as they said.
    """
    repeated = header_words(_text_over(header, "update")) if "update" in header.columns else ""
    matches = [_further(match, header, repeated) for match in header.matches]
    codes = None if "reference" in header.columns else _codes(header)
    if codes is None:
        return replace(header, matches=matches)
    others = [match for match in matches if match.cell.column != codes.cell.column]
    matches = sorted([*others, codes], key=lambda match: match.cell.column)
    return replace(header, matches=matches, columns={**header.columns, "reference": codes.cell.column})


def _further(match: Match, header: Header, repeated: str) -> Match:
    if match.field or match.confidence:
        return match
    words = " ".join(match.cell.text.replace("_", " ").split()).strip(" ?:*")
    if {"leads", "responsible"} & header.columns.keys() and ACTION_COLUMNS["leads"].search(words):
        return replace(match, field="leads", confidence=0.8, why=ANOTHER_OWNER)
    if repeated and header_words(match.cell.text) == repeated:
        return replace(match, field="update", confidence=0.8, why=AGAIN)
    return match


def _text_over(header: Header, field: str) -> str:
    return next(
        (match.cell.text for match in header.matches if match.cell.column == header.columns[field]), ""
    )


def _codes(header: Header) -> Match | None:
    """Return a column whose cells are each a code of its own: one without a heading, or the first of the table."""
    sheet, headed = header.sheet, {match.cell.column: match for match in header.matches}
    below = [row for row in sheet.row_numbers() if row > header.row][:SAMPLE_ROWS]
    actions = [row for row in below if "action" in header.columns and header.own(row, "action")]
    if len(actions) < LEAST_ROWS:
        return None
    for column in sorted({cell.column for row in actions for cell in sheet.row(row)}):
        texts = [cell.text.strip() for row in actions if (cell := sheet.rows[row].get(column)) is not None]
        over = headed.get(column)
        if over is not None and (over.field or over.confidence or column != min(headed)):
            continue
        if not _are_codes(texts, len(actions)):
            continue
        name = f"Column {get_column_letter(column)}"
        made = Cell(sheet.title, header.row, column, name, name, last_row=header.row, last_column=column)
        return Match(over.cell if over else made, "reference", SUREST, f"{NOT_KNOWN}; {LOOK_LIKE_CODES}")
    return None


def _are_codes(texts: Sequence[str], rows: int) -> bool:
    return (
        len(texts) >= NEARLY_ALL * rows
        and len(set(texts)) == len(texts)
        and all(CODE.match(text) for text in texts)
    )
