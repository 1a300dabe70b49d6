"""The round trip: an update workbook for a lead who does not sign in, and what comes back of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.limits import one_file_at_a_time
from improvement.typed.marking import reads_long
from plans.access import Right
from plans.forms.imports import ApplyForm
from plans.imports.run import ImportRefused, StalePreview
from plans.imports.update_reports import Returned, read_update_workbook
from plans.imports.update_workbook import apply_update_workbook
from plans.models import PendingImport
from plans.operations.imports import discard_import
from plans.reports.update_workbook import write_update_workbook
from plans.views.imports import open_to_import
from plans.views.page import form_page, open_plan, refuse_another_day, workbook_response


@require_GET
def update_workbook(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A theme's open actions as a workbook to report in."""
    page = open_plan(request, slug, Right.IMPORT)
    refuse_another_day(page)
    theme = page.position.theme(number)
    if theme is None:
        raise Http404("No such theme")
    workbook = write_update_workbook(page.position, theme, page.user.name)
    return workbook_response(
        workbook, f"{slug}-{page.plan.theme_word}-{number}-updates-{page.as_at:%Y-%m-%d}.xlsx"
    )


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def returned_workbook(request: HttpRequest, slug: str, pending: int) -> HttpResponse:
    """What an update workbook reports, row by row, and what was changed meanwhile; nothing is written until applied."""
    page = open_to_import(request, slug)
    held = get_object_or_404(PendingImport, pk=pending, plan=page.plan, by=page.user)
    content = bytes(held.content)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    stale, refusals = False, []
    if form.is_bound and form.is_valid():
        if form.cleaned_data["leave"]:
            discard_import(held)
            messages.success(request, "Nothing was recorded.")
            return redirect("plans:import", slug)
        try:
            run = apply_update_workbook(
                held.name,
                content,
                page.position,
                page.today,
                by=page.user,
                seen=form.cleaned_data["seen"],
                record_over=request.POST.getlist("over"),
            )
        except (StalePreview, ChangedMeanwhile):
            stale = True
            page = open_to_import(request, slug)
        except ImportRefused as refused:
            refusals = refused.messages
        else:
            discard_import(held)
            messages.success(request, "The reports were recorded as updates.")
            return redirect("plans:import-receipt", slug, run.pk)
    try:
        returned = read_update_workbook(held.name, content, page.position, page.today)
    except ImportRefused as refused:
        returned, refusals = Returned(), refused.messages
    refusals = refusals or returned.errors
    return form_page(
        page,
        "plans/update_workbook_returned.html",
        {
            "held": held,
            "form": form,
            "returned": returned,
            "refusals": refusals,
            "stale": stale,
            "seen": returned.fingerprint(),
        },
        is_refused=form.is_bound or bool(refusals),
        is_conflict=stale,
    )
