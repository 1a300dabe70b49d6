"""The analyst's own text in a report, in place of the program's draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.access import Right
from plans.forms.reports import ReportTextForm, initial_text
from plans.models import ReportText
from plans.operations.history import Provenance
from plans.operations.reports import write_text
from plans.position.report_texts import read_text_history
from plans.reports.catalogue import KINDS
from plans.rules.committee_parts import is_in_every_paper
from plans.views.page import form_page, open_plan, posted
from plans.views.reports import document_of


@require_http_methods(["GET", "POST"])
def report_text(request: HttpRequest, slug: str, name: str, part: str) -> HttpResponse:
    """One part of a report in words: the draft of the day beside the analyst's text, and what was written before."""
    page = open_plan(request, slug, Right.EXPORT_REPORT)
    page.is_report = True
    if name not in KINDS:
        raise Http404("No such report")
    document = document_of(page, name, is_public=False)
    found = next((item for item in document.written() if item.key == part), None)
    if found is None:
        raise Http404("No such part")
    history = read_text_history(page.plan, name, part, page.as_at)
    newest = history[0].pk if history else 0
    form = ReportTextForm(
        posted(request), part=found, days=page.days, initial={"text": initial_text(found), "shown": newest}
    )
    is_conflict = False
    if form.is_bound and form.is_valid():
        # The draft itself is no text of one's own: it would stand still while the plan moves.
        text = form.cleaned_data["text"]
        is_draft = "use-draft" in request.POST or text == found.draft.strip()
        try:
            write_text(
                page.plan,
                name,
                part,
                "" if is_draft else text,
                found.draft,
                form.cleaned_data["shown"],
                provenance=Provenance(page.as_at, page.user),
            )
        except ChangedMeanwhile:
            is_conflict = True
            data = request.POST.copy()
            data["shown"] = str(newest)
            form = ReportTextForm(data, part=found, days=page.days)
            form.add_error(None, _written_meanwhile(history))
        else:
            # Said beside the part itself: the top of the report is far away from it.
            day = f"&as-at={page.as_at.isoformat()}" if page.is_past else ""
            return redirect(
                reverse("plans:report", args=[page.plan.slug, name]) + f"?saved={part}{day}#part-{part}"
            )
    return form_page(
        page,
        "plans/reports/text.html",
        {
            "name": name,
            "label": KINDS[name].label,
            "part": found,
            "form": form,
            "history": history,
            "is_in_every_paper": is_in_every_paper(part),
        },
        is_conflict=is_conflict,
    )


def _written_meanwhile(history: list[ReportText]) -> str:
    """Return what to say where the text that the form was shown over is not the one that stands."""
    if not history:
        return (
            "The text has changed since you opened this form. Nothing was saved. Save again if you still "
            "want to replace it."
        )
    return (
        f"{history[0].by or 'Someone else'} wrote this part while you were typing: see “Earlier "
        "versions”. Your text was not saved. Save again if you still want to replace theirs."
    )
