"""Custom reports, with columns of one's own: saved for the plan, run again, shared."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.access import Right
from plans.forms.reports import CustomReportForm
from plans.issuing.making import filter_problem
from plans.models import CustomReport
from plans.operations.reports import remove_custom_report, save_custom_report
from plans.position.report_texts import read_custom_reports
from plans.reports.custom import CUSTOM, SUBJECTS, Subject
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, form_page, open_today, posted


def _custom(page: Page, custom: str) -> CustomReport:
    found = read_custom_reports(page.plan).get(custom)
    if found is None:
        raise Http404("No such report")
    return found


@require_http_methods(["GET", "POST"])
def add_custom_report(request: HttpRequest, slug: str, subject: str) -> HttpResponse:
    """A new report: columns, filters, grouping."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    about = SUBJECTS.get(subject)
    if about is None:
        raise Http404("No such subject")
    initial = {"columns": list(about.usual), "filters": request.GET.urlencode()}
    return _form(page, about, None, CustomReportForm(posted(request), subject=about, initial=initial))


@require_http_methods(["GET", "POST"])
def change_custom_report(request: HttpRequest, slug: str, custom: str) -> HttpResponse:
    """Other columns, filters or grouping for a report that stands; how it was is kept in its history."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    row = _custom(page, custom)
    about = SUBJECTS.get(row.subject)
    if about is None:
        raise Http404("No such subject")
    names = {field.key: field.name for field in about.fields}
    initial = {
        "name": row.name,
        "columns": row.columns,
        "order": ", ".join(names[key] for key in row.columns if key in names),
        "filters": row.filters,
        "grouped_by": row.grouped_by,
    }
    return _form(page, about, row, CustomReportForm(posted(request), subject=about, initial=initial))


def _form(page: Page, subject: Subject, row: CustomReport | None, form: CustomReportForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        problem = filter_problem(page.position, subject.key, form.cleaned_data.get("filters", ""))
        if problem:
            form.add_error("filters", problem)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        saved = save_custom_report(
            page.plan,
            typed["name"],
            subject.key,
            typed["keys"],
            typed.get("filters", ""),
            typed["grouped_by"],
            slug=row.slug if row else "",
            provenance=page.provenance,
        )
        messages.success(page.request, f"{saved.name} saved. Everyone on the plan can run it.")
        return redirect("plans:report", page.plan.slug, f"{CUSTOM}{saved.slug}")
    return form_page(
        page,
        "plans/reports/custom.html",
        {
            "form": form,
            "row": row,
            "subject": subject,
            "heading": f"Change {row.name}" if row else f"A report of {subject.label.lower()}",
        },
    )


@require_http_methods(["GET", "POST"])
def drop_custom_report(request: HttpRequest, slug: str, custom: str) -> HttpResponse:
    """Take a custom report from the list, after a question."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    row = _custom(page, custom)
    if not is_confirmed(request):
        return ask(
            page,
            Question(
                f"Remove {row.name} from the list",
                "Remove from the list",
                reverse("plans:custom-report-change", args=[slug, row.slug]),
                "",
                [
                    "No one on the plan will be able to run it: it is shared by everyone.",
                    "Links to it will stop working.",
                ],
                ["Anything issued from it stays.", "How it was set up stays in the audit trail."],
            ),
        )
    remove_custom_report(row, provenance=page.provenance)
    messages.success(request, f"{row.name} removed from the list. Its settings are kept in the audit trail.")
    return redirect(reverse("plans:reports", args=[page.plan.slug]))
