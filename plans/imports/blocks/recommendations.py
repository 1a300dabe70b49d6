"""Progress tables: one block of rows a recommendation, its rating, evidence, officers, and measures nested in it."""

import re
from dataclasses import dataclass, field

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from performance.choices import Unit
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.indicators import UNITS, add_measure, aim, observe
from plans.imports.blocks.reading import Reading
from plans.imports.blocks.reported import Reported
from plans.imports.kinds.measure import MeasureItem
from plans.imports.measure_names import measure_code, polarity_in_name, unit_in_name
from plans.imports.parsers.officers import plain_lines
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import read_period
from plans.imports.tables import Header, Match
from plans.imports.values import Source

NUMBER = re.compile(
    r"^\s*(?:rec(?:ommendation)?\.?\s*)?(?P<number>\d{1,3})(?:\.0)?\s*[.)]?\s*$", re.IGNORECASE
)
# Any other short code with a figure in it is a reference too: `2a`, `IA/23/01`, `R6`.
REFERENCE = re.compile(r"^(?=.*\d)[\w./()-]{1,20}$")
LEADING_NUMBER = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.:)\-–]\s*(?P<text>.+)$", re.DOTALL)
MEASURE_WORD = re.compile(r"^measures?\s*:?\s*\n", re.IGNORECASE)
FOOTNOTE = re.compile(r"^\s*[*^~†]\s*\w")
VALUES = ("outturn", "current", "target")


@dataclass
class _Block:
    """The rows of one recommendation."""

    # Nought until all numbers that the workbook gives are known, where its own reference is no number.
    number: int
    rows: list[int] = field(default_factory=list)
    reference: str = ""


def read_progress(section: Section, reading: Reading) -> None:
    """Read recommendations with what is said of each and the measures that stand beside it."""
    for block in _blocks(section, reading):
        _read_recommendation(section.header, block, reading)
        _read_measures(section.header, block, reading)
        for row in block.rows:
            reading.account.note(*section.header.sheet.row(row))


def _blocks(section: Section, reading: Reading) -> list[_Block]:
    """Part the rows into recommendations: a new one begins where a number, or without numbers a text, stands."""
    header = section.header
    found: list[_Block] = []
    seen = 0
    for row in section.rows:
        reference, text = header.own(row, "reference"), header.own(row, "recommendation")
        number = NUMBER.match(reference.text) if reference else None
        code = REFERENCE.match(reference.text.strip()) if reference and text and not number else None
        leading = LEADING_NUMBER.match(text.text) if text and reference is None else None
        if number or leading:
            found.append(_Block(int((number or leading)["number"])))  # type: ignore[index]
            seen = found[-1].number
        elif code and text is not None and not text.is_merged_across:
            found.append(_Block(0, reference=code[0]))
        elif text is not None and "reference" not in header.columns and not text.is_merged_across:
            seen += 1
            reading.document.unnumbered_recommendations.add(seen)
            found.append(_Block(seen))
        elif reference is not None or (text is not None and "reference" in header.columns):
            # A total or a remark in the place of a number ends the recommendation above it.
            cells = header.sheet.row(row)
            reading.account.note(*cells)
            if row - 1 not in header.sheet.rows:
                break
            continue
        if found:
            found[-1].rows.append(row)
        else:
            reading.account.note(*header.sheet.row(row))
    return _numbered(found, reading)


def _numbered(found: list[_Block], reading: Reading) -> list[_Block]:
    """Number what goes by another code after all that have a number, in its order; its words keep the code."""
    highest = max((block.number for block in found), default=0)
    for block in found:
        if block.reference:
            highest += 1
            block.number = highest
            reading.document.unnumbered_recommendations.add(highest)
    return found


def _read_recommendation(header: Header, block: _Block, reading: Reading) -> None:
    cells: dict[str, list[Cell]] = {}
    for name in ("reference", "recommendation", "evidence", "further_actions", "leads"):
        cells[name] = [cell for row in block.rows if (cell := header.own(row, name)) is not None]
        reading.account.map(*cells[name])
    top = header.own(block.rows[0], "reference") or header.own(block.rows[0], "recommendation")
    if top is None:  # pragma: no cover -- a block begins with one of them
        return
    texts = "\n".join(cell.text for cell in cells["recommendation"])
    if block.reference:
        texts = f"{block.reference}: {texts}"
    elif match := LEADING_NUMBER.match(texts):
        texts = match["text"]
    if not texts:
        reading.say("warning", top, f"Recommendation {block.number} has no text in the workbook.")
    rating, source = "", None
    column = header.columns.get("rating")
    if column:
        rows = [
            row for row in block.rows if (cell := header.sheet.at(row, column)) is None or cell.row == row
        ]
        row = rows[0] if rows else block.rows[0]
        rating = reading.level(header.sheet, row, column)
        cell = header.sheet.at(row, column)
        source = Source(cell.sheet, cell.address) if cell else None
        if not rating and cell is None:
            reading.say("note", top, f"Recommendation {block.number} has no rating in the workbook.")
    people = tuple(dict.fromkeys(person for cell in cells["leads"] for person in reading.people(cell)))
    reading.recommendation(
        block.number,
        top,
        texts,
        rating=rating or None,
        rating_source=source,
        outcome="\n".join(_aims(header, block, reading)),
        evidence="\n".join(plain_lines(cell.text) for cell in cells["evidence"]),
        further_actions="\n".join(plain_lines(cell.text) for cell in cells["further_actions"]),
        leads=people,
    )


def _measure_rows(header: Header, block: _Block) -> tuple[list[int], list[int]]:
    """Return the rows over the word `Measure`, which say the aim, and the rows of measures.

    Without that word a first row that has no value beside it is the aim, where others follow.
    """
    texts = {row: cell.text for row in block.rows if (cell := header.own(row, "measure")) is not None}
    marked = [row for row, text in texts.items() if MEASURE_WORD.match(text)]
    if marked:
        return [row for row in texts if row < marked[0]], [row for row in block.rows if row >= marked[0]]
    first = block.rows[0]
    if len(block.rows) > 1 and first in texts and not _has_values(header, first):
        return [first], block.rows[1:]
    if len(block.rows) == 1 and not _has_values(header, first):
        return list(texts), []
    return [], block.rows


def _has_values(header: Header, row: int) -> bool:
    return any(header.sheet.at(row, match.cell.column) for name in VALUES for match in header.several(name))


def _aims(header: Header, block: _Block, reading: Reading) -> list[str]:
    if "measure" not in header.columns:
        return []
    found = []
    for row in _measure_rows(header, block)[0]:
        cell = header.own(row, "measure")
        if cell is not None:
            found.append(plain_lines(cell.text))
            reading.account.map(cell)
    return found


def _read_measures(header: Header, block: _Block, reading: Reading) -> None:
    if "measure" not in header.columns:
        return
    aims, rows = _measure_rows(header, block)
    code = ""
    heading = ""
    waiting = [row for row in aims if _has_values(header, row)]
    for row in rows:
        cell = header.own(row, "measure")
        if cell is None:
            _read_unnamed(header, row, block.number, code, reading)
            continue
        text = plain(MEASURE_WORD.sub("", cell.text))
        reading.account.map(cell)
        if text.endswith(":") and not _has_values(header, row):
            heading = text.rstrip(":")
            continue
        name = text.lstrip("• ")
        code = measure_code(name)
        seen = _read_values(header, row, code, reading)
        for value_row in waiting:
            seen.extend(_read_values(header, value_row, code, reading))
            first = next((c for c in header.sheet.row(value_row) if c.column in _value_columns(header)), None)
            if first is not None:
                reading.say(
                    "note", first, "A value beside the aim: taken for the first measure below it.", first.text
                )
        waiting = []
        add_measure(
            reading,
            MeasureItem(
                code,
                name if not heading or not cell.text.startswith("•") else f"{name} ({heading.lower()})",
                unit_in_name(name) or next((UNITS[r.unit] for r in seen if r.value is not None), Unit.WORDS),
                Source(cell.sheet, cell.address),
                polarity_in_name(f"{heading} {name}" if heading and cell.text.startswith("•") else name),
                recommendations=(block.number,),
            ),
        )


def _value_columns(header: Header) -> set[int]:
    return {match.cell.column for name in VALUES for match in header.several(name)}


def _read_unnamed(header: Header, row: int, recommendation: int, above: str, reading: Reading) -> None:
    """Read values without a name: a footnote, or a measure that the workbook does not name."""
    cells = [cell for cell in header.sheet.row(row) if cell.column in _value_columns(header)]
    if not cells:
        return
    if all(FOOTNOTE.match(cell.text) for cell in cells) or not above:
        reading.account.note(*cells)
        return
    reading.say("warning", cells[0], "Values without a name: kept as a measure of their own.", cells[0].text)
    known = next(item for item in reading.document.measures if item.code == above)
    name = f"{known.name.rstrip('.')} (further row, not named in the workbook)"
    code = measure_code(name)
    seen = _read_values(header, row, code, reading)
    add_measure(
        reading,
        MeasureItem(
            code,
            name,
            next((UNITS[r.unit] for r in seen if r.value is not None), Unit.WORDS),
            Source(cells[0].sheet, cells[0].address),
            known.polarity,
            recommendations=(recommendation,),
        ),
    )


def _read_values(header: Header, row: int, code: str, reading: Reading) -> list[Reported]:
    seen: list[Reported] = []
    for name in ("outturn", "current"):
        for match in header.several(name):
            cell = header.sheet.rows[row].get(match.cell.column)
            if cell is not None:
                _say_if_merged(cell, reading)
                seen.extend(observe(reading, code, cell, _column_period(match)))
    for match in header.several("target"):
        cell = header.sheet.rows[row].get(match.cell.column)
        if cell is not None:
            _say_if_merged(cell, reading)
            aim(reading, code, cell, match.cell.text)
    return seen


def _say_if_merged(cell: Cell, reading: Reading) -> None:
    if cell.last_row > cell.row:
        reading.say(
            "note", cell, "One value stands beside several measures: kept once, with the first.", cell.text
        )


def _column_period(match: Match) -> WrittenDate:
    return read_period(match.cell.text)
