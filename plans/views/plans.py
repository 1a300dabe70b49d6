"""All plans of a person, starting one, and the style sheet with a plan's own colours."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from improvement.models import User
from improvement.refusals import INVALID
from plans.access import access_to
from plans.forms.plan_start import PlanStartForm
from plans.models import RatingLevel
from plans.operations.history import Provenance
from plans.operations.starting import start_plan
from plans.operations.structure import find_or_add_council
from plans.palette import rating_look
from plans.position.kept import kept_position
from plans.reach import councils_to_start_on, may_start_plans, visible_plans
from plans.views.page import open_plan, posted


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
    context = {"positions": positions, "may_start": may_start_plans(user)}
    return render(request, "plans/plan_list.html", context)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a plan, and a council with it where a system administrator does."""
    user = request.user
    if not isinstance(user, User) or not may_start_plans(user):
        raise PermissionDenied
    form = PlanStartForm(
        posted(request),
        councils=councils_to_start_on(user),
        may_add_council=user.is_superuser,
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        council = (
            find_or_add_council(" ".join(typed["new_council"].split()))
            if typed.get("new_council")
            else get_object_or_404(councils_to_start_on(user), pk=typed["council"])
        )
        plan = start_plan(
            council,
            typed["title"],
            typed["theme_word"],
            typed["scale"],
            user,
            is_analyst=typed["is_analyst"],
            provenance=Provenance(timezone.localdate(), user),
        )
        messages.success(request, f"{plan} is started, and you are its administrator.")
        return redirect("plans:dashboard", plan.slug)
    status = INVALID if form.is_bound else 200
    return render(request, "plans/plan_start.html", {"form": form}, status=status)


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
