"""Marking a recommendation or an action as exempt information (Part 2), or as so no longer."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.numbers import whole
from plans.access import Right
from plans.operations.structure import mark_exempt
from plans.views.actions import action_object
from plans.views.page import form_page, open_today, posted

INTRO = (
    "Exempt items are shown to board members, theme leads, analysts and administrators, and to an action's own lead "
    "officer; to no one else, and never in a public report."
)


class ExemptForm(forms.Form):
    # What the item was when the form was shown.
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="The paragraph of Schedule 12A that makes it exempt, or why it is no longer exempt.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why."},
    )


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, slug: str, kind: str, reference: str) -> HttpResponse:
    """Whether an item is exempt, turned round, with the reason kept in its history."""
    page = open_today(request, slug, Right.MARK_EXEMPT)
    if kind == "action":
        found = page.action(reference)
        name, is_exempt, key = f"action {reference}", found.is_exempt, found.action_id
    else:
        number = whole(reference)
        item = page.position.recommendation(number) if number is not None else None
        if kind != "recommendation" or item is None:
            raise Http404("No such thing")
        name, is_exempt, key = f"recommendation {reference}", item.is_exempt, item.recommendation_id
    state = "exempt" if is_exempt else "public"
    # Which it is, too: another may have been given its number since the form was shown.
    was = f"{state} {key}"
    form = ExemptForm(posted(request), initial={"was": was})
    if form.is_bound and request.POST.get("was", was) != was:
        messages.error(request, f"Someone else has changed {name} in the meantime: nothing was changed.")
        return redirect(f"plans:{kind}", slug, reference)
    if form.is_bound and form.is_valid():
        row = (
            action_object(page, reference)
            if kind == "action"
            else page.plan.recommendations.get(number=reference)
        )
        mark_exempt(row, not is_exempt, form.cleaned_data["reason"], provenance=page.provenance)
        messages.success(request, f"{name.capitalize()} is {'no longer exempt' if is_exempt else 'exempt'}.")
        return redirect(f"plans:{kind}", slug, reference)
    heading = f"Remove the exemption from {name}" if is_exempt else f"Mark {name} as exempt (Part 2)"
    return form_page(page, "plans/simple_form.html", {"form": form, "heading": heading, "intro": INTRO})
