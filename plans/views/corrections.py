"""An update said again by its author, because it was wrong."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.forms.updates import CorrectionForm
from plans.models import Update
from plans.operations.corrections import HOW_LONG, correct_update, why_not_correct
from plans.views.page import allow, form_page, open_plan, posted
from plans.views.updates import new_update, open_for_update


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What the author said last, to be put right. Both stand on record; the last is shown.

    Where something else was said meanwhile, what was typed is offered as an update of its own.
    """
    page, action = open_for_update(request, slug, reference)
    if action.update is None:
        raise Http404("Nothing has been said yet")
    row = Update.objects.select_related("action__plan").get(pk=_shown(request) or action.update.update_id)
    allow(row.action_id == action.action_id and row.by_id == page.user.pk)
    context: dict[str, Any] = {"position": page.position, "action": action, "corrected": row}
    evidence = list(row.evidence.order_by("pk"))
    form = CorrectionForm(
        posted(request),
        days=page.days_of(action),
        evidence=[(item.pk, item.description) for item in evidence],
        initial={
            **{name: getattr(row, name) for name in SAID},
            "revision": action.revision,
            "evidence_kept": [item.pk for item in evidence],
        },
    )
    refused = why_not_correct(row, page.user, page.today)
    if request.method == "POST":
        if not refused and form.is_valid():
            typed = form.cleaned_data
            try:
                said = new_update(row.action, typed)
                correct_update(row, said, typed.get("evidence_kept", ()), provenance=page.provenance)
            except ValidationError as error:
                refused = " ".join(error.messages)
            except ChangedMeanwhile:
                changed = open_plan(request, slug).action(reference)
                data = request.POST.copy()
                data["revision"] = str(changed.revision)
                form.data = data
                context["conflict"] = changed
            else:
                messages.success(request, f"Your update to action {reference} has been corrected.")
                return redirect("plans:action", slug, reference)
    elif refused:
        messages.error(request, refused)
        return redirect("plans:action", slug, reference)
    context |= {"form": form, "refused": refused, "how_long": HOW_LONG}
    return form_page(
        page, "plans/correction_form.html", context, is_conflict=bool(refused) or "conflict" in context
    )


SAID = ("status", "completed_on", "progress", "barriers", "next_steps", "no_evidence_reason")


def _shown(request: HttpRequest) -> int | None:
    """Return the key of the update that the form was shown over."""
    key = request.POST.get("corrects", "")
    return int(key) if key.isdecimal() and len(key) < 18 else None
