"""The layout with one sheet a theme: title cell with lead and members, milestones, and under each
recommendation's heading a table of actions. Beside the theme sheets stand lists of recommendations, milestones,
a status table, checkpoints, audit grades and inspections of settings, each known by its header words.
"""

import re
from collections.abc import Mapping

from improvement.spreadsheets import Cell, Sheet
from improvement.written_dates import WrittenDate, read_date
from plans.imports.blocks.candidates import unknown_tables
from plans.imports.document import CellAccount, Message, PlanDocument
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.milestone import MilestoneItem
from plans.imports.kinds.recommendation import RecommendationItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.layouts import theme_tables
from plans.imports.layouts.action_cells import RowWords, split_actions
from plans.imports.naming import PLAN_TITLE, name_the_plan
from plans.imports.parsers.outline import read_outline
from plans.imports.parsers.people import Person, plain, same_post, split_people
from plans.imports.tables import TOTAL, Header, find_header, found_table, read_header, words
from plans.imports.values import Source
from plans.rules.officers import is_surely_a_post

NAME = "theme-sheets"
TITLE = re.compile(
    r"^(?P<word>theme|workstream|priority|aim)\s+(?P<number>\d+)\s*[:\-–]\s*(?P<title>.+)$", re.IGNORECASE
)
PART = re.compile(r"^(?P<part>lead|sponsor|membership|members)\s*:\s*(?P<names>.*)$", re.IGNORECASE)
EARLIER_COPY = re.compile(
    r"\b(?:old|copy|previous|archived?|superseded|draft|backup|v\d+)\b|\(\d+\)\s*$", re.IGNORECASE
)
MILESTONE = re.compile(r"^(?P<code>M\d+)\s*[-–:]\s+(?P<text>.+)$", re.DOTALL)
MILESTONES_HEADING = re.compile(r"^(?:pid )?milestones\s*:?$", re.IGNORECASE)
HEADING = re.compile(
    r"^(?:[\w']+\s+)?recommendation\s+(?P<number>\d+)\s*:\s*(?P<text>.*)$", re.IGNORECASE | re.DOTALL
)
ACTION_COLUMNS = {
    "action": words(r"^(?:action|task|activity|what we will)"),
    "leads": words(r"lead|by whom|^who\b|owner|responsib|accountable|\bsro\b"),
    "start": words(r"^start"),
    "due": words(r"^end|due|deadline|by when|^when\b|^time|(?:completion|target|finish) date"),
    "expected_outcome": words(r"outcome"),
}
REQUIRED_ACTION_COLUMNS = {"action", "leads", "due"}


def confidence(sheets: list[Sheet], choices: Mapping[str, str]) -> float:
    """Return how sure it is that this is the layout: theme titles and recommendation headings on one sheet."""
    titled = [sheet for sheet in sheets if _title_cell(sheet)]
    headed = [sheet for sheet in titled if any(HEADING.match(cell.text) for cell in sheet.cells())]
    return len(headed) / len(titled) if titled else 0.0


def read(sheets: list[Sheet], choices: Mapping[str, str]) -> PlanDocument:
    """Return the plan document of a workbook in this layout; problems are messages on it, each with its cell."""
    document = PlanDocument(layout=NAME)
    account = CellAccount(sheets)
    reader = _Reader(document, account, choices)
    rest = []
    titles = {sheet.title: _title_cell(sheet) for sheet in sheets}
    for sheet in sheets:
        title = titles[sheet.title]
        if title is None:
            rest.append(sheet)
        elif (current := _current_one(sheet, title, sheets, titles)) is not sheet:
            reader.say(
                "warning",
                title,
                f"Sheet {current.title} is of the same theme: this one is taken for an earlier copy and kept as notes.",
                sheet.title,
            )
            account.note(*sheet.cells())
        else:
            reader.read_theme(sheet, title)
    for sheet in rest:
        reader.read_other(sheet)
    reader.finish(sheets)
    return document


def _title_cell(sheet: Sheet) -> Cell | None:
    """Return the cell that names a theme and its lead, if this is a theme's sheet."""
    for cell in sheet.cells():
        if "\n" not in cell.text:
            continue
        lines = [line for line in cell.lines if line.strip()]
        if lines and TITLE.match(lines[0].strip()) and any(PART.match(line.strip()) for line in lines[1:]):
            return cell
    return None


def _current_one(sheet: Sheet, title: Cell, sheets: list[Sheet], titles: dict[str, Cell | None]) -> Sheet:
    """Return which of the sheets of one theme is the current one: that not named a copy, else the first."""
    number = _number_in(title)
    same = [
        other for other in sheets if (cell := titles[other.title]) is not None and _number_in(cell) == number
    ]
    return next((other for other in same if not EARLIER_COPY.search(other.title)), same[0])


def _number_in(title: Cell) -> int:
    match = TITLE.match(next(line for line in title.lines if line.strip()).strip())
    return int(match["number"]) if match else 0


def _person(words: str) -> Person:
    """Return who a theme's line names: a post where it can be nothing else, else by name, as the layout has them."""
    return Person(job_title=words) if is_surely_a_post(words) else Person(name=words)


def source_of(cell: Cell) -> Source:
    """Return where a cell stands."""
    return Source(cell.sheet, cell.address)


def _goes_on(header: Header, group: list[int], row: int) -> bool:
    """Whether a row belongs to the action above: right below it, or under the same merged cell past a blank row."""
    if row == group[-1] + 1:
        return True
    top, cell = header.cell(group[0], "action"), header.cell(row, "action")
    return top is not None and cell is top


class _Reader:
    """Reads sheet after sheet into one document; knows the officers' spellings met so far."""

    def __init__(self, document: PlanDocument, account: CellAccount, choices: Mapping[str, str]) -> None:
        self.document = document
        self.choices = choices
        self.account = account
        self.posts: list[str] = []
        self.headings: dict[int, list[tuple[int, Cell, str]]] = {}
        self.milestones: dict[tuple[int, str], MilestoneItem] = {}

    def say(self, level: str, cell: Cell, text: str, found: str = "", expected: str = "") -> None:
        self.document.messages.append(Message(level, cell.sheet, cell.address, text, found, expected))

    def post(self, title: str, cell: Cell) -> Person:
        """Return an officer's post under the spelling met first."""
        for known in self.posts:
            if known == title:
                return Person(job_title=known)
        for position, known in enumerate(self.posts):
            if same_post(known, title):
                fuller = max(known, title, key=len)
                self.say("note", cell, f"Read as the same post as {known!r}.", found=title)
                self._rename_post(position, fuller)
                return Person(job_title=fuller)
        self.posts.append(title)
        return Person(job_title=title)

    def _rename_post(self, position: int, fuller: str) -> None:
        """Use the fuller of two spellings everywhere, also for the actions read before it was met."""
        shorter, self.posts[position] = self.posts[position], fuller
        if shorter == fuller:
            return
        for number, action in enumerate(self.document.actions):
            if any(person.job_title == shorter for person in action.leads):
                leads = tuple(
                    Person(job_title=fuller) if person.job_title == shorter else person
                    for person in action.leads
                )
                self.document.actions[number] = ActionItem(**{**action.__dict__, "leads": leads})

    # --- a theme's sheet ---------------------------------------------------------------------

    def read_theme(self, sheet: Sheet, title: Cell) -> None:
        lines = [line.strip() for line in title.lines if line.strip()]
        match = TITLE.match(lines[0])
        if match is None:  # pragma: no cover -- _title_cell matched it
            return
        number = int(match["number"])
        self.document.theme_word = match["word"].lower()
        parts: dict[str, tuple[Person, ...]] = {}
        for line in lines[1:]:
            if part := PART.match(line):
                people = tuple(_person(words) for words in split_people(part["names"]))
                parts[part["part"].lower()] = people
            else:
                self.say("warning", title, "A line of the title was not understood.", found=line)
        self.document.themes.append(
            ThemeItem(
                number,
                match["title"].strip(),
                source_of(title),
                leads=parts.get("lead", ()),
                members=parts.get("membership", parts.get("members", ())),
                sponsors=parts.get("sponsor", ()),
            )
        )
        self.account.map(title)
        self._read_theme_rows(sheet, number, title)

    def _read_theme_rows(self, sheet: Sheet, theme: int, title: Cell) -> None:
        header = find_header(sheet, ACTION_COLUMNS, REQUIRED_ACTION_COLUMNS, self.choices)
        recommendation: int | None = None
        group: list[int] = []
        for row in sheet.row_numbers():
            cells = sheet.row(row)
            first = cells[0]
            if first is title:
                continue
            if MILESTONES_HEADING.match(first.text.strip()):
                self.account.map(first)
            elif heading := HEADING.match(first.text.strip()):
                self._read_group(header, theme, recommendation, group)
                recommendation = int(heading["number"])
                self.headings.setdefault(recommendation, []).append((theme, first, heading["text"].strip()))
                self.account.map(first)
            elif milestone := MILESTONE.match(first.text.strip()):
                self._add_milestone(theme, milestone["code"], milestone["text"].strip(), first)
            elif found := read_header(sheet, row, ACTION_COLUMNS, REQUIRED_ACTION_COLUMNS, self.choices):
                self._read_group(header, theme, recommendation, group)
                header = found
                self.account.map(*cells)
                below = [number for number in sheet.row_numbers() if number > row]
                self.document.tables.append(found_table("actions", found, below))
            elif header and recommendation is not None:
                starts_here = sheet.rows[row].get(header.columns["action"]) is not None
                if starts_here or (group and not _goes_on(header, group, row)):
                    self._read_group(header, theme, recommendation, group)
                group.append(row)
        self._read_group(header, theme, recommendation, group)
        if header is None:
            self._say_what_no_header_says(sheet)

    def _say_what_no_header_says(self, sheet: Sheet) -> None:
        """Name the row below the first heading of a recommendation: its words are no header that is known."""
        rows = sheet.row_numbers()
        for row, below in zip(rows, rows[1:], strict=False):
            if HEADING.match(sheet.row(row)[0].text.strip()):
                cells = sheet.row(below)
                self.say(
                    "error",
                    cells[0],
                    "The header of the actions was not recognised.",
                    " | ".join(" ".join(cell.text.split()) for cell in cells)[:200],
                    "columns that name the action, its lead officer and its end date; say what a header means with "
                    "--column, or on the page",
                )
                return

    def _add_milestone(self, theme: int, code: str, text: str, cell: Cell) -> None:
        self.milestones[theme, code] = MilestoneItem(theme, code, text, source_of(cell))
        self.account.map(cell)

    def _read_group(
        self, header: Header | None, theme: int, recommendation: int | None, group: list[int]
    ) -> None:
        """Read the rows of one action cell and empty `group`."""
        if not group or header is None or recommendation is None:
            return
        rows, group[:] = list(group), []
        cell = header.cell(rows[0], "action")
        if cell is None:
            stray = header.sheet.row(rows[0])
            self.say("warning", stray[0], "A row without an action was kept as notes.", found=stray[0].text)
            self.account.note(*(stray_cell for row in rows for stray_cell in header.sheet.row(row)))
            return
        beside = any(header.text(row, name) for row in rows for name in ACTION_COLUMNS if name != "action")
        if TOTAL.match(cell.text.strip()) or not beside:
            self.say(
                "warning",
                cell,
                "Kept as a note, not as an action: it has no lead and no date.",
            )
            self.account.note(*(stray_cell for row in rows for stray_cell in header.sheet.row(row)))
            return
        outline = read_outline(cell.text, cell.bold_text)
        split = split_actions(
            outline,
            [
                RowWords(
                    row, *(header.text(row, name) for name in ("leads", "start", "due", "expected_outcome"))
                )
                for row in rows
            ],
        )
        for row, remark in split.remarks:
            self.say("warning", header.cell(row, "due") or cell, remark, found=header.text(row, "due"))
        first = len(self.document.actions)
        for number, draft in enumerate(split.drafts):
            lead_cell = header.cell(draft.row, "leads") or cell
            self.document.actions.append(
                ActionItem(
                    order=first + number,
                    theme=theme,
                    recommendations=(recommendation,),
                    text=plain_lines(draft.text),
                    source=source_of(cell),
                    parent=None if draft.parent is None else first + draft.parent,
                    group=outline.group,
                    leads=tuple(self.post(lead, lead_cell) for lead in draft.leads),
                    start=self._date(header, draft.row, "start", draft.start),
                    due=self._date(header, draft.row, "due", draft.due),
                    expected_outcome=draft.outcome,
                )
            )
        for row in rows:
            self.account.map(*(header.cell(row, name) for name in ACTION_COLUMNS))
            self.account.note(*header.sheet.row(row))

    def _date(self, header: Header, row: int, name: str, written: str) -> WrittenDate:
        cell = header.cell(row, name)
        found = read_date(written)
        if cell is not None and found.kind == "not_understood":
            self.say(
                "warning",
                cell,
                "The date was not understood: kept as words.",
                written,
                "a date such as May 2026",
            )
        if cell is not None and found.kind == "suggestion":
            suggested = f"{found.suggestion:%-d %B %Y}" if found.suggestion else ""
            self.say(
                "warning",
                cell,
                f"The date could be read as {suggested}: kept as words until accepted.",
                written,
            )
        return found

    # --- the other sheets --------------------------------------------------------------------

    def read_other(self, sheet: Sheet) -> None:
        theme_tables.read_tables(sheet, self)

    # --- the whole ---------------------------------------------------------------------------

    def finish(self, sheets: list[Sheet]) -> None:
        document = self.document
        document.milestones = list(self.milestones.values())
        name_the_plan(document, self._outside(sheets), self.account)
        self._join_recommendations()
        for action in document.actions:
            if action.due.kind == "none" and not action.due.words and action.parent is not None:
                document.messages.append(
                    Message(
                        "note",
                        action.source.sheet,
                        action.source.cell,
                        "A line has no end date of its own.",
                        found=action.text[:60],
                    )
                )
        document.tables += unknown_tables(sheets, self.account)
        document.left_over = self.account.left_over()
        document.cells = self.account.by_sheet()
        if not document.actions:
            document.messages.append(Message("error", "", "", "No actions were found in this workbook."))

    def _outside(self, sheets: list[Sheet]) -> list[Cell]:
        """Return the cells outside the tables; a theme's own sheet names the theme, not the plan."""
        left = {(left.sheet, left.cell) for left in self.account.left_over()}
        return [
            cell
            for sheet in sheets
            for cell in sheet.cells()
            if (cell.is_merged_across or (sheet.title, cell.address) in left)
            and not (_title_cell(sheet) and PLAN_TITLE.match(cell.text.strip()))
        ]

    def _join_recommendations(self) -> None:
        """Give each recommendation its themes; say where a heading's words differ from the list's."""
        listed = {item.number: item for item in self.document.recommendations}
        for number, headings in sorted(self.headings.items()):
            themes = tuple(dict.fromkeys(theme for theme, _cell, _text in headings))
            if number not in listed:
                _theme, cell, text = headings[0]
                listed[number] = RecommendationItem(number, plain(text), source_of(cell), themes=themes)
                self.say(
                    "warning", cell, f"Recommendation {number} is not in the list: taken from its heading."
                )
                continue
            item = listed[number]
            for _theme, cell, text in headings:
                if plain(text).rstrip(".") != plain(item.text).rstrip("."):
                    self.say(
                        "note",
                        cell,
                        f"The heading words recommendation {number} differently from the list.",
                        found=text[:120],
                    )
            listed[number] = RecommendationItem(**{**item.__dict__, "themes": themes})
        self.document.recommendations = [listed[number] for number in sorted(listed)]


def plain_lines(text: str) -> str:
    """Return text with each line's blanks single."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
