"""Reports that were issued: each as it left, its files, and that it was withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from improvement.downloads import download
from plans.access import Right
from plans.forms.reports import WithdrawReportForm
from plans.issuing.document_json import from_json
from plans.issuing.issue import known_since, since_earlier
from plans.models import IssuedFile, IssuedReport
from plans.operations.reports import withdraw_report
from plans.position.report_texts import read_issued_before
from plans.views.page import Page, form_page, open_plan, open_today, posted
from plans.views.report_page import shown


def _issued(page: Page, number: int) -> IssuedReport:
    """Return an issued report that the person may open; answer 404 for any other."""
    rows = IssuedReport.objects.filter(plan=page.plan).select_related("by", "plan__council", "withdrawal__by")
    found = get_object_or_404(rows, pk=number)
    if not page.access.viewer.see_exempt:
        # What was made exempt after it was issued is not for them either; the report itself can't be changed.
        hidden = page.position_on(found.known_on).withheld
        if found.sees_exempt or hidden & set(found.position["items"]):
            raise Http404("Not for this viewer")
    return found


@require_GET
def issued_report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A report as it was issued: who, when, its files, and what became known of its day since."""
    page = open_plan(request, slug)
    page.is_form = True
    found = _issued(page, number)
    document = from_json(found.document)
    earlier = read_issued_before(found, sees_exempt=page.access.viewer.see_exempt)
    return render(
        request,
        "plans/reports/issued.html",
        {
            "page": page,
            "issued": found,
            "files": found.files.defer("content"),
            "document": document,
            "sections": shown(document),
            "since": known_since(found),
            "earlier": since_earlier(found, earlier) if earlier else None,
            "withdrawal": getattr(found, "withdrawal", None),
        },
    )


@require_http_methods(["GET", "POST"])
def withdraw_issued(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say that an issued report no longer stands, and why."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    found = _issued(page, number)
    if hasattr(found, "withdrawal"):
        raise Http404("Withdrawn already")
    form = WithdrawReportForm(posted(request))
    if form.is_bound and form.is_valid():
        withdraw_report(found, form.cleaned_data["reason"], provenance=page.provenance)
        messages.success(request, "Report withdrawn. Its page and the list say so, with your reason.")
        return redirect("plans:issued-report", slug, number)
    intro = (
        f"{found.title}, as at {found.known_on:%-d %B %Y}, issued on "
        f"{timezone.localtime(found.recorded_at):%-d %B %Y}. "
        "It stays where it is and can still be read, since it was sent; its page and the list of reports say that it "
        "was withdrawn, by whom and why. It can't be undone: issue the report again instead."
    )
    return form_page(
        page,
        "plans/simple_form.html",
        {
            "heading": "Withdraw an issued report",
            "intro": intro,
            "form": form,
            "button": "Withdraw the report",
        },
    )


@require_GET
def issued_file(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """A file of an issued report, byte for byte as it was issued."""
    page = open_plan(request, slug)
    found = get_object_or_404(IssuedFile, issued=_issued(page, number), pk=file)
    return download(bytes(found.content), found.name, found.media_type)
