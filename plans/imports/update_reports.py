"""Reads an update workbook that came back: what each filled row reports, and what stands against it.

A workbook is of one theme of one plan, and says so under a mark. It takes that theme's rows alone, those that whoever
imports it may see, in the name of officers who hold the row or the theme.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from improvement.marks import bears_mark
from improvement.models import Officer
from improvement.spreadsheets import Sheet, SpreadsheetRefused, read_workbook
from improvement.written_dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    names_a_year_out_of_reach,
    read_date,
)
from plans.choices import ProgressStatus
from plans.imports.document import Message
from plans.imports.parsers.statuses import read_status
from plans.imports.run import ImportRefused
from plans.imports.tables import Header
from plans.position import Position
from plans.position.actions import ActionPosition
from plans.position.hiding import exempt_references
from plans.position.points import OfficerName
from plans.position.themes import ThemePosition
from plans.rules.completion import completion_problems
from plans.rules.date_bounds import BOUNDS, DayBounds
from plans.rules.update_sheet import COLUMNS, KEY_SHEET, KEY_WORDS, MARKED, OPEN, REVISION, SHEET


@dataclass
class Report:
    """What one row reports of an action, and what stands against it."""

    action: ActionPosition
    cell: str
    status: ProgressStatus | None = None
    completed_on: date | None = None
    progress: str = ""
    barriers: str = ""
    next_steps: str = ""
    evidence: str = ""
    rating: str = ""
    officer: Officer | None = None
    is_conflict: bool = False

    @property
    def status_label(self) -> str:
        return str(self.status.label) if self.status else ""


@dataclass
class Returned:
    """An update workbook that came back: its reports, the rows that say nothing, what must be mended first."""

    reports: list[Report] = field(default_factory=list)
    silent: int = 0
    errors: list[Message] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Report]:
        """The reports on actions that were changed after the workbook was made."""
        return [report for report in self.reports if report.is_conflict]

    @property
    def plain(self) -> list[Report]:
        return [report for report in self.reports if not report.is_conflict]

    def fingerprint(self) -> str:
        """Return a short text that changes whenever what would be recorded changes."""
        said = [
            (r.action.reference, r.action.revision, r.status, r.progress, r.is_conflict) for r in self.reports
        ]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]


def is_update_workbook(sheets: list[Sheet]) -> bool:
    """Return whether a file's sheets are those of one of our update workbooks."""
    return _sheets(sheets) is not None


def _sheets(sheets: list[Sheet]) -> tuple[Sheet, Sheet] | None:
    by_title = {sheet.title: sheet for sheet in sheets}
    if SHEET in by_title and KEY_SHEET in by_title and _header(by_title[SHEET]) is not None:
        return by_title[SHEET], by_title[KEY_SHEET]
    return None


def _header(sheet: Sheet) -> Header | None:
    wanted = {name for name, _width in COLUMNS}
    for row in sheet.row_numbers():
        columns = {cell.text.strip(): cell.column for cell in sheet.row(row)}
        if wanted <= columns.keys():
            return Header(sheet, row, {name: columns[name] for name in wanted})
    return None


def read_update_workbook(name: str, content: bytes, position: Position, today: date) -> Returned:
    """Return what an update workbook says; raise ImportRefused where it is not one of this plan's."""
    try:
        sheets = read_workbook(content, name).sheets
    except SpreadsheetRefused as refused:
        raise ImportRefused([Message("error", "", "", f"{name}: {refused}")]) from refused
    found = _sheets(sheets)
    if found is None:
        text = f"{name} is not an update workbook: its sheets {SHEET} and {KEY_SHEET} or its headings are missing."
        raise ImportRefused([Message("error", "", "", text)])
    sheet, key = found
    ground = _Ground(
        position, _theme_of(key, position), exempt_references(position), _officers(position), today
    )
    header = _header(sheet)
    assert header is not None  # noqa: S101 -- _sheets found it
    returned = Returned()
    seen: set[str] = set()
    for row in sheet.row_numbers():
        if row <= header.row or not header.text(row, "Reference"):
            continue
        _read_row(header, row, ground, returned, seen)
    return returned


@dataclass(frozen=True)
class _Ground:
    """What rows are read against: the plan as who imports may see it, and the theme that the workbook is of."""

    position: Position
    theme: ThemePosition
    exempt: set[str]
    officers: Mapping[str, Officer]
    today: date

    def holders_of(self, action: ActionPosition) -> list[OfficerName]:
        """Return the officers whose report of an action it can be; an exempt one's are its own leads alone."""
        if action.reference in self.exempt:
            return list(action.leads)
        return self.theme.holders_of(action)


def _theme_of(key: Sheet, position: Position) -> ThemePosition:
    """Return the theme that a workbook is of; refuse another plan's, and a key that was not made here as it stands."""
    said = {key.text(row, 1).strip(): (key.text(row, 2).strip(), f"B{row}") for row in key.row_numbers()}
    values = {name: said.get(word, ("", "A1")) for name, word in KEY_WORDS.items()}
    (slug, slug_cell), (number, theme_cell), (mark, mark_cell) = (
        values[name] for name in ("plan", "theme", "mark")
    )
    if slug != position.plan.slug:
        raise _refused(slug_cell, "This update workbook is another plan's.", slug, position.plan.slug)
    word = position.plan.theme_word
    if not bears_mark(mark, MARKED, slug, number, values["as_at"][0]):
        raise _refused(
            mark_cell,
            f"The plan, {word} or day of this workbook is not the one that it was made for. Make a new update workbook "
            f"on the {word}'s page and copy the reports into it.",
            f"{slug}, {word} {number}, {values['as_at'][0]}",
            "the key as it was made, with its mark",
        )
    theme = position.theme(int(number)) if number.isdecimal() else None
    if theme is None:
        raise _refused(theme_cell, f"This {word} is no longer on the plan.", number, f"a {word} of the plan")
    return theme


def _refused(cell: str, text: str, found: str, expected: str) -> ImportRefused:
    return ImportRefused([Message("error", KEY_SHEET, cell, text, found, expected)])


def _officers(position: Position) -> dict[str, Officer]:
    officers = Officer.objects.filter(council=position.plan.council).select_related("merged_into")
    return {str(officer): officer.merged_into or officer for officer in officers}


def _read_row(
    header: Header,
    row: int,
    ground: _Ground,
    returned: Returned,
    seen: set[str],
) -> None:
    reference_cell = header.cell(row, "Reference")
    assert reference_cell is not None  # noqa: S101 -- the caller looked
    texts = {name: header.text(row, name) for name, _width in OPEN}
    if not any(texts.values()):
        returned.silent += 1
        return

    def wrong(name: str, text: str, expected: str = "") -> None:
        cell = header.cell(row, name) or reference_cell
        assert cell is not None  # noqa: S101
        returned.errors.append(
            Message("error", header.sheet.title, cell.address, text, header.text(row, name), expected)
        )

    reference = reference_cell.text.strip()
    word, number = ground.position.plan.theme_word, ground.theme.number
    expected = f"an action of {word} {number}"
    action = ground.position.action(reference)
    if action is None or action.is_parent:
        wrong("Reference", "This action is no longer on the plan.", expected)
        return
    if action.theme_number != number:
        where = f"of {word} {action.theme_number}" if action.theme_number is not None else f"in no {word}"
        wrong("Reference", f"This action is {where}, the workbook of {word} {number}.", expected)
        return
    if reference in seen:
        wrong("Reference", "This action is listed twice: report on it once.")
        return
    seen.add(reference)
    report = Report(action, reference_cell.address)
    report.progress = texts["Progress since the last report"]
    report.barriers, report.next_steps = texts["Barriers"], texts["Next steps"]
    report.evidence = texts["Evidence, or why there is none"]
    revision = header.text(row, REVISION[0])
    report.is_conflict = revision != str(action.revision)
    if texts["Status"]:
        report.status = read_status(texts["Status"])
        if report.status is None:
            wrong("Status", "The status was not understood.", "a status of the drop-down")
    if texts["Completed on"]:
        written = read_date(header.text(row, "Completed on"))
        report.completed_on = written.latest if written.kind == "exact" else None
        if report.completed_on is None and names_a_year_out_of_reach(texts["Completed on"]):
            wrong("Completed on", f"The year must be between {EARLIEST_YEAR} and {LATEST_YEAR}.")
        elif report.completed_on is None:
            wrong("Completed on", "The date was not understood as one day.", "a day, such as 31/3/2026")
        else:
            bounds = _bounds(ground.position, action, ground.today)
            if refused := bounds.refusal("The date completed", report.completed_on):
                wrong("Completed on", refused)
    _check_report(report, texts, ground, wrong)
    _find_officer(report, texts["Reported by"], ground, wrong)
    returned.reports.append(report)


def _bounds(position: Position, action: ActionPosition, today: date) -> DayBounds:
    """Return between which days an action can have been completed: the same as on its page."""
    return BOUNDS["UpdateForm.completed_on"](position.plan.days_on(today, action.start.earliest))


def _check_report(
    report: Report,
    texts: dict[str, str],
    ground: _Ground,
    wrong: Any,
) -> None:
    status = report.status or ProgressStatus(report.action.status)
    if status == ProgressStatus.NOT_SUPPLIED:
        wrong(
            "Status",
            "No status has been given for this action yet: choose one.",
            "a status of the drop-down",
        )
    problems = completion_problems(status, report.completed_on, shows_something=bool(report.evidence))
    if "completed_on" in problems and status == ProgressStatus.COMPLETED:
        wrong("Completed on", "A completed action needs the day on which it was completed.", "a day")
    elif "completed_on" in problems:
        wrong("Completed on", "Only a completed action has a completion date.")
    if "evidence" in problems:
        wrong("Evidence, or why there is none", "A completed action needs evidence, or why there is none.")
    if texts["Rating proposed"]:
        levels = {level.name.replace(",", "").casefold(): level.code for level in ground.position.levels}
        report.rating = levels.get(texts["Rating proposed"].casefold(), "")
        if not report.rating:
            wrong("Rating proposed", "The plan's scale has no such rating.", ", ".join(levels))


def _find_officer(report: Report, said: str, ground: _Ground, wrong: Any) -> None:
    """Find whose report it is: an officer who holds the action, or its theme, on this plan."""
    holders = ground.holders_of(report.action)
    expected = "; ".join(officer.label for officer in holders) or "an officer who leads the action"
    if said:
        officer = ground.officers.get(said)
        if officer is None:
            wrong("Reported by", "The council has no such officer.", expected)
        elif officer.pk not in {holder.officer_id for holder in holders}:
            wrong(
                "Reported by",
                f"This officer leads neither the action nor its {ground.position.plan.theme_word} on this plan.",
                expected,
            )
        else:
            report.officer = officer
    elif len(report.action.leads) == 1:
        own = report.action.leads[0].officer_id
        report.officer = next((found for found in ground.officers.values() if found.pk == own), None)
    else:
        wrong("Reported by", "Say whose report this is.", expected)
