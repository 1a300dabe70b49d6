"""The council's own Word file under its papers: given, looked at, taken away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from improvement.downloads import download
from improvement.limits import one_file_at_a_time
from plans.access import Right
from plans.forms.paper_template import PaperTemplateForm
from plans.issuing.files import WORD
from plans.models import PaperTemplate
from plans.operations.reports import NewFile, save_template
from plans.position.report_texts import read_template
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import form_page, open_today, posted


@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def paper_template(request: HttpRequest, slug: str) -> HttpResponse:
    """The Word file with the council's letterhead and styles, for the papers of all its plans."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    page.is_report = True
    kept = read_template(page.plan)
    if request.method == "POST" and "remove" in request.POST:
        if kept and not is_confirmed(request):
            return ask(page, _removal(slug, kept))
        if kept:
            save_template(page.plan, None, provenance=page.provenance)
            messages.success(request, "Removed. Word papers have their usual look again.")
        return redirect("plans:paper-template", slug)
    form = PaperTemplateForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        checked = form.cleaned_data["file"]
        file = NewFile(checked.name, WORD.media_type, checked.content)
        save_template(page.plan, file, provenance=page.provenance)
        messages.success(
            request, "Saved. Word papers of every plan of the council are written on it from now on."
        )
        return redirect("plans:paper-template", slug)
    return form_page(page, "plans/reports/template.html", {"form": form, "kept": kept})


def _removal(slug: str, kept: PaperTemplate) -> Question:
    return Question(
        f"Remove the Word template {kept.name}",
        "Remove it",
        reverse("plans:paper-template", args=[slug]),
        goes=["Word papers of every plan of the council have the program’s own look from now on."],
        stays=["Issued reports keep theirs.", "The file stays on record; you can use it again."],
        hidden={"remove": "1"},
    )


@require_GET
def paper_template_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The Word file as it was given."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    kept = read_template(page.plan)
    if kept is None:
        raise Http404("The council gave no file")
    return download(bytes(kept.content), kept.name, WORD.media_type)
