"""All plans of a person, and the style sheet with a plan's own colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from improvement.models import User
from plans.access import access_to, visible_plans
from plans.models import RatingLevel
from plans.palette import rating_look
from plans.position.kept import kept_position
from plans.views.page import open_plan


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """One line a plan, the same figures as its dashboard. Someone with one plan goes straight to it."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover -- LoginRequiredMiddleware
        return redirect("sign-in")
    plans = list(visible_plans(user).select_related("inspection"))
    if len(plans) == 1 and "all" not in request.GET:
        return redirect("plans:dashboard", plans[0].slug)
    today = timezone.localdate()
    positions = [kept_position(plan, today, access_to(user, plan).viewer) for plan in plans]
    return render(request, "plans/plan_list.html", {"positions": positions})


@require_GET
def plan_style(request: HttpRequest, slug: str) -> HttpResponse:
    """The council's colour and the rating levels' colours: data of the plan, as a style sheet, never inline."""
    page = open_plan(request, slug)
    rules = [f":root{{--app-council-colour:{page.plan.council.colour}}}"]
    for level in RatingLevel.objects.filter(scale__plan=page.plan):
        look = rating_look(level.colour)
        rules.append(
            f".app-rating--{level.code}{{background:{look.fill};color:{look.ink};border-color:{look.edge}}}"
            f".app-bar .app-fill-rating--{level.code}{{fill:{look.fill};stroke:{look.edge}}}"
            f".app-figure--{level.code}{{border-top-color:{look.fill}}}"
        )
    response = HttpResponse("\n".join(rules), content_type="text/css")
    response["Cache-Control"] = "private, no-cache"
    return response
