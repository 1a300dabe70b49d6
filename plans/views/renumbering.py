"""Giving themes and recommendations other numbers, all at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.counting import counted
from plans.forms.parts import RenumberForm
from plans.operations.renumbering import renumber
from plans.views.page import posted
from plans.views.set_up import claimed, open_set_up, show_form

INTRO = (
    "The new numbers hold from today. Earlier days, issued reports and closed meetings keep the numbers that stood "
    "then. What was written about a part, saved lists and custom reports move with it. Links that people kept or were "
    "sent lead to whatever has the number now."
)


@require_http_methods(["GET", "POST"])
def renumbering(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the plan's themes and recommendations, to be changed together."""
    page = open_set_up(request, slug)
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
