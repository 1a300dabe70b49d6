"""Inspections and visits over time; a visit added; unfinished actions of an earlier plan carried over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.unchanged import reads_alone
from plans.access import Right, access_to
from plans.choices import Framework, JudgementGrade
from plans.forms.inspections import CarryOverForm, VisitForm
from plans.operations.carrying_over import carry_over
from plans.operations.inspections import add_inspection
from plans.position import build_position
from plans.position.inspections import read_inspections
from plans.reach import visible_plans
from plans.views.page import open_plan, posted
from plans.views.set_up import claimed, open_set_up, show_form


@require_GET
@reads_alone
def inspections(request: HttpRequest, slug: str) -> HttpResponse:
    """Each inspection and visit, and how each area was judged over time."""
    page = open_plan(request, slug)
    return render(
        request,
        "plans/inspections.html",
        {"page": page, "inspections": read_inspections(page.plan, page.as_at)},
    )


@require_http_methods(["GET", "POST"])
def add_visit(request: HttpRequest, slug: str) -> HttpResponse:
    """An inspection or visit beside the one that the plan answers."""
    page = open_set_up(request, slug)
    form = VisitForm(posted(request), days=page.days)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        names = ("inspectorate", "setting", "started_on", "ended_on", "published_on")
        add_inspection(
            page.plan,
            Framework(typed["framework"]),
            JudgementGrade(typed["grade"]) if typed["grade"] else None,
            form.judgements(),
            provenance=page.provenance,
            **{name: typed[name] for name in names},
        )
        messages.success(request, "Inspection added.")
        return redirect("plans:inspections", slug)
    return show_form(page, form, "Add an inspection or visit")


@require_http_methods(["GET", "POST"])
def carry_over_from(request: HttpRequest, slug: str, earlier: str) -> HttpResponse:
    """Unfinished actions of another plan of the council, to go on in this one; the link is kept."""
    page = open_set_up(request, slug)
    other = visible_plans(page.user).filter(council=page.plan.council_id, slug=earlier).first()
    if other is None or other.pk == page.plan.pk or not access_to(page.user, other).may(Right.VIEW):
        raise Http404("No such plan")
    position = build_position(other, page.today, access_to(page.user, other).viewer)
    unfinished = {
        action.action_id: f"{action.reference} {action.full_text} ({action.status_label.lower()}, due "
        f"{action.due.shown or 'no date'})"
        for action in position.lowest_level_actions
        if action.is_open
    }
    form = CarryOverForm(posted(request), plan=page.plan, earlier=other, unfinished=unfinished)
    if form.is_bound and form.is_valid() and claimed(page, form):
        try:
            added = carry_over(
                page.plan,
                list(form.cleaned_data["actions"]),
                form.cleaned_data["theme"],
                provenance=page.provenance,
            )
        except ValidationError as error:
            form.add_error("actions", error)
        else:
            messages.success(request, f"{len(added)} action{'' if len(added) == 1 else 's'} carried over.")
            return redirect("plans:action-list", slug)
    intro = (
        "They start here with their current details and leads. The earlier ones stay where they are, and "
        "each page links to the other."
    )
    return show_form(page, form, f"Carry over from {other.title}", intro, "Carry over")
