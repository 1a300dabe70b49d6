"""A block of cells as a spreadsheet gives it to the clipboard: parted by tabs and line ends, as Excel writes them."""

import csv
import io
import re

# Excel puts a cell with a line end in quotes, its own quotes doubled; a cell that only begins with one it leaves alone.
CELL = re.compile(r'"((?:[^"\t]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')


def cells_of(block: str) -> list[list[str]]:
    """Return the rows of a block, each with its cells. Commas and single quotes part nothing."""
    text = block.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        match = CELL.match(text, place)
        assert match is not None  # noqa: S101 -- it matches nothing, too
        rows[-1].append(match[2] if match[1] is None else match[1].replace('""', '"'))
        place = match.end() + 1
        if match.end() >= len(text):
            return rows
        if text[match.end()] == "\n":
            rows.append([])


def as_csv(rows: list[list[str]]) -> bytes:
    """Return rows as a file that reads back as these very cells."""
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(rows)
    return target.getvalue().encode()
