"""One milestone: how it stood over time, and how it stands now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.choices import ProgressStatus
from plans.forms.milestones import MilestoneForm
from plans.models import MilestoneVersion
from plans.operations.structure import report_milestone
from plans.position.themes import MilestonePosition
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted


def _stone(page: Page, number: int, code: str) -> MilestonePosition:
    theme = page.position.theme(number)
    found = next((stone for stone in theme.milestones if stone.code == code), None) if theme else None
    if found is None:
        raise Http404("No such milestone")
    return found


def _may_report(page: Page, number: int) -> bool:
    return page.access.may_record_decisions or page.access.leads_theme(page.position.theme(number))


@require_GET
def milestone(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """A milestone's words and how it stood over time."""
    page = open_plan(request, slug)
    stone = _stone(page, number, code)
    history = MilestoneVersion.objects.filter(milestone=stone.milestone_id, known_from__lte=page.as_at)
    return render(
        request,
        "plans/milestone.html",
        {
            "page": page,
            "stone": stone,
            "history": history.select_related("by").order_by("-known_from", "-pk"),
            "attach_as": f"{number}.{code}",
            "may_report": not page.is_past and _may_report(page, number),
        },
    )


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """How a milestone stands, said by the lead of its theme."""
    page = open_today(request, slug)
    stone = _stone(page, number, code)
    allow(_may_report(page, number))
    initial = {
        "version": stone.version_id,
        "status": "" if stone.status == ProgressStatus.NOT_SUPPLIED else stone.status,
        "achieved_on": stone.achieved_on,
    }
    form = MilestoneForm(posted(request), days=page.days, initial=initial)
    is_conflict = False
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            report_milestone(
                stone.milestone_id,
                typed["version"],
                ProgressStatus(typed["status"]),
                typed["achieved_on"],
                typed["reason"],
                provenance=page.provenance,
            )
        except ChangedMeanwhile:
            is_conflict = True
            data = request.POST.copy()
            data["version"] = str(stone.version_id)
            form = MilestoneForm(data, days=page.days)
            form.add_error(
                None,
                f"Someone else recorded this milestone as {stone.status_label.lower()} while you were "
                "typing. Your changes were not saved. Save again if you still want to make them.",
            )
        else:
            messages.success(request, f"Milestone {code} recorded.")
            return redirect("plans:milestone", slug, number, code)
    context = {"form": form, "heading": f"Milestone {code}: status", "intro": stone.text}
    return form_page(page, "plans/simple_form.html", context, is_conflict=is_conflict)
