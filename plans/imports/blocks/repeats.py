"""Columns of an action log beside the one that names a field: a second owner, a comment a quarter, bare codes."""

from collections.abc import Sequence
from dataclasses import replace

from plans.imports.blocks.guessing import (
    CODE,
    LEAST_ROWS,
    NOT_KNOWN,
    SAMPLE_ROWS,
    SUREST,
    columns_over,
    sentences,
)
from plans.imports.blocks.vocabulary import ACTION_COLUMNS
from plans.imports.pointing import unchanging
from plans.imports.tables import Header, Match, band_over, made_heading

ANOTHER_OWNER = "another column of officers"
AGAIN = "the same words as another column: the last of them that is filled holds"
LOOK_LIKE_CODES = "the cells below look like codes"
# So many of the cells of a column without a heading hold a code of their own.
NEARLY_ALL = 0.8
SURE_SENTENCES = 0.6


def take_repeats(header: Header) -> Header:
    """Return a header of actions with its further owners, its repeated reports and a column of bare codes taken.

    What a person said of a column stays as they said.
    """
    # `October update` and `January update` are one column a month.
    repeated = unchanging(_text_over(header, "update")) if "update" in header.columns else ""
    matches = [_further(match, header, repeated) for match in header.matches]
    codes = None if "reference" in header.columns else _codes(header)
    if codes is None:
        return replace(header, matches=matches)
    others = [match for match in matches if match.cell.column != codes.cell.column]
    matches = sorted([*others, codes], key=lambda match: match.cell.column)
    return replace(header, matches=matches, columns={**header.columns, "reference": codes.cell.column})


def _below(header: Header) -> list[int]:
    return [row for row in header.sheet.row_numbers() if row > header.row][:SAMPLE_ROWS]


def take_what_is_done(header: Header) -> Header:
    """Return a header with an action: sentences of their own beside recommendations that come again and again."""
    if "action" in header.columns or "recommendation" not in header.columns:
        return header
    below = _below(header)
    made = header.texts(below, header.columns["recommendation"])
    if len(set(made)) == len(made):
        return header
    cells = [match.cell for match in header.matches if match.is_open]
    found = [
        column for column in columns_over(header.sheet, cells, below) if sentences(column) >= SURE_SENTENCES
    ]
    if not found:
        return header
    best = max(found, key=sentences)
    why = f"{NOT_KNOWN}; sentences of their own stand beside recommendations that come again"
    matches = [
        replace(match, field="action", confidence=SUREST, why=why) if match.cell is best.cell else match
        for match in header.matches
    ]
    return replace(header, matches=matches, columns={**header.columns, "action": best.cell.column})


def _further(match: Match, header: Header, repeated: str) -> Match:
    if not match.is_open:
        return match
    words = " ".join(match.cell.text.replace("_", " ").split()).strip(" ?:*")
    said = (words, f"{words} {band_over(header.sheet, match.cell)}".strip())
    if {"leads", "responsible"} & header.columns.keys() and any(map(ACTION_COLUMNS["leads"].search, said)):
        return replace(match, field="leads", confidence=0.8, why=ANOTHER_OWNER)
    if repeated and unchanging(match.cell.text) == repeated:
        return replace(match, field="update", confidence=0.8, why=AGAIN)
    return match


def _text_over(header: Header, field: str) -> str:
    return next(
        (match.cell.text for match in header.matches if match.cell.column == header.columns[field]), ""
    )


def _codes(header: Header) -> Match | None:
    """Return a column whose cells are each a code of its own: one without a heading, or the first of the table."""
    sheet, headed = header.sheet, {match.cell.column: match for match in header.matches}
    actions = [
        row
        for row in _below(header)
        if (cell := header.own(row, "action")) is not None and not cell.is_merged_across
    ]
    if len(actions) < LEAST_ROWS:
        return None
    for column in sorted({cell.column for row in actions for cell in sheet.row(row)}):
        texts = [cell.text.strip() for row in actions if (cell := sheet.rows[row].get(column)) is not None]
        over = headed.get(column)
        if over is not None and (not over.is_open or column != min(headed)):
            continue
        if not _are_codes(texts, len(actions)):
            continue
        cell = over.cell if over else made_heading(sheet, header.row, column)
        return Match(cell, "reference", SUREST, f"{NOT_KNOWN}; {LOOK_LIKE_CODES}")
    return None


def _are_codes(texts: Sequence[str], rows: int) -> bool:
    return (
        len(texts) >= NEARLY_ALL * rows
        and len(set(texts)) == len(texts)
        and all(CODE.match(text) for text in texts)
    )
