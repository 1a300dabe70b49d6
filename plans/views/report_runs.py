"""How far a long report is, and the report itself when it is ready: for who asked for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from improvement.downloads import download
from plans.access import Right
from plans.choices import RunState
from plans.issuing.files import forms_of
from plans.issuing.making import report_labels
from plans.issuing.runs import ISSUE, is_stalled, right_for
from plans.models import ReportRun
from plans.views.page import Page, allow, open_plan


def _run(page: Page, number: int) -> ReportRun:
    return get_object_or_404(ReportRun.objects.defer("content"), pk=number, plan=page.plan, by=page.user)


@require_GET
def report_run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far a report is. With scripts the page asks again by itself; without, there is a link."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    page.is_form = True
    run = _run(page, number)
    label = report_labels(page.plan).get(run.report)
    if label is None:
        raise Http404("No such report")
    template = "plans/reports/_run.html" if request.headers.get("HX-Request") else "plans/reports/run.html"
    asked = {"as-at": f"{run.as_at:%Y-%m-%d}"} | ({"version": "public"} if run.is_public else {})
    context = {
        "page": page,
        "run": run,
        "label": label,
        "is_stalled": is_stalled(run),
        "asked": urlencode(asked),
        "is_issue": run.form == ISSUE,
    }
    return render(request, template, context)


@require_GET
def report_run_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The report that was made."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    run = get_object_or_404(ReportRun, pk=number, plan=page.plan, by=page.user, state=RunState.DONE)
    # The right may have gone since it was made.
    allow(page.access.may(right_for(run.report)))
    if run.sees_exempt and not page.access.viewer.see_exempt:
        raise Http404("Not for this viewer any more")
    form = next((item for item in forms_of(run.report) if item.ending == run.form), None)
    if form is None:
        raise Http404("No file of its own")
    return download(bytes(run.content), run.name, form.media_type)
