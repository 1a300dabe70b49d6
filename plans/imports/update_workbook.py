"""Brings an update workbook back: each filled row becomes an update by its officer; what moved meanwhile is asked."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from improvement.models import Officer, User
from improvement.spreadsheets import Sheet, SpreadsheetRefused, open_workbook, read_sheets
from plans.choices import ImportState, ProgressStatus, RatingStanding
from plans.imports.document import Message
from plans.imports.plan_workbook import UPDATE_WORKBOOK, ImportRefused, StalePreview
from plans.imports.tables import Header
from plans.imports.words.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    names_a_year_out_of_reach,
    read_date,
)
from plans.imports.words.statuses import read_status
from plans.models import Action, ImportedFile, ImportedRow, ImportRun, Plan, RatingLevel
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import Position
from plans.position.parts import ActionPosition
from plans.rules.date_bounds import BOUNDS, DayBounds
from plans.rules.update_sheet import COLUMNS, KEY_SHEET, KEY_WORDS, OPEN, REVISION, SHEET


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


def is_update_workbook(name: str, content: bytes) -> bool:
    """Return whether a file is one of our update workbooks; False for what can't be opened."""
    try:
        sheets = read_sheets(open_workbook(content, name).workbook)
    except SpreadsheetRefused:
        return False
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
        sheets = read_sheets(open_workbook(content, name).workbook)
    except SpreadsheetRefused as refused:
        raise ImportRefused([Message("error", "", "", f"{name}: {refused}")]) from refused
    found = _sheets(sheets)
    if found is None:
        text = f"{name} is not an update workbook: its sheets {SHEET} and {KEY_SHEET} or its headings are missing."
        raise ImportRefused([Message("error", "", "", text)])
    sheet, key = found
    _check_plan(key, position)
    header = _header(sheet)
    assert header is not None  # noqa: S101 -- _sheets found it
    officers = _officers(position)
    returned = Returned()
    seen: set[str] = set()
    for row in sheet.row_numbers():
        if row <= header.row or not header.text(row, "Reference"):
            continue
        _read_row(header, row, position, officers, today, returned, seen)
    return returned


def _check_plan(key: Sheet, position: Position) -> None:
    said = {key.text(row, 1).strip(): key.text(row, 2).strip() for row in key.row_numbers()}
    slug = said.get(KEY_WORDS["plan"], "")
    if slug != position.plan.slug:
        message = Message(
            "error", KEY_SHEET, "B1", "This update workbook is another plan's.", slug, position.plan.slug
        )
        raise ImportRefused([message])


def _officers(position: Position) -> dict[str, Officer]:
    officers = Officer.objects.filter(council=position.plan.council).select_related("merged_into")
    return {str(officer): officer.merged_into or officer for officer in officers}


def _read_row(
    header: Header,
    row: int,
    position: Position,
    officers: dict[str, Officer],
    today: date,
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
    action = position.action(reference)
    if action is None or action.is_parent:
        wrong("Reference", "The plan has no such action any more.")
        return
    if reference in seen:
        wrong("Reference", "This action stands twice: report on it once.")
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
            refused = _bounds(position, action, today).refusal("The date completed", report.completed_on)
            if refused:
                wrong("Completed on", refused)
    _check_report(report, texts, position, officers, wrong)
    returned.reports.append(report)


def _bounds(position: Position, action: ActionPosition, today: date) -> DayBounds:
    """Return between which days an action can have been completed: the same as on its page."""
    return BOUNDS["UpdateForm.completed_on"](position.plan.days_on(today, action.start.earliest))


def _check_report(
    report: Report,
    texts: dict[str, str],
    position: Position,
    officers: dict[str, Officer],
    wrong: Any,
) -> None:
    status = report.status or ProgressStatus(report.action.status)
    if status == ProgressStatus.NOT_SUPPLIED:
        wrong(
            "Status",
            "Nobody has said how this action stands yet: choose a status.",
            "a status of the drop-down",
        )
    if status == ProgressStatus.COMPLETED and report.completed_on is None:
        wrong("Completed on", "A completed action needs the day on which it was completed.", "a day")
    if status == ProgressStatus.COMPLETED and not report.evidence:
        wrong("Evidence, or why there is none", "A completed action needs evidence, or why there is none.")
    if status != ProgressStatus.COMPLETED and report.completed_on is not None:
        wrong("Completed on", "Only a completed action has a completion date.")
    if texts["Rating proposed"]:
        levels = {level.name.replace(",", "").casefold(): level.code for level in position.levels}
        report.rating = levels.get(texts["Rating proposed"].casefold(), "")
        if not report.rating:
            wrong("Rating proposed", "The plan's scale has no such rating.", ", ".join(levels))
    if texts["Reported by"]:
        report.officer = officers.get(texts["Reported by"])
        if report.officer is None:
            wrong("Reported by", "The council has no such officer.", "an officer of the drop-down")
    elif len(report.action.leads) == 1:
        report.officer = next(
            (officer for officer in officers.values() if officer.pk == report.action.leads[0].officer_id),
            None,
        )
    else:
        wrong("Reported by", "Say whose report this is.", "an officer of the drop-down")


@transaction.atomic
def apply_update_workbook(
    name: str,
    content: bytes,
    position: Position,
    today: date,
    *,
    by: User,
    seen: str,
    record_over: Collection[str] = (),
) -> ImportRun:
    """Record the reports as updates, all or none, and return the receipt.

    Reports in conflict are left out unless their reference is in `record_over`. Raises StalePreview where the
    plan moved since the preview, ImportRefused where something must be mended first.
    """
    returned = read_update_workbook(name, content, position, today)
    if returned.errors:
        raise ImportRefused(returned.errors)
    if returned.fingerprint() != seen:
        raise StalePreview
    taken = [r for r in returned.reports if not r.is_conflict or r.action.reference in record_over]
    run = _keep(name, content, position.plan, today, by, returned, taken)
    provenance = Provenance(today, by, run, "Update workbook")
    actions = Action.objects.in_bulk([report.action.action_id for report in taken])
    record_updates([_new_update(report, actions) for report in taken], provenance=provenance)
    levels = {
        level.code: level
        for level in RatingLevel.objects.filter(scale__plan=position.plan, scale__adopted_on__lte=today)
        .select_related("scale")
        .order_by("scale__adopted_on")
    }
    record_ratings(
        position.plan,
        [
            NewRating(
                actions[report.action.action_id],
                levels[report.rating],
                report.progress,
                RatingStanding.PROPOSED,
            )
            for report in taken
            if report.rating
        ],
        provenance=provenance,
    )
    return run


def _new_update(report: Report, actions: dict[int, Action]) -> NewUpdate:
    status = report.status or ProgressStatus(report.action.status)
    completed = status == ProgressStatus.COMPLETED
    return NewUpdate(
        actions[report.action.action_id],
        report.action.revision,
        status,
        report.progress,
        report.barriers,
        report.next_steps,
        report.completed_on if completed else None,
        evidence=(NewEvidence(report.evidence),) if report.evidence else (),
        reported_by=report.officer,
    )


def _keep(
    name: str,
    content: bytes,
    plan: Plan,
    today: date,
    by: User,
    returned: Returned,
    taken: list[Report],
) -> ImportRun:
    """Keep the file, the receipt, and what stood before, so that it can be undone."""
    digest = hashlib.sha256(content).hexdigest()
    file = ImportedFile.objects.filter(sha256=digest).first() or ImportedFile.objects.create(
        sha256=digest, name=name[-255:], content=content
    )
    left_out = len(returned.reports) - len(taken)
    counts = {
        "read": len(returned.reports) + returned.silent,
        "created": len(taken),
        "changed": 0,
        "unchanged": returned.silent,
        "conflict": left_out,
        "missing": 0,
    }
    run = ImportRun.objects.create(
        plan=plan,
        file=file,
        layout=UPDATE_WORKBOOK,
        state=ImportState.APPLIED if taken else ImportState.UNCHANGED,
        known_on=today,
        by=by,
        counts={"rows": {"update": counts}, "cells": {}},
        messages=[
            Message(
                "warning",
                SHEET,
                report.cell,
                "The action was changed after the workbook was made: this report was left out.",
                report.progress,
            ).__dict__
            for report in returned.reports
            if report not in taken
        ],
        outcomes=[_outcome(report, report in taken) for report in returned.reports],
    )
    ImportedRow.objects.bulk_create(
        ImportedRow(
            run=run,
            kind="reported",
            key=report.action.reference,
            object_id=report.action.action_id,
            sheet=SHEET,
            cell=report.cell,
            values={},
        )
        for report in taken
    )
    return run


def _outcome(report: Report, taken: bool) -> dict[str, Any]:
    action = report.action
    completed = action.completed_on.isoformat() if action.completed_on else ""
    return {
        "kind": "reported",
        "key": action.reference,
        "label": f"{action.reference} {action.full_text[:80]}",
        "sheet": SHEET,
        "cell": report.cell,
        "outcome": "created" if taken else "conflict",
        "fields": {"status": [action.status_label, report.status_label]} if report.status else {},
        "before": {"status": action.status, "completed_on": completed} if taken else {},
        "conflicts": {},
    }
