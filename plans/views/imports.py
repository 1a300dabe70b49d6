"""Importing a workbook in the browser: upload, preview as a difference, apply, receipt."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from plans.access import Right
from plans.forms.imports import ApplyForm, WorkbookForm
from plans.imports.plan_workbook import ImportRefused, Request, Result, StalePreview, preview, run_import
from plans.imports.rows import shown
from plans.models import PendingImport
from plans.operations.imports import discard_import, hold_import
from plans.views.page import Page, open_plan, posted, refuse_the_past
from plans.views.updates import CONFLICT, INVALID


def _open_to_import(request: HttpRequest, slug: str) -> Page:
    page = open_plan(request, slug, Right.IMPORT)
    refuse_the_past(page)
    return page


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a workbook. A file that can't be read is refused here with a sentence; a good one goes to its preview."""
    page = _open_to_import(request, slug)
    form = WorkbookForm(posted(request), request.FILES if request.method == "POST" else None)
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["workbook"]
        asked = Request(file.name, file.read(), slug, as_at=form.cleaned_data["as_at"], by=page.user)
        try:
            preview(asked, page.today)
        except ImportRefused as refused:
            refusals = [message.sentence() for message in refused.messages]
        else:
            pending = hold_import(page.plan, page.user, asked.name, asked.content, asked.as_at)
            return redirect("plans:import-preview", slug, pending.pk)
        for refusal in refusals:
            form.add_error("workbook", refusal)
    runs = list(page.plan.import_runs.select_related("file", "by").defer("file__content"))
    return render(
        request,
        "plans/import_form.html",
        {"page": page, "form": form, "runs": runs},
        status=INVALID if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def preview_pending(request: HttpRequest, slug: str, pending: int) -> HttpResponse:
    """What the workbook would change, row by row; nothing is written until it is applied."""
    page = _open_to_import(request, slug)
    held = get_object_or_404(PendingImport, pk=pending, plan=page.plan, by=page.user)
    form = ApplyForm(posted(request))
    stale = False
    if form.is_bound and form.is_valid():
        if form.cleaned_data["leave"]:
            discard_import(held)
            messages.success(request, "Nothing was imported.")
            return redirect("plans:import", slug)
        try:
            result = run_import(_request_of(held, page, form.cleaned_data["seen"]), page.today)
        except StalePreview:
            stale = True
        except ImportRefused as refused:
            form.add_error(None, " ".join(message.sentence() for message in refused.messages))
        else:
            discard_import(held)
            messages.success(request, "The workbook was imported.")
            return redirect("plans:import-receipt", slug, result.run.pk if result.run else 0)
    result = preview(_request_of(held, page), page.today)
    context = {
        "page": page,
        "form": form,
        "held": held,
        "result": result,
        "stale": stale,
        **_difference(result),
    }
    status = CONFLICT if stale else INVALID if form.is_bound else 200
    return render(request, "plans/import_preview.html", context, status=status)


def _request_of(held: PendingImport, page: Page, seen: str = "") -> Request:
    return Request(held.name, bytes(held.content), page.plan.slug, as_at=held.as_at, by=page.user, seen=seen)


def _difference(result: Result) -> dict[str, Any]:
    """Return a difference as a template prints it: what is new, what changes from what to what, what is missing."""
    difference = result.difference
    return {
        "counts": difference.counts(),
        "seen": difference.fingerprint(),
        "new": [change.row for change in difference.changes if change.outcome == "created"],
        "changed": [
            (
                change.row,
                [
                    (name, shown(change.before.get(name)), shown(value))
                    for name, value in change.values.items()
                ],
            )
            for change in difference.changes
            if change.known and change.values
        ],
        "missing": [(kind, known.label) for kind, known in difference.missing],
        "not_understood": [left for left in result.document.left_over if not left.understood],
    }


@require_GET
def receipt(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """What one import did: counts by kind, cells by sheet, messages, notes."""
    page = open_plan(request, slug)
    found = get_object_or_404(
        page.plan.import_runs.select_related("file", "by").defer("file__content"), pk=run
    )
    return render(
        request, "plans/import_receipt.html", {"page": page, "run": found, "notes": list(found.notes.all())}
    )


@require_GET
def original_file(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """The workbook as it was given, as a download that nothing runs or stores."""
    page = open_plan(request, slug, Right.IMPORT)
    found = get_object_or_404(page.plan.import_runs.select_related("file"), pk=run)
    response = HttpResponse(bytes(found.file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{page.plan.slug}-import-{found.pk}.xlsx"'
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
