"""What is told of an action or a recommendation that has left the plan: since when, why, and the way back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from plans.models import Action, ActionVersion, Recommendation, RecommendationVersion
from plans.views.page import Page

GONE = 410


def withdrawn_page(page: Page, part: Action | Recommendation | None, kind: str) -> HttpResponse:
    """Answer that a part was withdrawn; 404 where there is none, it stands, or it is not the person's to see."""
    if part is None:
        raise Http404("No such part")
    model: Any = ActionVersion if isinstance(part, Action) else RecommendationVersion
    of_part = {"action" if isinstance(part, Action) else "recommendation": part}
    version = model.objects.as_at(page.as_at).filter(**of_part).first()
    is_exempt = model.objects.filter(known_to=None, exempt=True, **of_part).exists()
    if version is None or not version.withdrawn or (is_exempt and not page.access.viewer.see_exempt):
        raise Http404("No such part")
    return render(
        page.request,
        "plans/withdrawn.html",
        {"page": page, "part": part, "version": version, "kind": kind},
        status=GONE,
    )
