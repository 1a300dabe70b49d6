"""Which recommendations an action serves, or is: by a column of numbers or texts, by the words in its cells."""

import re

from improvement.spreadsheets import Cell
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.reading import RECOMMENDATION_MARKER, Reading
from plans.imports.parsers.officers import plain_lines
from plans.imports.tables import Header

NUMBER = re.compile(r"\d+")
# `3`, `R3`, `Rec 3`, and several of them: `R1, R3 and R4`.
CODE = r"(?:r(?:ec(?:ommendation)?s?)?\.?\s*)?\d{1,2}"
CODES = re.compile(rf"{CODE}(?:\s*(?:,|;|&|/|\band\b)\s*{CODE})*\.?", re.IGNORECASE)
LEADING_NUMBER = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.:)\-–]\s*(?P<text>.*)$", re.DOTALL)

# `(a)`, `b)`, `iv.`: a part of what stands above, and the number of nothing.
LETTER = re.compile(r"^\(?(?:[a-z]|i{1,3}|i?v|vi{1,3})[.)]$", re.IGNORECASE)
LETTER_FIRST = re.compile(r"^\(?[a-z][.)]\s+\S", re.IGNORECASE)
# What an action has and a recommendation over its actions has not.
AN_ACTIONS_OWN = ("due", "first_due", "revised_due", "status", "update", "completed")


def take_letters(section: Section, row: int, following: int | None, reading: Reading) -> bool:
    """Note under which recommendation lettered rows stand; return whether a row is that recommendation itself."""
    header = section.header
    cell = header.own(row, "recommendation")
    if cell is None or LETTER.match(cell.text.strip()):
        return False
    section.over_letters = None
    action = header.own(row, "action")
    if (
        following is None
        or action is None
        or action is cell
        or any(header.own(row, name) for name in AN_ACTIONS_OWN)
    ):
        return False
    below = header.own(following, "recommendation")
    is_lettered = (
        LETTER.match(below.text.strip()) if below else LETTER_FIRST.match(header.text(following, "action"))
    )
    number = NUMBER.search(cell.text)
    if not is_lettered or number is None:
        return False
    section.over_letters = int(number[0])
    reading.recommendation(section.over_letters, cell, action.text)
    reading.account.map(cell, action)
    reading.account.note(*header.sheet.row(row))
    return True


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
    if section.over_letters is not None and (listed is None or LETTER.match(listed.text.strip())):
        return (section.over_letters,)
    if listed is None and section.recommendation is not None:
        return tuple(sorted({section.recommendation, *reading.markers(cell)}))
    if listed is None:
        marked = [cell, header.cell(row, "expected_outcome"), header.own(row, "success_measure")]
        return reading.markers(*marked)
    text = listed.text.strip()
    if CODES.fullmatch(text) or re.fullmatch(r"[\d\s,;&.and]+", text):
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
    code = next((cell for cell in cells if re.fullmatch(CODE, cell.text.strip().rstrip("."), re.I)), None)
    text = max((cell.text for cell in cells), key=len)
    if code is None:
        return reading.markers(*cells)
    number = int(NUMBER.findall(code.text)[0])
    reading.recommendation(number, cells[0], text)
    return (number,)
