"""Adding, moving and splitting an action by form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.written_dates import WrittenDate
from plans.forms.set_up import ActionForm, MoveForm, SplitForm
from plans.models import ActionVersion
from plans.models.history import fields_of
from plans.operations.structure import NewAction, add_actions, count_change, move_action, split_action
from plans.views.actions import action_object
from plans.views.page import allow, posted
from plans.views.set_up import claimed, open_set_up, show_form


def _date_fields(name: str, written: WrittenDate) -> dict[str, object]:
    return {
        f"{name}_words": written.words,
        f"{name}_kind": written.kind,
        f"{name}_earliest": written.earliest,
        f"{name}_latest": written.latest,
    }


@require_http_methods(["GET", "POST"])
def add_action(request: HttpRequest, slug: str) -> HttpResponse:
    """A new action under a recommendation of a theme."""
    page = open_set_up(request, slug)
    form = ActionForm(posted(request), plan=page.plan)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        fields = {
            **{name: value for name, value in typed.items() if name in fields_of(ActionVersion, "action")},
            **_date_fields("start", typed["start"]),
            **_date_fields("due", typed["due"]),
        }
        new = NewAction(
            fields,
            [officer.pk for officer in typed["leads"]],
            [typed["recommendation"].pk],
            str(typed["recommendation"].number),
        )
        added = add_actions(page.plan, [new], provenance=page.provenance)[0]
        count_change(page.plan)
        messages.success(request, f"Action {added.reference} added.")
        return redirect("plans:action", slug, added.reference)
    return show_form(page, form, "Add an action", button="Add")


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
