"""Search: over one plan as at the page's day, and over all the plans of a person."""

from dataclasses import dataclass

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from improvement.models import User
from improvement.unchanged import reads_alone
from plans.access import access_to
from plans.models import Plan
from plans.position.kept import kept_position
from plans.reach import visible_plans
from plans.search.find import Found, FoundGroup, find, nearly_spelt
from plans.search.index import is_a_question
from plans.views.page import Page, open_plan

# Of each kind, before somebody asks for all of it.
FIRST = 5
PER_PAGE = 25
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class PlanFound:
    """What one plan holds of what was looked for; its `page` is what addresses are made of."""

    page: Page
    groups: list[FoundGroup]

    @property
    def total(self) -> int:
        return sum(len(group.found) for group in self.groups)


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]


def _page_of(request: HttpRequest, group: FoundGroup | None) -> PageOfHits[Found] | None:
    return Paginator(group.found, PER_PAGE).get_page(request.GET.get("page")) if group else None


@require_GET
@reads_alone
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of a plan that holds the words: by kind, or all of one kind in pages."""
    page = open_plan(request, slug)
    asked = _asked(request)
    groups = find(page.position, asked)
    only = next((group for group in groups if group.key == request.GET.get("kind")), None)
    return render(
        request,
        "plans/search.html",
        {
            "page": page,
            "searched_for": asked,
            "is_question": is_a_question(asked),
            "groups": groups,
            "nearly": nearly_spelt(page.position, asked) if groups else "",
            "total": sum(len(group.found) for group in groups),
            "first": FIRST,
            "only": only,
            "hits": _page_of(request, only),
        },
    )


@require_GET
def search_all(request: HttpRequest) -> HttpResponse:
    """What every plan of the person holds of the words, plan by plan, today."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- LoginRequiredMiddleware
    asked = _asked(request)
    plans = list(visible_plans(user))
    found = [_in_plan(request, user, plan, asked) for plan in plans] if asked else []
    return render(
        request,
        "plans/search_all.html",
        {
            "searched_for": asked,
            "is_question": is_a_question(asked),
            "plans": plans,
            "found": [item for item in found if item.groups],
            "total": sum(item.total for item in found),
            "first": FIRST,
        },
    )


def _in_plan(request: HttpRequest, user: User, plan: Plan, asked: str) -> PlanFound:
    today = timezone.localdate()
    access = access_to(user, plan)
    groups = find(kept_position(plan, today, access.viewer), asked)
    return PlanFound(Page(request, plan, access, today, today), groups)
