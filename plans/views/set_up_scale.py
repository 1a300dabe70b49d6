"""The rating scale of a plan: one of the patterns, or the council's own, in use from a day."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.numbers import whole
from plans.forms.scales import LevelFormSet, OwnScaleForm, ScaleForm
from plans.models import RatingLevel, RatingScale, levels_on
from plans.operations.set_up import change_scale, take_own_scale
from plans.palette import WHITE
from plans.rules.scales import MOST
from plans.views.page import Page, form_page, posted
from plans.views.set_up import claimed, open_set_up

NEW = "The new scale will be used from the date you chose."


@require_http_methods(["GET", "POST"])
def scale(request: HttpRequest, slug: str) -> HttpResponse:
    """Another rating scale, in use from a day."""
    page = open_set_up(request, slug)
    form = ScaleForm(posted(request), days=page.days)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        try:
            change_scale(page.plan, typed["pattern"], typed["adopted_on"], provenance=page.provenance)
        except ValidationError as error:
            form.add_error("adopted_on", error)
        else:
            messages.success(request, NEW)
            return redirect("plans:set-up", slug)
    return form_page(page, "plans/set_up/scale.html", {"form": form})


@require_http_methods(["GET", "POST"])
def own_scale(request: HttpRequest, slug: str) -> HttpResponse:
    """Levels of the council's own: words, meanings, colours, what they count as; begun from a scale there is."""
    page = open_set_up(request, slug)
    form = OwnScaleForm(posted(request), days=page.days)
    levels = LevelFormSet(posted(request), prefix="level", initial=_begin_with(page))
    if form.is_bound and all((form.is_valid(), levels.is_valid())) and claimed(page, form):
        typed = form.cleaned_data
        try:
            take_own_scale(
                page.plan, typed["name"], levels.drafts(), typed["adopted_on"], provenance=page.provenance
            )
        except ValidationError as error:
            form.add_error("adopted_on", error)
        else:
            messages.success(request, NEW)
            return redirect("plans:set-up", slug)
    errors = [
        *(
            (form[name].id_for_label if name in form.fields else "", e)
            for name, es in form.errors.items()
            for e in es
        ),
        *(levels.all_errors() if levels.is_bound else []),
    ]
    return form_page(
        page, "plans/set_up/own_scale.html", {"form": form, "levels": levels, "errors": errors, "most": MOST}
    )


def _begin_with(page: Page) -> list[dict[str, Any]]:
    """Return the levels to begin with: of the pattern that the address names, else those in use today."""
    number = whole(page.request.GET.get("from"))
    pattern = RatingScale.objects.filter(plan=None, pk=number).first() if number else None
    levels = RatingLevel.objects.filter(scale=pattern) if pattern else levels_on(page.plan, page.today)
    names = ("name", "code", "meaning", "colour", "outlook", "value", "means_finished")
    filled = [{name: getattr(level, name) for name in names} for level in levels.order_by("order")[:MOST]]
    return filled + [{"colour": WHITE}] * (MOST - len(filled))
