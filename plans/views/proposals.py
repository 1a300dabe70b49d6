"""A lead's proposal of a rating, which stands until the board rates the thing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plans.choices import RatingStanding
from plans.forms.ratings import ProposalForm
from plans.models import Recommendation, Theme
from plans.operations.ratings import NewRating, record_ratings
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition
from plans.views.page import Page, allow, form_page, open_today, posted


@require_http_methods(["GET", "POST"])
def propose_for_recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rating that a lead proposes for a recommendation, with the reason."""
    page = open_today(request, slug)
    return _propose(
        page,
        page.position.recommendation(number),
        page.plan.recommendations.filter(number=number).first(),
        "recommendation",
    )


@require_http_methods(["GET", "POST"])
def propose_for_theme(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rating that a lead proposes for a theme, with the reason."""
    page = open_today(request, slug)
    return _propose(
        page, page.position.theme(number), page.plan.themes.filter(number=number).first(), "theme"
    )


def _propose(
    page: Page,
    thing: RecommendationPosition | ThemePosition | None,
    subject: Recommendation | Theme | None,
    kind: str,
) -> HttpResponse:
    if thing is None or subject is None:
        raise Http404(f"No such {kind}")
    allow(page.access.may_propose(thing, page.position))
    form = ProposalForm(posted(page.request), plan=page.plan, on=page.today)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        record_ratings(
            page.plan,
            [NewRating(subject, typed["level"], typed["reason"], RatingStanding.PROPOSED)],
            provenance=page.provenance,
        )
        messages.success(
            page.request, "Proposal sent to the board. The current rating stands until the board meets."
        )
        return redirect(f"plans:{kind}", page.plan.slug, thing.number)
    word = page.plan.theme_word if kind == "theme" else kind
    return form_page(
        page,
        "plans/rating_form.html",
        {
            "form": form,
            "heading": f"Propose a rating for {word} {thing.number}",
            "words": thing.title if isinstance(thing, ThemePosition) else thing.shown_text,
            "rating": thing.rating,
            "proposal": thing.proposal,
            "button": "Send to the board",
        },
    )
