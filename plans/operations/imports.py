"""Holding an uploaded workbook between its preview and its import."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from improvement.models import User
from plans.models import ColumnChoice, ImportRun, PendingImport, Plan, StatedFigure, StatusChoice, TableChoice

KEPT_FOR = timedelta(days=1)


def runs_of(plan: Plan) -> QuerySet[ImportRun]:
    """Return a plan's imports, the last first, without their files and receipts."""
    return plan.import_runs.select_related("file", "by", "undo").defer(
        "file__content", "outcomes", "messages"
    )


@transaction.atomic
def hold_import(plan: Plan, by: User, name: str, content: bytes, as_at: date | None) -> PendingImport:
    """Hold a workbook for its preview. One a person and plan; what is older than a day goes."""
    PendingImport.objects.filter(plan=plan, by=by).delete()
    PendingImport.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return PendingImport.objects.create(plan=plan, by=by, name=name[-255:], content=content, as_at=as_at)


def begun_imports(plan: Plan, by: User) -> QuerySet[PendingImport]:
    """Return the workbooks that a person began to import and that are still kept."""
    return PendingImport.objects.filter(plan=plan, by=by, created_at__gte=timezone.now() - KEPT_FOR)


@transaction.atomic
def answer_import(pending: PendingImport, as_at: date | None, answers: dict[str, Any]) -> None:
    """Keep what a person said of a held workbook."""
    pending.as_at = as_at
    pending.answers = {**pending.answers, **answers}
    pending.save(update_fields=["as_at", "answers"])


@transaction.atomic
def remember_words(
    plan: Plan, by: User | None, columns: Mapping[str, str], statuses: Mapping[str, str]
) -> None:
    """Remember what a plan's headers and its words for progress mean, for the next workbook."""
    for header, field in columns.items():
        ColumnChoice.objects.update_or_create(plan=plan, header=header, defaults={"field": field, "by": by})
    for words, status in statuses.items():
        StatusChoice.objects.update_or_create(plan=plan, words=words, defaults={"status": status, "by": by})


@transaction.atomic
def remember_tables(plan: Plan, by: User | None, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Remember by sheet where a plan's tables were pointed at; what is as it was found need not be remembered."""
    for sheet, said in tables.items():
        if said["kind"]:
            TableChoice.objects.update_or_create(plan=plan, sheet=sheet, defaults={**said, "by": by})
        else:
            TableChoice.objects.filter(plan=plan, sheet=sheet).delete()


@transaction.atomic
def discard_import(pending: PendingImport) -> None:
    """Let a held workbook go: it was imported, or its owner left it."""
    PendingImport.objects.filter(pk=pending.pk).delete()


@transaction.atomic
def record_stated_figures(figures: Sequence[StatedFigure]) -> list[StatedFigure]:
    """Append figures that a workbook states, to be recomputed."""
    return StatedFigure.objects.bulk_create(figures)
