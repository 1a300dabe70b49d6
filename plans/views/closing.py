"""Closing a recommendation or an action by decision of the board, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plans.access import Right
from plans.forms.closing import ClosingForm
from plans.operations.board import NewClosure, record_closures
from plans.position.actions import ActionPosition
from plans.position.recommendations import RecommendationPosition
from plans.views.page import Page, form_page, open_today, posted


@require_http_methods(["GET", "POST"])
def close_recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A recommendation leaves the plan by decision of the board, or is taken back."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    item = page.position.recommendation(number)
    if item is None:
        raise Http404("No such recommendation")
    return _close(page, item, f"recommendation {number}")


@require_http_methods(["GET", "POST"])
def close_action(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """An action leaves the plan by decision of the board, or is taken back."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    return _close(page, page.action(reference), f"action {reference}")


def _close(page: Page, thing: RecommendationPosition | ActionPosition, name: str) -> HttpResponse:
    """Show the criteria as they stand; record the decision with them."""
    closes = thing.closure is None
    criteria = thing.closing_criteria
    state = "open" if closes else "closed"
    form = ClosingForm(posted(page.request), plan=page.plan, initial={"was": state})
    is_action = isinstance(thing, ActionPosition)
    kind, key = ("action", thing.reference) if is_action else ("recommendation", thing.number)  # type: ignore[union-attr]
    if form.is_bound and page.request.POST.get("was", state) != state:
        words = "reopened" if closes else "closed"
        messages.error(page.request, f"Someone else has {words} {name} in the meantime: nothing was changed.")
        return redirect(f"plans:{kind}", page.plan.slug, key)
    if form.is_bound and form.is_valid():
        record_closures(
            page.plan,
            [
                NewClosure(
                    form.cleaned_data["reason"],
                    None if isinstance(thing, ActionPosition) else thing.recommendation_id,
                    thing.action_id if isinstance(thing, ActionPosition) else None,
                    [(item.words, item.is_met) for item in criteria],
                    closes,
                )
            ],
            meeting=form.cleaned_data["meeting"],
            provenance=page.provenance,
        )
        messages.success(page.request, f"{name.capitalize()} {'closed' if closes else 'reopened'}.")
        return redirect(f"plans:{kind}", page.plan.slug, key)
    return form_page(
        page,
        "plans/close.html",
        {
            "form": form,
            "heading": f"{'Close' if closes else 'Reopen'} {name}",
            "criteria": criteria,
            "closes": closes,
        },
    )
