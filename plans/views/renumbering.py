"""Giving themes and recommendations other numbers, all at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.counting import counted
from plans.forms.parts import RenumberForm
from plans.operations.renumbering import renumber, why_numbers_stay
from plans.views.page import posted
from plans.views.set_up import claimed, open_set_up, show_form

INTRO = (
    "Numbers can be changed while the plan is being set up, before papers and people go by them. Saved lists and "
    "custom reports move along."
)


@require_http_methods(["GET", "POST"])
def renumbering(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the plan's themes and recommendations, to be changed together."""
    page = open_set_up(request, slug)
    if why := why_numbers_stay(page.plan):
        messages.info(
            request,
            f"The numbers of this plan can’t be changed any more: {why}, and papers go by them. Withdraw what should "
            "not be in the plan, and add it anew.",
        )
        return redirect("plans:set-up", slug)
    form = RenumberForm(posted(request), plan=page.plan)
    if form.is_bound and form.is_valid():
        try:
            if claimed(page, form):
                changed = renumber(
                    page.plan,
                    form.numbers("theme"),
                    form.numbers("recommendation"),
                    provenance=page.provenance.because(form.cleaned_data["reason"]),
                )
                messages.success(
                    request, f"{counted(changed, 'number')} changed." if changed else "No number was changed."
                )
                return redirect("plans:set-up", slug)
        except ValidationError as refused:
            form.add_error(None, refused)
    return show_form(page, form, "Change numbers", INTRO, "Save the numbers")
