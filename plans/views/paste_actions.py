"""Several actions added at once from a block that was pasted: shown back first, added on the second button."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plans.forms.pasted import PastedBlockForm
from plans.imports.figures.flat_file import open_sheets
from plans.imports.pasted_actions import read_pasted_actions
from plans.imports.run import ImportRefused
from plans.procedures.pasted_actions import add_pasted, officers_to_add
from plans.views.page import form_page, posted
from plans.views.pasted import HERE, NAME, shown_block
from plans.views.set_up import claimed, open_set_up


@require_http_methods(["GET", "POST"])
def paste_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """A block of actions with their leads, dates and places. Nothing is half added."""
    page = open_set_up(request, slug)
    form = PastedBlockForm(posted(request))
    context: dict[str, Any] = {"form": form, "refused": [], "is_checked": False}
    if not (form.is_bound and form.is_valid()):
        return form_page(page, "plans/set_up/paste_actions.html", context)
    try:
        sheet = open_sheets(NAME, form.content())[0]
    except ImportRefused as refused:
        context["refused"] = refused.messages
        return form_page(page, "plans/set_up/paste_actions.html", context)
    pasted = read_pasted_actions(sheet, page.position)
    errors = [replace(message, sheet=HERE) for message in pasted.errors]
    context |= {"refused": errors, "pasted": pasted, **shown_block(sheet, {}, pasted.errors)}
    if not pasted.errors and "check" in request.POST:
        context |= {"is_checked": True, "new_officers": officers_to_add(page.position, pasted.actions)}
        return form_page(page, "plans/set_up/paste_actions.html", context, is_refused=False)
    if not pasted.errors and claimed(page, form):
        added = add_pasted(page.position, pasted.actions, provenance=page.provenance)
        first, last = added[0].reference, added[-1].reference
        span = (
            f"Action {first} added." if len(added) == 1 else f"{len(added)} actions added, {first} to {last}."
        )
        messages.success(request, span)
        return redirect("plans:action-list", slug)
    return form_page(page, "plans/set_up/paste_actions.html", context)
