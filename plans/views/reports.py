"""Reports: which there are, one as a page, as a file, and issued for ever."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from plans.forms.reports import IssueForm
from plans.issuing.files import FileForm, forms_of, is_for_committee, write_file
from plans.issuing.issue import issue_report
from plans.issuing.making import make_report, public_report_of, report_labels
from plans.issuing.names import NamesNotRead
from plans.issuing.pdf import NoPdf, why_not
from plans.issuing.runs import ISSUE, TooManyRuns, is_long, right_for, runs_of, start_run
from plans.issuing.schedules import standing_of
from plans.operations.history import Provenance
from plans.position.report_texts import read_custom_reports, read_issued
from plans.position.viewer import PUBLISHED
from plans.reports.catalogue import KINDS
from plans.reports.custom import CUSTOM, SUBJECTS
from plans.reports.data_files import DATA_FILES
from plans.reports.document import Document
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import (
    Page,
    allow,
    file_response,
    form_page,
    open_plan,
    posted,
    refuse_another_day,
)
from plans.views.report_page import shown


def open_report(request: HttpRequest, slug: str, name: str) -> tuple[Page, str]:
    """Return the page's ground for who may make a report, and what the report is called; 404 for one there is not.

    A custom one is for whoever may export a list.
    """
    page = open_plan(request, slug, right_for(name))
    page.is_report = True
    label = report_labels(page.plan).get(name)
    if label is None:
        raise Http404("No such report")
    return page, label


def publish_address(page: Page, name: str) -> str:
    """Return where a person decides what a public version asks."""
    return f"{reverse('plans:report-publish', args=[page.plan.slug, name])}?as-at={page.as_at:%Y-%m-%d}"


def wants_public(request: HttpRequest) -> bool:
    return request.GET.get("version") == "public"


def document_of(page: Page, name: str, *, is_public: bool, leaves: bool = False) -> Document:
    """Return a report as who asks may see it. Raises NamesNotRead where it leaves and its names are not read."""
    return make_report(
        page.plan,
        name,
        page.as_at,
        page.access.viewer,
        page.user.name,
        timezone.localtime(),
        is_public=is_public,
        leaves=leaves,
    )


@require_GET
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """The reports that can be made, custom ones, those that were issued, and the data behind them."""
    page = open_plan(request, slug)
    page.is_report = True
    custom = read_custom_reports(page.plan)
    return render(
        request,
        "plans/reports/list.html",
        {
            "page": page,
            "kinds": [(kind, forms_of(kind.name)) for kind in KINDS.values()]
            if page.access.may_export_report
            else [],
            "custom": [(row, SUBJECTS[row.subject], f"{CUSTOM}{row.slug}") for row in custom.values()],
            "subjects": list(SUBJECTS.values()),
            "data_files": DATA_FILES,
            "runs": runs_of(page.plan, page.user),
            "regularly": [] if page.is_past else standing_of(page.plan, page.user.pk, page.today),
            "issued": read_issued(page.plan, page.as_at, sees_exempt=page.access.viewer.see_exempt),
        },
    )


@require_GET
def report(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A report as a page that prints well; the parts in words can be written anew."""
    page, label = open_report(request, slug, name)
    is_public = wants_public(request)
    problem = ""
    if is_public:
        position = page.position_for(PUBLISHED)
        document, check = public_report_of(position, name, page.user.name, timezone.localtime())
        problem = check.problem
    else:
        document = document_of(page, name, is_public=False)
    return render(
        request,
        "plans/reports/report.html",
        {
            "page": page,
            "name": name,
            "label": label,
            "document": document,
            "sections": shown(document),
            "forms": forms_of(name),
            "is_public": is_public,
            "names_problem": problem,
            "is_for_committee": is_for_committee(name),
            "why_no_pdf": why_not(),
            "may_write": page.access.may_export_report and not is_public,
            "custom": name.removeprefix(CUSTOM) if name.startswith(CUSTOM) else "",
            "saved": request.GET.get("saved", ""),
        },
    )


@require_http_methods(["GET", "POST"])
def report_file(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponse:
    """A report as a file. A long one is made beside the pages once a person said so, and a page says how far it is."""
    page, label = open_report(request, slug, name)
    refuse_another_day(page)
    wanted = next((item for item in forms_of(name) if item.ending == form), None)
    if wanted is None:
        raise Http404("No such form")
    is_public = wants_public(request)
    if is_long(page.plan):
        return _long_report(page, name, label, wanted, is_public=is_public)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET"])
    try:
        document = document_of(page, name, is_public=is_public, leaves=True)
    except NamesNotRead as error:
        messages.error(request, error.check.problem)
        return redirect(publish_address(page, name))
    try:
        return file_response(write_file(page.plan, document, wanted))
    except NoPdf as error:
        messages.error(request, str(error))
        return redirect("plans:report", slug, name)


def _long_report(page: Page, name: str, label: str, form: FileForm, *, is_public: bool) -> HttpResponse:
    """Ask before a long report is made: a link that is followed, or loaded beforehand, starts nothing."""
    if not is_confirmed(page.request):
        question = Question(
            f"{label} as {form.label}",
            "Prepare the report",
            f"{reverse('plans:reports', args=[page.plan.slug])}?as-at={page.as_at:%Y-%m-%d}",
            "This plan is large, so the report takes a minute or more. It is prepared in the background and kept for a "
            "day.",
            takes_away=False,
        )
        return ask(page, question)
    try:
        run = start_run(page.plan, page.user, name, page.as_at, form.ending, is_public=is_public)
    except TooManyRuns as refused:
        messages.error(page.request, str(refused))
        return redirect("plans:reports", page.plan.slug)
    return redirect("plans:report-run", page.plan.slug, run.pk)


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Issue a report: what is still to be written or decided is said before."""
    page, label = open_report(request, slug, name)
    allow(page.access.may_export_report)
    form = IssueForm(posted(request), initial={"version": "public" if wants_public(request) else "full"})
    if form.is_bound and form.is_valid() and is_long(page.plan):
        return _issue_beside(page, name, form)
    if form.is_bound and form.is_valid():
        try:
            issued = issue_report(
                page.plan,
                name,
                page.as_at,
                page.access.viewer,
                timezone.localtime(),
                is_public=form.is_public,
                note=form.cleaned_data["note"],
                confirmed=form.confirmed,
                provenance=Provenance(page.as_at, page.user),
            )
        except ValidationError as error:
            form.add_error("version", error)
        else:
            messages.success(request, "Report issued. You can download it from here at any time.")
            return redirect("plans:issued-report", page.plan.slug, issued.pk)
    document = document_of(page, name, is_public=False)
    return form_page(
        page,
        "plans/reports/issue.html",
        {
            "name": name,
            "label": label,
            "document": document,
            "form": form,
            "is_for_committee": is_for_committee(name),
            "earlier": [
                row for row in read_issued(page.plan, page.today, sees_exempt=True) if row.report == name
            ][:5],
        },
    )


def _issue_beside(page: Page, name: str, form: IssueForm) -> HttpResponse:
    """Issue a large plan's report beside the pages, as its files are made."""
    try:
        run = start_run(
            page.plan,
            page.user,
            name,
            page.as_at,
            ISSUE,
            is_public=form.is_public,
            note=form.cleaned_data["note"],
            confirmed=form.confirmed,
        )
    except TooManyRuns as refused:
        messages.error(page.request, str(refused))
        return redirect("plans:reports", page.plan.slug)
    return redirect("plans:report-run", page.plan.slug, run.pk)
