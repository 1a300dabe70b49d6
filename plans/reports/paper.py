"""A table as a page has room for it: fewer columns, the same words said once, no row higher than half a page.

Nothing is lost by it: what a page has no column for stands in the workbook, and a row that is too high goes on in rows
below it.
"""

from collections.abc import Sequence
from dataclasses import replace

from plans.reports.document import Column, Kind, Row, Table, Value
from plans.reports.printed import in_words

COLOURED = {Kind.STATUS, Kind.RATING, Kind.AGAINST}
CONTINUED = "(cont.)"
# A table of more columns stands on a landscape page; one of so few rows is not parted.
WIDE, SHORT = 6, 9
# What a workbook's widths lack on paper; how much wider bold letters are; lines and margins of a cell, in letters.
SPARE, BOLD, EDGES = 4, 1.15, 2.6
# Half a landscape page of A4 at nine points, in lines.
MOST_LINES = 20


def on_paper(table: Table) -> Table:
    """Return a table with the columns that a page has room for; a run of the same words is said beside the first.

    A column in which no row says anything is left out too.
    """
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.is_on_paper
        and (place == 0 or not table.rows or any(row.values[place] not in (None, "") for row in table.rows))
    ]
    names = table.column_names
    columns = [replace(table.columns[place], name=names[place]) for place in kept]

    def chosen(row: Row) -> Row:
        return replace(row, values=tuple(row.values[place] for place in kept))

    rows = _said_once([chosen(row) for row in table.rows], columns)
    return replace(table, columns=columns, rows=rows, total=chosen(table.total) if table.total else None)


def _said_once(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Return rows in which words that stand in the row above already are put as such; a parent begins anew."""
    told: list[Row] = []
    said: dict[int, Value] = {}
    for row in rows:
        values = list(row.values)
        for place, column in enumerate(columns):
            if not column.is_said_once:
                continue
            if row.is_parent and not values[place]:
                said.pop(place, None)
            elif values[place] and said.get(place) == values[place]:
                values[place] = "As above"
            elif values[place]:
                said[place] = values[place]
        told.append(replace(row, values=tuple(values)))
    return told


def shares(table: Table, letters: float) -> list[float]:
    """Return each column's share of a page's width, which has room for so many letters: they come to 1.

    As in a workbook, but no heading, status or rating is broken within a word, where the page has room for that.
    """
    columns = table.columns
    total = sum(column.width + SPARE for column in columns)
    wanted = [letters * (column.width + SPARE) / total for column in columns]
    least = [_longest_word(table, place) * BOLD + EDGES for place in range(len(columns))]
    if sum(least) > letters:
        return [width / letters for width in wanted]
    short = sum(max(floor - width, 0) for floor, width in zip(least, wanted, strict=True))
    beyond = sum(max(width - floor, 0) for floor, width in zip(least, wanted, strict=True)) or 1
    return [
        (floor if width <= floor else width - short * (width - floor) / beyond) / letters
        for floor, width in zip(least, wanted, strict=True)
    ]


def _longest_word(table: Table, place: int) -> int:
    """Return the letters of the longest word that a column prints in bold: of its heading, or a status in colour."""
    column = table.columns[place]
    texts = [column.name]
    if column.kind in COLOURED:
        texts += {str(row.values[place]) for row in table.rows if row.values[place]}
    return max((len(word) for text in texts for word in text.split()), default=1)


def continued(
    row: Row, columns: Sequence[Column], letters: Sequence[int], most: int = MOST_LINES
) -> list[Row]:
    """Return a row as rows no higher than so many lines. `letters` is how many fit on a line of each column.

    What goes on below says so under the first column.
    """
    pieces = [
        _pieces(in_words(value, column.kind), width, most) if isinstance(value, str) else [value]
        for value, column, width in zip(row.values, columns, letters, strict=True)
    ]
    height = max(len(piece) for piece in pieces)
    rows = []
    for number in range(height):
        values: list[Value] = [piece[number] if number < len(piece) else "" for piece in pieces]
        if number and not values[0]:
            values[0] = f"{in_words(row.values[0], columns[0].kind)} {CONTINUED}"
        rows.append(replace(row, values=tuple(values)))
    return rows


def _pieces(text: str, width: int, most: int) -> list[Value]:
    """Return a text in pieces of at most so many lines, parted between words: at a line's end or a stop, if it can."""
    pieces: list[Value] = []
    rest = text
    while _lines(rest, width) > most:
        cut = _cut(rest, width, most)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _cut(text: str, width: int, most: int) -> int:
    """Return where a text is parted so that what comes before has at most so many lines."""
    end, lines = 0, 0
    for line in text.splitlines(keepends=True):
        needed = _lines(line, width)
        if lines + needed > most:
            break
        lines, end = lines + needed, end + len(line)
    room = text[: end + (most - lines) * width]
    for stop in ("\n", ". ", "; ", " "):
        place = room.rfind(stop)
        if place > len(room) // 2:
            return place + len(stop)
    return max(len(room), 1)


def _lines(text: str, width: int) -> int:
    return sum(-(-max(len(line), 1) // max(width, 1)) for line in text.splitlines()) if text else 0
