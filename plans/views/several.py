"""One change of several actions, ticked in the list: who leads them, where they stand, how they do, a new date."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.numbers import whole
from plans.choices import ProgressStatus
from plans.forms.several import ADD, SeveralForm
from plans.operations.several import SeveralChange, change_several
from plans.position.actions import ActionPosition
from plans.tables.actions import ActionTable
from plans.views.actions import list_table
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted
from plans.views.set_up import claimed
from plans.views.updates import new_date

COLUMNS = len(ActionTable.base_columns)


@require_http_methods(["GET", "POST"])
def change_ticked(request: HttpRequest, slug: str) -> HttpResponse:
    """What changes of the actions that were ticked; all of them are changed, or none."""
    page = open_today(request, slug)
    allow(page.access.may_change_several)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(page, asked.getlist("action"))
    back = asked.get("back", "")
    listed = reverse("plans:action-list", args=[slug]) + (f"?{back}" if back else "")
    in_row = bool(request.headers.get("HX-Request")) and len(chosen) == 1
    if in_row and "cancel" in request.GET:
        return _row(page, chosen[0])
    if not chosen:
        messages.error(request, "Tick the actions that you want to change first.")
        return redirect(listed)
    reports = all(page.access.may_update(action, page.position) for action in chosen)
    sets_up = page.access.may_set_up
    # Several rows may be open at once, each with its own fields.
    marks = {"auto_id": f"row-{chosen[0].action_id}-%s"} if in_row else {}
    form = SeveralForm(
        posted(request), plan=page.plan, count=len(chosen), reports=reports, sets_up=sets_up, **marks
    )
    changed: list[ActionPosition] = []
    gone = _gone(page, chosen, asked.getlist("action")) if form.is_bound else []
    if form.is_bound and form.is_valid() and not gone:
        try:
            is_recorded = _record(page, chosen, form)
        except ChangedMeanwhile:
            fresh = open_plan(request, slug)
            read = _read(request)
            chosen = [fresh.action(action.reference) for action in chosen]
            changed = [action for action in chosen if read.get(action.reference) != action.revision]
            page.plan.refresh_from_db()
        except ValidationError as refused:
            form.add_error(None, refused)
            page.plan.refresh_from_db()
        else:
            if is_recorded and in_row:
                return _row(open_plan(request, slug), chosen[0], is_saved=True)
            if is_recorded:
                messages.success(request, _done(form.cleaned_data, len(chosen)))
                return redirect(listed)
    return form_page(
        page,
        "plans/_row_form.html" if in_row else "plans/several.html",
        {
            "address": reverse("plans:actions-change", args=[slug]),
            "columns": COLUMNS,
            "position": page.position,
            "form": form,
            "chosen": chosen,
            "changed": changed,
            "gone": gone,
            "back": back,
            "listed": listed,
            "reports": reports,
            "sets_up": sets_up,
        },
        is_conflict=bool(changed or gone),
    )


def _row(page: Page, action: ActionPosition, *, is_saved: bool = False) -> HttpResponse:
    """Answer with an action's row of the list as it stands now: its form was saved, or left."""
    table = list_table(page, [page.action(action.reference)])
    for row in table.rows:
        row.record.is_saved = is_saved
    return render(page.request, "plans/_row.html", {"page": page, "table": table})


def _chosen(page: Page, references: list[str]) -> list[ActionPosition]:
    """Return the actions that were ticked, without what was withdrawn; refuse one that the person may not change."""
    actions = [action for name in dict.fromkeys(references) if (action := page.position.action(name))]
    open_actions = [action for action in actions if action.is_open and not action.is_parent]
    if not all(page.access.may_change_with_others(action, page.position) for action in open_actions):
        raise PermissionDenied
    return open_actions


def _gone(page: Page, chosen: list[ActionPosition], posted: list[str]) -> list[str]:
    """Return the actions that were ticked and can't be changed any more: completed or closed, split, withdrawn."""
    kept = {action.reference for action in chosen}
    return [reference for reference in dict.fromkeys(posted) if reference not in kept]


def _done(typed: dict[str, Any], count: int) -> str:
    """Return what was done of how many, for the person who did it."""
    actions = f"{count} action{'' if count == 1 else 's'}"
    said = []
    if typed.get("lead_change") or typed.get("theme"):
        said.append(f"{actions} changed.")
    if typed.get("status"):
        said.append(f"Update recorded on {actions}.")
    if typed.get("to"):
        said.append(
            f"The board is asked for a new due date of {actions}: the current "
            f"{'date stands' if count == 1 else 'dates stand'} until it agrees."
        )
    return " ".join(said)


def _read(request: HttpRequest) -> dict[str, int | None]:
    """Return at which revision each action was read."""
    marks = (mark.rpartition(":") for mark in request.POST.getlist("read"))
    return {reference: whole(revision) for reference, _colon, revision in marks}


def _record(page: Page, chosen: list[ActionPosition], form: SeveralForm) -> bool:
    """Record what was typed; False where the set-up was changed meanwhile, which the form then says."""
    typed, read = form.cleaned_data, _read(page.request)
    objects = page.plan.actions.in_bulk([action.action_id for action in chosen])
    revisions = {}
    for action in chosen:
        revision = read.get(action.reference)
        revisions[objects[action.action_id]] = -1 if revision is None else revision
    change = SeveralChange(
        leads=[officer.pk for officer in typed.get("leads") or ()],
        adds_leads=typed.get("lead_change") == ADD,
        theme=typed.get("theme"),
        status=ProgressStatus(typed["status"]) if typed.get("status") else None,
        progress=typed.get("progress", ""),
        due=new_date(typed["to"]) if typed.get("to") else None,
        why_date=typed.get("why_date", ""),
    )
    # Together: a set-up that was claimed for what could not be recorded would look changed to everybody else.
    with transaction.atomic():
        if (change.leads or change.theme) and not claimed(page, form):
            return False
        change_several(revisions, change, why=typed.get("why", ""), provenance=page.provenance)
    return True
