"""Keeping what came of an import: its file, its receipt, what it said of each row, what no field took, its undoing."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from improvement.models import User
from improvement.security_log import note_once_written
from plans.models import FigureImport, ImportedFile, ImportedRow, ImportNote, ImportRun, ImportUndo, Plan
from plans.operations.history import Provenance


def keep_file(name: str, content: bytes) -> ImportedFile:
    """Keep a file whole, once for each content, under the name that it first came with."""
    kept, _made = ImportedFile.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(), defaults={"name": name[-255:], "content": content}
    )
    return kept


def keep_receipt(plan: Plan, file: ImportedFile, known_on: date, by: User | None, **told: Any) -> ImportRun:
    """Keep that a workbook was imported, and what was told of it: layout, state, counts, messages, outcomes."""
    run = ImportRun.objects.create(plan=plan, file=file, known_on=known_on, by=by, **told)
    note_once_written("imported", plan=plan.pk, run=run.pk)
    return run


@transaction.atomic
def keep_rows(run: ImportRun, rows: Iterable[ImportedRow], notes: Iterable[ImportNote] = ()) -> None:
    """Keep what an import said of each row that it brought, and the cells that no field took."""
    kept, left_over = list(rows), list(notes)
    for row in kept:
        row.run = run
    for note in left_over:
        note.run = run
    ImportedRow.objects.bulk_create(kept)
    ImportNote.objects.bulk_create(left_over)


def keep_undo(run: ImportRun, provenance: Provenance) -> ImportUndo:
    """Keep that an import was undone: from that day what it brought stands no longer."""
    note_once_written("import undone", plan=run.plan_id, run=run.pk)
    return ImportUndo.objects.create(run=run, known_on=provenance.known_on, by=provenance.by)


def keep_figure_import(
    plan: Plan, file: ImportedFile, known_on: date, counts: Mapping[str, Any], by: User | None
) -> FigureImport:
    """Keep that a file of figures was imported, with what it came to."""
    return FigureImport.objects.create(plan=plan, file=file, known_on=known_on, counts=dict(counts), by=by)
