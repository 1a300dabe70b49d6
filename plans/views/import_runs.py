"""Imports that were made: the receipt, the original file, an annotated copy, and undoing one."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from improvement.downloads import download
from improvement.limits import one_file_at_a_time
from improvement.spreadsheets import SpreadsheetRefused
from improvement.spreadsheets.opening import ENDINGS
from improvement.workbooks import EXCEL_MEDIA_TYPE
from plans.access import Right
from plans.imports.annotated import annotated_copy
from plans.imports.undo import NotUndone, undo_import, why_not_undo
from plans.issuing.names import unsure_officers
from plans.models import ImportRun
from plans.operations.history import Provenance
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.imports import open_to_import
from plans.views.page import Page, open_plan


def _run(page: Page, run: int, *, with_file: bool = False) -> ImportRun:
    runs = page.plan.import_runs.select_related("file", "by", "plan", "undo__by")
    return get_object_or_404(runs if with_file else runs.defer("file__content"), pk=run)


@require_GET
def receipt(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """What one import did: counts by kind with their sum, cells by sheet, messages, notes, and whether it stands."""
    page = open_plan(request, slug)
    found = _run(page, run)
    columns = ("read", "created", "changed", "unchanged", "conflict")
    counts = found.counts["rows"]
    return render(
        request,
        "plans/import_receipt.html",
        {
            "page": page,
            "run": found,
            # What the workbook said of single rows may be exempt by now.
            "shows_rows": page.access.may(Right.SEE_EXEMPT),
            "notes": list(found.notes.all()) if page.access.may(Right.SEE_EXEMPT) else [],
            "sums": {name: sum(row[name] for row in counts.values()) for name in (*columns, "missing")},
            "undo": getattr(found, "undo", None),
            "why_not_undo": why_not_undo(found, page.access.definable),
            "unsure": len(unsure_officers(page.plan))
            if page.access.may(Right.CONFIRM_OFFICERS) and not page.is_past
            else 0,
        },
    )


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


@require_GET
def original_file(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """The file as it was given, as a download that nothing runs or stores."""
    page = open_plan(request, slug, Right.IMPORT)
    found = _run(page, run, with_file=True)
    given = PurePath(found.file.name).suffix.casefold()
    ending = given.removeprefix(".") if given in ENDINGS else "xlsx"
    name = f"{page.plan.slug}-import-{found.pk}.{ending}"
    response = download(bytes(found.file.content), name, "application/octet-stream")
    response["Content-Security-Policy"] = "sandbox"
    return response


@require_GET
@one_file_at_a_time
def annotated_file(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """A copy of the file with a comment on every cell that needs a look and a sheet of what became of each row."""
    page = open_plan(request, slug, Right.IMPORT)
    found = _run(page, run, with_file=True)
    summary = (
        f"{found.file.name}, imported {found.recorded_at:%-d %B %Y}, speaking for {found.known_on:%-d %B %Y}"
    )
    try:
        copy = annotated_copy(
            found.file.name, bytes(found.file.content), found.messages, found.outcomes, summary
        )
    except SpreadsheetRefused as refused:
        messages.error(request, f"No annotated copy can be made. {refused}")
        return redirect("plans:import-receipt", slug, run)
    return download(copy, f"{page.plan.slug}-import-{found.pk}-annotated.xlsx", EXCEL_MEDIA_TYPE)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Undo an import as one step, after a question; where something was built on it, say so and change nothing."""
    page = open_to_import(request, slug)
    found = _run(page, run)
    if not is_confirmed(request) and not why_not_undo(found, page.access.definable):
        rows = found.counts["rows"].values()
        created, changed = (sum(row[name] for row in rows) for name in ("created", "changed"))
        return ask(
            page,
            Question(
                f"Undo the import of {found.file.name}",
                "Undo this import",
                reverse("plans:import-receipt", args=[slug, run]),
                f"It was imported on {found.recorded_at:%-d %B %Y} and shows the position at "
                f"{found.known_on:%-d %B %Y}.",
                [
                    f"{_rows(created)} that it brought {'leaves' if created == 1 else 'leave'} the plan from today.",
                    f"{_rows(changed)} that it changed {'goes' if changed == 1 else 'go'} back to what "
                    f"{'it was' if changed == 1 else 'they were'} before.",
                ],
                [
                    "The file, its receipt and its notes stay.",
                    "Dates before today still show the plan with the import.",
                    "The same file can be imported again.",
                ],
            ),
        )
    try:
        undo_import(found, Provenance(page.today, page.user), page.access.definable)
    except NotUndone as refused:
        messages.error(request, f"The import was not undone. {refused}")
    else:
        messages.success(request, "The import was undone: the plan is as it was before it.")
    return redirect("plans:import-receipt", slug, run)
