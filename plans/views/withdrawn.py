"""What is told of an action or a recommendation that has left the plan: since when, why, and the way back."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from plans.models import Action, ActionVersion, Recommendation, RecommendationVersion
from plans.views.page import Page

GONE = 410


def withdrawn_page(page: Page, part: Action | Recommendation | None, kind: str) -> HttpResponse:
    """Answer that a part was withdrawn; 404 where there is none, it stands, or it is not the person's to see."""
    if part is None:
        raise Http404("No such part")
    rows = ActionVersion.objects.filter(action=part) if isinstance(part, Action) else None
    versions = rows if rows is not None else RecommendationVersion.objects.filter(recommendation=part)
    version = versions.as_at(page.as_at).first()  # type: ignore[attr-defined]
    is_exempt = versions.filter(known_to=None, exempt=True).exists()
    if version is None or not version.withdrawn or (is_exempt and not page.access.viewer.see_exempt):
        raise Http404("No such part")
    return render(
        page.request,
        "plans/withdrawn.html",
        {"page": page, "part": part, "version": version, "kind": kind},
        status=GONE,
    )
