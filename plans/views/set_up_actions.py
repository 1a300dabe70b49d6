"""Adding, changing, moving and splitting an action by form."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.numbers import whole
from plans.forms.parts import ChangeActionForm
from plans.forms.set_up import ActionForm, MoveForm, SplitForm
from plans.models import ActionVersion
from plans.models.history import fields_of
from plans.operations.parts import change_action
from plans.operations.structure import (
    NewAction,
    add_actions,
    count_change,
    move_action,
    split_action,
    stem_of,
)
from plans.position.actions import ActionPosition
from plans.position.rows import added_on
from plans.views.actions import action_object
from plans.views.page import Page, allow, posted
from plans.views.set_up import claimed, open_set_up, show_form
from plans.views.set_up_parts import date_fields


@require_http_methods(["GET", "POST"])
def add_action(request: HttpRequest, slug: str) -> HttpResponse:
    """A new action, under a recommendation and a theme where it has them."""
    page = open_set_up(request, slug)
    form = ActionForm(posted(request), plan=page.plan, initial=_asked_place(page))
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        fields = {
            **{name: value for name, value in typed.items() if name in fields_of(ActionVersion, "action")},
            **date_fields("start", typed["start"]),
            **date_fields("due", typed["due"]),
        }
        new = NewAction(
            fields,
            [officer.pk for officer in typed["leads"]],
            [typed["recommendation"].pk] if typed["recommendation"] else [],
            stem_of(page.plan, typed["theme"], typed["recommendation"]),
        )
        added = add_actions(page.plan, [new], provenance=page.provenance)[0]
        count_change(page.plan)
        messages.success(request, f"Action {added.reference} added.")
        if "another" in request.POST:
            return redirect(f"{request.path}?{urlencode(_place(typed))}")
        return redirect("plans:action", slug, added.reference)
    return show_form(page, form, "Add an action", button="Add", another="Add, and add another")


def _asked_place(page: Page) -> dict[str, Any]:
    """Return the recommendation and theme that the link that led here named."""
    numbers = {name: whole(page.request.GET.get(name)) for name in ("theme", "recommendation")}
    item = page.position.recommendation(numbers["recommendation"] or 0)
    theme = numbers["theme"] or (item.theme_numbers[0] if item and item.theme_numbers else None)
    return {
        "recommendation": page.plan.recommendations.filter(number=item.number).first() if item else None,
        "theme": page.plan.themes.filter(number=theme).first() if theme else None,
    }


def _place(typed: dict[str, Any]) -> dict[str, int]:
    """Return where an action was put, so that the next one is offered the same place."""
    return {name: typed[name].number for name in ("theme", "recommendation") if typed[name]}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Another wording, lead, start, outcome or place of an action, with why; every version stays on record."""
    page = open_set_up(request, slug)
    action = page.action(reference)
    found = action_object(page, reference)
    version = found.versions.get(known_to=None)
    served = list(found.recommendations.filter(known_to=None).values_list("recommendation_id", flat=True))
    initial = {
        "text": version.text,
        "theme": version.theme_id,
        "start": version.start_words,
        "due": version.due_words,
        "expected_outcome": version.expected_outcome,
        "leads": [lead.officer_id for lead in action.leads],
        "recommendations": served,
    }
    due_stands = _due_stands(page, action)
    form = ChangeActionForm(
        posted(request),
        plan=page.plan,
        initial=initial,
        has_due=due_stands,
        is_sub_action=version.parent_id is not None,
    )
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        fields: dict[str, Any] = {
            "text": typed["text"],
            "expected_outcome": typed["expected_outcome"],
            "theme": typed.get("theme", version.theme),
            **date_fields("start", typed["start"]),
            **(date_fields("due", typed["due"]) if "due" in typed else {}),
        }
        serves = typed.get("recommendations")
        change_action(
            found,
            fields,
            [officer.pk for officer in typed["leads"]],
            served if serves is None else [item.pk for item in serves],
            provenance=page.provenance.because(typed["reason"]),
        )
        messages.success(request, f"Action {reference} changed.")
        return redirect("plans:action", slug, reference)
    intro = "The due date is changed by a request, so that the board decides." if due_stands else ""
    return show_form(page, form, f"Change action {reference}", intro)


def _due_stands(page: Page, action: ActionPosition) -> bool:
    """Whether an action's due date moves by the board alone: once it met, or somebody reported or asked.

    Until then it is a plan that is being written down, and a slip of the pen is put right like any other.
    """
    if not action.due.words:
        return False
    # What was split off took its date over from the action that it is part of.
    whole = [action, *([action.parent] if action.parent else [])]
    if any(item.due_moves or item.update for item in whole):
        return True
    added = min(added_on([item.action_id for item in whole]).values())
    return any(meeting.held_on >= added for meeting in page.position.meetings)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """An action to another theme or recommendation; its reference and history stay."""
    page = open_set_up(request, slug)
    action = page.action(reference)
    allow(action.parent is None)  # a sub-action moves with the sentence over it
    form = MoveForm(posted(request), plan=page.plan)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        move_action(
            action_object(page, reference),
            typed["theme"],
            typed["recommendation"],
            provenance=page.provenance,
        )
        messages.success(request, f"Action {reference} moved.")
        return redirect("plans:action", slug, reference)
    return show_form(page, form, f"Move action {reference}", action.full_text, "Move")


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """An action into sub-actions of its own."""
    page = open_set_up(request, slug)
    action = page.action(reference)
    allow(not action.is_parent and action.parent is None)
    form = SplitForm(posted(request))
    if form.is_bound and form.is_valid() and claimed(page, form):
        added = split_action(
            action_object(page, reference), form.cleaned_data["texts"], provenance=page.provenance
        )
        messages.success(request, f"Action {reference} split into {len(added)}.")
        return redirect("plans:action", slug, reference)
    return show_form(page, form, f"Split action {reference}", action.full_text, "Split")
