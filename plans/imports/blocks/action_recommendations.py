"""Which recommendations an action serves, or is: by a column of numbers or texts, by the words in its cells."""

import re

from improvement.spreadsheets import Cell
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.reading import RECOMMENDATION_MARKER, Reading
from plans.imports.parsers.officers import plain_lines
from plans.imports.tables import Header

NUMBER = re.compile(r"\d+")
LEADING_NUMBER = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.:)\-–]\s*(?P<text>.*)$", re.DOTALL)


def own_numbers(header: Header, rows: list[int]) -> dict[int, int]:
    """Return the number of the recommendation that each row is: its reference where that is one, else the next."""
    told = {
        row: int(code)
        for row in rows
        if header.own(row, "action") and NUMBER.fullmatch(code := header.text(row, "reference"))
    }
    numbers, following = dict(told), max(told.values(), default=0)
    for row in rows:
        if row not in told and header.own(row, "action"):
            following += 1
            numbers[row] = following
    return numbers


def recommendations_of(
    section: Section, header: Header, row: int, cell: Cell, reading: Reading
) -> tuple[int, ...]:
    """Return the recommendations that a row serves: a column's numbers, else those that its words name."""
    if number := section.own_numbers.get(row):
        code = header.text(row, "reference")
        text = cell.text if not code or NUMBER.fullmatch(code) else f"{code}: {cell.text}"
        reading.recommendation(number, cell, text)
        if not NUMBER.fullmatch(code):
            reading.document.unnumbered_recommendations.add(number)
        return (number,)
    beside = [header.sheet.at(row, match.cell.column) for match in header.several("recommendation")]
    listed_cells = [found for found in beside if found is not None]
    if len(listed_cells) > 1:
        return _numbered_beside_its_text(listed_cells, reading)
    listed = listed_cells[0] if listed_cells else None
    if listed is None and section.recommendation is not None:
        return tuple(sorted({section.recommendation, *reading.markers(cell)}))
    if listed is None:
        marked = [cell, header.cell(row, "expected_outcome"), header.own(row, "success_measure")]
        return reading.markers(*marked)
    text = listed.text.strip()
    if re.fullmatch(r"[\d\s,;&.and]+", text):
        numbers = tuple(int(number) for number in NUMBER.findall(text))
        for number in numbers:
            reading.recommendation(number, listed)
        return numbers
    marked_numbers = tuple(int(match["number"]) for match in RECOMMENDATION_MARKER.finditer(text))
    match = LEADING_NUMBER.match(re.sub(r"^rec(?:ommendation)?\.?\s*", "", text, flags=re.IGNORECASE))
    if match and not marked_numbers:
        reading.recommendation(int(match["number"]), listed, match["text"])
        return (int(match["number"]),)
    if marked_numbers:
        return reading.markers(listed)
    known = next((n for n, item in reading.recommendations.items() if item.text == plain_lines(text)), None)
    number = known or max(reading.recommendations, default=0) + 1
    if known is None:
        reading.document.unnumbered_recommendations.add(number)
    reading.recommendation(number, listed, text)
    return (number,)


def _numbered_beside_its_text(cells: list[Cell], reading: Reading) -> tuple[int, ...]:
    """Return the recommendation whose number stands in one column and its text in another."""
    reading.account.map(*cells)
    number = next(
        (match for cell in cells if (match := NUMBER.fullmatch(cell.text.strip().rstrip(".")))), None
    )
    text = max((cell.text for cell in cells), key=len)
    if number is None:
        return reading.markers(*cells)
    reading.recommendation(int(number[0]), cells[0], text)
    return (int(number[0]),)
