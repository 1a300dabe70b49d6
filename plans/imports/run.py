"""Imports a council's workbook into a plan: read, compare, apply in one transaction, keep the receipt."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from improvement.counting import counted
from improvement.origin import Origin, writing_from
from improvement.spreadsheets import SpreadsheetRefused
from plans.choices import ImportState
from plans.imports.apply import apply_difference
from plans.imports.difference import Difference, find_difference, outcome_of, remembered
from plans.imports.document import LeftOver, Message, PlanDocument
from plans.imports.document_rows import document_rows
from plans.imports.known import State
from plans.imports.layouts import LAYOUTS, LEAST_CONFIDENCE
from plans.imports.moved_dates import said_of_due_dates
from plans.imports.other_plans import (
    LEAVE,
    OWN,
    OtherPlansMeasure,
    kept_here_alone,
    set_apart,
    still_there,
)
from plans.imports.recognition import Recognition, recognise_file
from plans.imports.recorded import read_state
from plans.imports.renumbering import renumber
from plans.imports.request import Remembered, Request, remembered_of
from plans.imports.suggestions import accept_suggestions
from plans.imports.values import Source
from plans.models import ImportedRow, ImportNote, ImportRun, Plan, scale_on
from plans.operations.history import Provenance
from plans.operations.imports import remember_words
from plans.operations.receipts import keep_file, keep_receipt, keep_rows
from plans.operations.structure import adopt_scale, count_change, create_plan, find_or_add_council

# The layout under which an update workbook's return is kept.
UPDATE_WORKBOOK = "update-workbook"


class ImportRefused(Exception):
    """Nothing was imported; `messages` say why, each with its sheet and cell where it has one."""

    def __init__(self, messages: list[Message]) -> None:
        super().__init__("; ".join(message.sentence() for message in messages))
        self.messages = messages


class StalePreview(Exception):
    """What a person saw and agreed to is no longer what would be written; nothing was imported."""


@dataclass
class Result:
    """What an import did, or would do."""

    document: PlanDocument
    difference: Difference
    known_on: date
    messages: list[Message] = field(default_factory=list)
    run: ImportRun | None = None
    plan: Plan | None = None
    already_imported: bool = False
    # The workbook's measures that other plans keep and whoever imports may not define.
    others: list[OtherPlansMeasure] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows of each kind were read, and what becomes of them; of a file known before, nothing."""
        if not self.already_imported or self.run is None:
            return self.difference.counts()
        return {
            kind: {
                **dict.fromkeys(count, 0),
                "read": count["read"],
                "unchanged": count["read"],
                "missing": count["missing"],
            }
            for kind, count in self.run.counts["rows"].items()
        }

    def summary(self) -> dict[str, Any]:
        """Return counts and messages as plain values."""
        return {
            "plan": self.plan.slug if self.plan else None,
            "layout": self.document.layout,
            "as_at": self.known_on.isoformat(),
            "already_imported": self.already_imported,
            "rows": self.counts(),
            "cells": self.document.cells,
            "measures_of_other_plans": {
                other.item.code: "a measure of its own" if other.is_own else "kept as notes"
                for other in self.others
            },
            "messages": [message.__dict__ for message in self.messages],
            "not_understood": [left.__dict__ for left in self.document.left_over if not left.understood],
        }


def refuse(text: str, **where: str) -> ImportRefused:
    """Return the refusal that one sentence makes."""
    return ImportRefused([Message("error", where.get("sheet", ""), where.get("cell", ""), text)])


def read_document(request: Request, known_words: Remembered | None = None) -> PlanDocument:
    """Return what a workbook says; raise ImportRefused where it can't be opened or its layout is not known."""
    if request.layout and request.layout not in LAYOUTS:
        raise refuse(f"There is no layout named {request.layout!r}. Known layouts: {', '.join(LAYOUTS)}.")
    said = request.read_with(known_words or Remembered())
    try:
        seen = recognise_file(
            request.name,
            request.content,
            layout=request.layout,
            choices=said["choices"],
            statuses=said["statuses"],
            only=request.only,
            tables=said["tables"],
        )
    except SpreadsheetRefused as refused:
        raise refuse(f"{request.name}: {refused}") from refused
    if seen.confidence < LEAST_CONFIDENCE:
        raise ImportRefused([*_no_layout(request, seen)])
    document = accept_suggestions(seen.document) if request.accept_suggestions else seen.document
    if document.errors:
        raise ImportRefused(document.messages)
    return document


def _no_layout(request: Request, seen: Recognition) -> Iterator[Message]:
    """Say what was expected and, for each likely header, which of its words nobody knows."""
    yield Message(
        "error",
        "",
        "",
        f"{request.name}: the layout was not recognised. Expected a table whose header names an action or a "
        "recommendation, and beside it who leads it, by when, or how it stands.",
    )
    for table in seen.tables:
        for column in table.columns:
            yield Message(
                "error",
                table.sheet,
                column.cell,
                "This header's words are not known.",
                column.header,
                "Action, Lead officer, Due date, Status, Rating, Recommendation or Measure",
            )


def preview(request: Request, today: date) -> Result:
    """Return what importing would do. Changes nothing."""
    plan = Plan.objects.filter(slug=request.slug).select_related("council").first()
    known_words = remembered_of(plan)
    if plan and (before := imported_before(plan, request, known_words)):
        return before
    document = read_document(request, known_words)
    _check_plan(request, document, plan)
    result = _compare(request, document, plan, today)
    if plan:
        _check_ratings(result, plan)
    return result


@writing_from(Origin.IMPORT)
def run_import(request: Request, today: date) -> Result:
    """Import a workbook in one transaction and return the receipt. Any problem leaves the database as it was."""
    known_plan = Plan.objects.filter(slug=request.slug).first()
    known_words = remembered_of(known_plan)
    if known_plan and (before := imported_before(known_plan, request, known_words)):
        return before
    document = read_document(request, known_words)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().filter(slug=request.slug).first()
        _check_plan(request, document, plan)
        result = _compare(request, document, plan, today)
        if request.seen and request.seen != result.difference.fingerprint():
            raise StalePreview
        if plan is None:
            plan = _create(request, document, result.known_on)
        result.plan = plan
        _apply(request, result, plan, known_words)
    return result


def imported_before(plan: Plan, request: Request, known_words: Remembered) -> Result | None:
    """Return the receipt of this very file, read in this very way, where it is the last that was imported.

    From its digest alone: the file isn't opened.
    """
    last = last_run_of(plan, request.content)
    if last is None or last.read_with != request.read_with(known_words):
        return None
    document = PlanDocument(
        layout=last.layout,
        council=plan.council.name,
        title=plan.title,
        cells=last.counts["cells"],
        left_over=[
            LeftOver(note.sheet, note.cell, note.text, understood=False)
            for note in last.notes.filter(understood=False)
        ],
    )
    messages = [Message(**message) for message in last.messages]
    return Result(document, Difference(), last.known_on, messages, last, plan, already_imported=True)


def _check_plan(request: Request, document: PlanDocument, plan: Plan | None) -> None:
    if plan is None and not request.create:
        raise refuse(f"There is no plan {request.slug!r}. Add --create to make it from this workbook.")
    if plan is None and not (request.council or document.council):
        raise refuse("The workbook does not name its council. Say it with --council.")


def _compare(request: Request, document: PlanDocument, plan: Plan | None, today: date) -> Result:
    renumber(document, plan)
    others = set_apart(
        document,
        plan,
        council=request.council or document.council,
        slug=request.slug,
        definable=request.definable or kept_here_alone(plan),
        answers=request.measures,
        otherwise=LEAVE if request.leave_out_measures else OWN,
    )
    known_on = request.as_at or document.known_on or today
    messages = list(document.messages)
    last = _last_run(plan) if plan else None
    if last and known_on < last.known_on:
        raise refuse(
            f"This workbook shows the position at {known_on:%-d %B %Y}, but one for "
            f"{last.known_on:%-d %B %Y} has since been imported. Give a later date if this "
            "one is newer."
        )
    if known_on > today:
        raise refuse(
            f"This workbook shows the position at {known_on:%-d %B %Y}, which is still to come. Give its "
            "date."
        )
    difference = find_difference(
        document_rows(document),
        read_state(plan) if plan else State(),
        answers=request.answers,
        blank_means_empty=request.blank_means_empty,
    )
    said = said_of_due_dates(difference.changes, known_on)
    difference.missing = still_there(difference.missing, others)
    said = messages + difference.messages + said
    return Result(document, difference, known_on, said, plan=plan, others=others)


def _last_run(plan: Plan) -> ImportRun | None:
    """Return the last import of a council's workbook that stands; what leads sent back is another thing."""
    runs = plan.import_runs.filter(undo__isnull=True).exclude(layout=UPDATE_WORKBOOK)
    return runs.select_related("file").defer("file__content", "outcomes").first()


def last_run_of(plan: Plan, content: bytes) -> ImportRun | None:
    """Return the last import of a council's workbook that stands, where it was of this very file."""
    last = _last_run(plan)
    return last if last and last.file.sha256 == hashlib.sha256(content).hexdigest() else None


def _create(request: Request, document: PlanDocument, known_on: date) -> Plan:
    name = request.council or document.council
    council = find_or_add_council(name)
    title = request.title or document.title or f"{name} improvement plan"
    provenance = Provenance(known_on, request.by)
    plan = create_plan(council, title, request.slug, provenance=provenance, theme_word=document.theme_word)
    dates = [*(item.known_on for item in document.themes), *(item.known_on for item in document.milestones)]
    dates += [item.known_on for item in document.ratings]
    own_dates = [day for day in dates if day]
    adopt_scale(
        plan,
        document.rating_pattern,
        min([known_on, *own_dates]),
        document.level_meanings,
        document.level_colours,
    )
    return plan


def _check_ratings(result: Result, plan: Plan) -> None:
    """Refuse ratings that the plan's scale does not have: each once, with the first of its cells and what to do."""
    scale = scale_on(plan, result.known_on)
    levels = {level.code: level.name for level in scale.levels.all()} if scale else {}
    unknown: dict[str, list[Source]] = {}
    for change in result.difference.changes:
        if change.row.kind == "rating" and change.values and change.row.values["level"] not in levels:
            unknown.setdefault(change.row.values["level"], []).append(change.row.source)
    if unknown:
        raise ImportRefused(
            [
                Message(
                    "error",
                    cells[0].sheet,
                    cells[0].cell,
                    f"{counted(len(cells), 'cell')} {'is' if len(cells) == 1 else 'are'} rated on another scale than "
                    "the plan's. Change the plan's rating scale under Set up, then bring the workbook in again; or "
                    "leave the column out of what is read.",
                    code,
                    ", ".join(f"{name} ({code})" for code, name in levels.items())
                    or "a rating scale for the plan",
                )
                for code, cells in sorted(unknown.items())
            ]
        )


def _apply(request: Request, result: Result, plan: Plan, known_words: Remembered) -> None:
    _check_ratings(result, plan)
    file = keep_file(request.name, request.content)
    result.run = keep_receipt(
        plan,
        file,
        result.known_on,
        request.by,
        layout=result.document.layout,
        state=ImportState.UNCHANGED if result.difference.is_empty else ImportState.APPLIED,
        counts={"rows": result.difference.counts(), "cells": result.document.cells},
        messages=[message.__dict__ for message in result.messages],
        read_with=request.read_with(known_words),
        outcomes=[outcome_of(change) for change in result.difference.changes],
    )
    provenance = Provenance(result.known_on, request.by, result.run, reason=f"Imported from {file.name}")
    written = apply_difference(plan, result.difference, provenance)
    rows = (
        ImportedRow(
            kind=change.row.kind,
            key=change.row.key[:300],
            object_id=written[change.row.kind, change.row.key],
            sheet=change.row.source.sheet,
            cell=change.row.source.cell,
            values=remembered(change),
        )
        for change in result.difference.changes
        if change.outcome != "unchanged"
        or change.known is None
        or change.known.imported != remembered(change)
    )
    notes = (
        ImportNote(sheet=left.sheet, cell=left.cell, text=left.text, understood=left.understood)
        for left in result.document.left_over
    )
    keep_rows(result.run, rows, notes)
    remember_words(plan, request.by, request.choices, request.statuses)
    count_change(plan)
