"""Actions pasted from a spreadsheet: a block with headings such as councils' plans have, or one action a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from improvement.spreadsheets import Cell, Sheet
from improvement.triggers import MOST_CHARACTERS
from improvement.written_dates import WrittenDate, read_date
from plans.imports.blocks.vocabulary import ACTION_COLUMNS
from plans.imports.document import Message
from plans.imports.parsers.officers import read_officers
from plans.imports.parsers.people import Person
from plans.imports.tables import Header, find_header
from plans.position import Position

SUCH_A_DATE = "a date such as 31 March 2027, March 2027 or Ongoing"
# More than a person pastes at once; a whole plan is imported.
MOST = 200
# What else a heading may be about, and what is said where it is.
NOT_TAKEN = "Not taken, because a new action has none: {}. Report on it, or import the workbook."

ABOVE = "This row stands above the headings."
TAKEN = ("action", "leads", "responsible", "start", "due", "expected_outcome", "theme", "recommendation")
LONGEST_OFFICER = 200
# A number by itself, with a word before it (`Theme 2`, `Rec no. 3`) or its own words after it (`2. Practice`).
NUMBERED = re.compile(r"(?:[^\W\d]+\.?\s+){0,2}#?(\d{1,5})[.:)]?(?:\s+(?P<words>.+))?", re.DOTALL)


@dataclass(frozen=True)
class PastedAction:
    """One action understood: its row, words, people and dates, and the numbers of where it belongs."""

    row: int
    text: str
    leads: tuple[Person, ...] = ()
    start: WrittenDate | None = None
    due: WrittenDate | None = None
    expected_outcome: str = ""
    theme: int | None = None
    recommendation: int | None = None


@dataclass
class Pasted:
    """What a block says: the actions, everything that is wrong with its cells, and what is left out of it."""

    actions: list[PastedAction]
    errors: list[Message]
    notes: list[str]


def read_pasted_actions(sheet: Sheet, position: Position) -> Pasted:
    """Return the actions of a block; each error names its cell."""
    header = find_header(sheet, ACTION_COLUMNS, {"action"})
    is_one_column = all(len(cells) == 1 for cells in sheet.rows.values())
    if header is None or (is_one_column and header.row != min(sheet.rows)):
        return _one_a_line(sheet, position)
    reader = _Reader(position)
    actions = [
        action
        for row in sheet.row_numbers()
        if row > header.row and (action := reader.action(header, row)) is not None
    ]
    left = [
        match.cell.text for match in header.matches if match.field not in TAKEN and match.cell.text.strip()
    ]
    notes = [NOT_TAKEN.format(", ".join(" ".join(text.split()) for text in left))] if left else []
    for row in (row for row in sheet.row_numbers() if row < header.row):
        first = sheet.row(row)[0]
        if len(sheet.rows[row]) > 1:
            reader.errors.append(_error(first, ABOVE, "the headings in the first row"))
        else:
            notes.append(f"Left out above the headings: {' '.join(first.text.split())}.")
    return _checked(actions, reader.errors, notes, sheet)


def _one_a_line(sheet: Sheet, position: Position) -> Pasted:
    """Read a block of one column as one action a row; any other without a heading for the actions is refused."""
    wide = next((row for row in sheet.row_numbers() if len(sheet.rows[row]) > 1), None)
    if wide is not None:
        cell = next(iter(sheet.row(wide)))
        text = "No heading says which column holds the actions."
        return Pasted([], [_error(cell, text, "a first row with Action, Lead, Due, …")], [])
    reader = _Reader(position)
    actions = [
        PastedAction(row, reader.words(cell))
        for row in sheet.row_numbers()
        for cell in sheet.row(row)
        if cell.text.strip()
    ]
    return _checked(actions, reader.errors, [], sheet)


def _checked(actions: list[PastedAction], errors: list[Message], notes: list[str], sheet: Sheet) -> Pasted:
    if not actions and not errors:
        errors.append(Message("error", sheet.title, "A1", "There are no actions under the headings."))
    if len(actions) > MOST:
        errors.append(
            Message(
                "error", sheet.title, f"A{actions[MOST].row}", f"At most {MOST} actions are pasted at once.",
                expected="the whole plan as a workbook, by Import",
            )
        )  # fmt: skip
    return Pasted(actions, errors, notes)


class _Reader:
    """Reads rows against what the plan has, and collects what is wrong."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.errors: list[Message] = []
        # Where the same words stand already: in the plan, by reference, or in a row above.
        self.known = {_key(action.text): f"action {action.reference}" for action in position.actions}

    def action(self, header: Header, row: int) -> PastedAction | None:
        """Return a row's action; None for a row that has none, which is an error where it says anything else."""
        cell = header.own(row, "action")
        if cell is None or not cell.text.strip():
            other = next((found for name in TAKEN if (found := header.own(row, name)) is not None), None)
            if other is not None and other.text.strip():
                self.errors.append(_error(other, "This row has no action.", "what will be done"))
            return None
        start, due = self._date(header, row, "start"), self._date(header, row, "due")
        if start and due and start.earliest and due.latest and start.earliest > due.latest:
            self._say(header.cell(row, "due"), "The due date must not be before the start.")
        outcome = header.cell(row, "expected_outcome")
        self._bound(outcome, MOST_CHARACTERS)
        return PastedAction(
            row,
            self.words(cell),
            tuple(
                dict.fromkeys(
                    [*self._people(header, row, "leads"), *self._people(header, row, "responsible")]
                )
            ),
            start,
            due,
            outcome.text.strip() if outcome else "",
            self._number(header, row, "theme"),
            self._number(header, row, "recommendation"),
        )

    def words(self, cell: Cell) -> str:
        """Return a cell's text as an action's; the same words twice are an error."""
        text = cell.text.strip()
        self._bound(cell, MOST_CHARACTERS)
        if before := self.known.get(_key(text)):
            self.errors.append(_error(cell, f"The same words are those of {before}."))
        self.known[_key(text)] = f"row {cell.row}"
        return text

    def _date(self, header: Header, row: int, name: str) -> WrittenDate | None:
        cell = header.cell(row, name)
        if cell is None or not cell.text.strip():
            return None
        reading = read_date(cell.text)
        if reading.kind == "suggestion":
            self._say(cell, "This can be read as more than one day.", "the month in words")
        elif reading.kind == "not_understood":
            self._say(cell, "This was not understood as a date.", SUCH_A_DATE)
        return reading

    def _people(self, header: Header, row: int, name: str) -> list[Person]:
        cell = header.cell(row, name)
        people = read_officers(cell.text) if cell else []
        if any(max(len(person.job_title), len(person.name)) > LONGEST_OFFICER for person in people):
            self._say(
                cell, f"A post or a name can have {LONGEST_OFFICER} characters.", "who leads it, and no more"
            )
        return people

    def _bound(self, cell: Cell | None, most: int) -> None:
        if cell is not None and len(cell.text) > most:
            self._say(cell, f"This has {len(cell.text):,} characters.", f"at most {most:,}")

    def _number(self, header: Header, row: int, name: str) -> int | None:
        """Return the number of the theme or recommendation that a cell names, by its words or its number alone.

        A number within other words may be any: `Within 3 months` names no recommendation 3.
        """
        cell = header.cell(row, name)
        if cell is None or not cell.text.strip():
            return None
        there = dict(self._named(name))
        by_words = [number for number, text in there.items() if _key(text) == _key(cell.text)]
        if len(by_words) == 1:
            return by_words[0]
        match = NUMBERED.fullmatch(cell.text.strip())
        number = int(match[1]) if match else None
        if match and number in there and (not match["words"] or _key(match["words"]) == _key(there[number])):
            return number
        word = self.position.plan.theme_word if name == "theme" else "recommendation"
        numbers = ", ".join(str(known) for known in there) or "none yet"
        self._say(
            cell, f"This names no {word} of the plan, or more than one.", f"the number of one: {numbers}"
        )
        return None

    def _named(self, name: str) -> Iterator[tuple[int, str]]:
        if name == "theme":
            yield from ((theme.number, theme.title) for theme in self.position.themes)
        else:
            yield from ((item.number, item.text) for item in self.position.recommendations)

    def _say(self, cell: Cell | None, text: str, expected: str = "") -> None:
        if cell is not None:
            self.errors.append(_error(cell, text, expected))


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _error(cell: Cell, text: str, expected: str = "") -> Message:
    return Message("error", cell.sheet, cell.address, text, cell.text, expected)
