"""What a person pointed at on a sheet: the row of its headings and what each row below is.

It goes before everything that is found by words or contents, and is found again in next month's workbook: by the
words of the headings wherever they stand then, else by the sheet's name. Months and figures are set aside in both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from improvement.spreadsheets import Sheet
from plans.imports.values import header_words

AS_FOUND, NOTHING = "", "nothing"
# What each row of a table can be said to be, by the table's kind.
KINDS = {
    "actions": "An action",
    "recommendations": "A recommendation",
    "indicators": "A measure, or one of its figures",
    NOTHING: "Nothing to import",
}
POINTED = "what a person pointed at"
# How far down a sheet headings are looked for again.
MOST_ROWS = 200
LONGEST_KEY = 500
CHANGING = re.compile(
    r"\d+|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)


@dataclass(frozen=True)
class Pointed:
    """One sheet's table: what its rows are (a key of KINDS), and the row of its headings, counted from 1.

    Where the list `has_headings` not, the row is the first of the list itself. `headings` are its words, by which it
    is found again.
    """

    kind: str
    row: int = 0
    has_headings: bool = True
    headings: str = ""

    def as_said(self) -> dict[str, Any]:
        """Return it in plain values, as it is kept."""
        return asdict(self)


def unchanging(words: str) -> str:
    """Return words without the months and figures that another month's file has otherwise."""
    return " ".join(CHANGING.sub(" ", header_words(words)).split())


def headings_of(sheet: Sheet, row: int) -> str:
    """Return the words of a row's cells as a row is known by them again."""
    return " | ".join(unchanging(cell.text) for cell in sheet.row_with_ends(row))[:LONGEST_KEY]


def point(sheet: Sheet, kind: str, row: int = 0, *, has_headings: bool = True) -> Pointed:
    """Return what a person points at on a sheet, with the words by which it is found again."""
    if kind in {AS_FOUND, NOTHING}:
        return Pointed(kind)
    return Pointed(kind, row, has_headings, headings_of(sheet, row) if has_headings else "")


def place(sheets: Sequence[Sheet], said: Mapping[str, Mapping[str, Any]]) -> list[Sheet]:
    """Mark on each sheet what was pointed at, there or on last month's; return the sheets that are to be read.

    `said` is what people said by the name of the sheet, in plain values.
    """
    pointed = {title: Pointed(**words) for title, words in said.items()}
    by_name = {unchanging(title): item for title, item in pointed.items() if unchanging(title)}
    read = []
    for sheet in sheets:
        own = pointed.get(sheet.title) or by_name.get(unchanging(sheet.title))
        # A sheet of which nobody said anything may have the very headings that were pointed at on another.
        items = [own] if own is not None else [item for item in pointed.values() if item.headings]
        here = next(filter(None, (_found_again(sheet, item) for item in items)), None)
        if here is not None and here.kind != AS_FOUND:
            sheet.memo[POINTED] = here
        if here is None or here.kind != NOTHING:
            read.append(sheet)
    return read


def _found_again(sheet: Sheet, item: Pointed) -> Pointed | None:
    if not item.headings:
        return item if item.row in sheet.rows or item.kind in {AS_FOUND, NOTHING} else None
    for row in [item.row, *sheet.row_numbers()[:MOST_ROWS]]:
        if headings_of(sheet, row) == item.headings:
            return replace(item, row=row)
    return None


def pointed_at(sheet: Sheet) -> Pointed | None:
    """Return what a person pointed at on a sheet that is read."""
    return sheet.memo.get(POINTED)  # type: ignore[return-value]
