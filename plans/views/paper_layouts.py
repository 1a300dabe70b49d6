"""How the plan's council lays a committee's paper out, in one plain form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.access import Right
from plans.forms.paper_layouts import PaperLayoutForm
from plans.issuing.files import is_for_committee
from plans.issuing.making import usual_layout_of
from plans.operations.reports import save_layout
from plans.position.report_texts import read_layout
from plans.reports.catalogue import KINDS
from plans.rules.paper_layouts import from_json, whole
from plans.views.page import form_page, open_today, posted

CONFLICT = (
    "Someone else changed the layout while you were typing. Nothing was saved. Save again if you still want to replace "
    "theirs."
)


@require_http_methods(["GET", "POST"])
def paper_layout(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The order and headings of a paper's cover, parts and implications, for every plan of the council."""
    page = open_today(request, slug, Right.EXPORT_REPORT)
    page.is_report = True
    if not is_for_committee(name):
        raise Http404("No such paper")
    kept = read_layout(page.plan, name, page.as_at)
    usual = usual_layout_of(page.position, name)
    layout = whole(usual, from_json(kept.parts) if kept else {})
    shown = kept.pk if kept else 0
    form = PaperLayoutForm(posted(request), layout=layout, usual=usual, initial={"shown": shown})
    is_conflict = False
    if form.is_bound and form.is_valid():
        chosen = {} if "usual" in request.POST else form.laid()
        try:
            save_layout(page.plan, name, chosen, form.cleaned_data["shown"], provenance=page.provenance)
        except ChangedMeanwhile:
            is_conflict = True
            data = request.POST.copy()
            data["shown"] = str(shown)
            form = PaperLayoutForm(data, layout=layout, usual=usual)
            form.add_error(None, CONFLICT)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"Saved. {KINDS[name].label} is laid out so for every plan of the council."
            )
            return redirect("plans:report", slug, name)
    return form_page(
        page,
        "plans/reports/layout.html",
        {"form": form, "name": name, "label": KINDS[name].label, "kept": kept},
        is_conflict=is_conflict,
    )
