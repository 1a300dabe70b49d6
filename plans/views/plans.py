"""All plans of a person, one plan's dashboard, and the style sheet with the plan's own colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from improvement.models import User
from improvement.templatetags.display import level_key
from improvement.unchanged import reads_alone
from plans.access import access_to, visible_plans
from plans.charts.ratings import rating_history_chart
from plans.models import RatingLevel
from plans.palette import rating_look
from plans.position.board import BoardRecord, read_next_meeting, read_planned
from plans.position.history import rating_history
from plans.position.inspections import answered_inspection, judgements_on
from plans.position.kept import kept_position
from plans.position.position import Position, Share
from plans.position.rating_matrix import last_cells
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import Division
from plans.views.page import day_since, open_plan


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


def _division_shares(theme: Division, position: Position) -> tuple[list[Share], list[Share], str]:
    """Return a theme's actions by status, its success measures by rating, and their average in words."""
    average, before = (
        position.averages.get(f"ratings.average.theme.{theme.number}.{period}")
        for period in ("current", "previous")
    )
    said = "" if average is None else f"Average rating {average}" + (f" (was {before})" if before else "")
    scored = position.rating_shares(theme.success_measures) if theme.success_measures else []
    return position.status_shares(theme.lowest_level_actions), scored, said


def _rated(position: Position, key: str) -> list[RecommendationPosition]:
    """Return the recommendations at a level of the scale, or those not rated."""
    return [
        item
        for item in position.recommendations
        if (item.rating.level.code if item.rating else "none") == key
    ]


@require_GET
@reads_alone
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's page: the position in one minute."""
    page = open_plan(request, slug)
    position = page.position
    since = day_since(page)
    history = rating_history(position)
    inspection = answered_inspection(page.plan, page.as_at)
    shares = {level_key(share.key): share.label for share in position.rating_shares()}
    rated = shares.get(request.GET.get("rating", ""), "")
    board = BoardRecord(position.as_at, planned=read_planned(position))
    return render(
        request,
        "plans/dashboard.html",
        {
            "page": page,
            "position": position,
            "inspection": inspection,
            "judgements": judgements_on([inspection], page.as_at)[inspection.pk] if inspection else [],
            "changes": page.changes_since(since),
            "since": since,
            "history": history,
            "strips": last_cells(position),
            "board": board,
            "rated": rated,
            "recommendations": _rated(position, request.GET["rating"]) if rated else position.recommendations,
            "next_meeting": read_next_meeting(position, board),
            "chart": rating_history_chart(history) if len(history.points) > 1 else None,
            "divisions": [(item, *_division_shares(item, position)) for item in position.divisions],
            "success_shares": position.rating_shares(position.success_measures)
            if position.success_measures
            else [],
            "action_rating_shares": position.rating_shares(position.lowest_level_actions)
            if position.rated_actions
            else [],
        },
    )


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
        )
    response = HttpResponse("\n".join(rules), content_type="text/css")
    response["Cache-Control"] = "private, no-cache"
    return response
