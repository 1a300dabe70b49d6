"""The plan over time: every rating at every meeting, and every date that moved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.counting import plural
from improvement.numbers import whole
from improvement.unchanged import reads_alone
from plans.charts.ratings import rating_history_chart
from plans.charts.svg.timeline import SYMBOLS
from plans.choices import ProgressStatus
from plans.position.history import rating_history
from plans.position.rating_matrix import recommendation_matrix, success_measure_matrix, theme_matrix
from plans.position.slippage import slippage
from plans.position.timeline import timeline as lay_out
from plans.views.page import open_plan


@require_GET
@reads_alone
def ratings(request: HttpRequest, slug: str) -> HttpResponse:
    """Recommendations by meeting, in colour and in letters, with what improved and what slipped."""
    page = open_plan(request, slug)
    position = page.position
    history = rating_history(position)
    matrices = [
        ("Recommendations", "recommendation", recommendation_matrix(position)),
        (plural(page.plan.theme_word).capitalize(), "theme", theme_matrix(position)),
        ("Success measures", "", success_measure_matrix(position)),
    ]
    return render(
        request,
        "plans/ratings.html",
        {
            "page": page,
            "position": position,
            "history": history,
            "chart": rating_history_chart(history) if len(history.points) > 1 else None,
            "matrices": [item for item in matrices if any(c.rating for r in item[2].rows for c in r.cells)],
        },
    )


@require_GET
@reads_alone
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Themes, milestones and actions in time, with today and the page's day; each theme's table beside it."""
    page = open_plan(request, slug)
    asked = whole(request.GET.get("theme"))
    theme = page.position.theme(asked) if asked is not None else None
    only = theme.number if theme else None
    return render(
        request,
        "plans/timeline.html",
        {
            "page": page,
            "position": page.position,
            "timeline": lay_out(page.position, page.today, only),
            "only": only,
            "statuses": [
                (status, ProgressStatus(status).label, symbol) for status, symbol in SYMBOLS.items()
            ],
        },
    )


@require_GET
@reads_alone
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Due dates against the first ones, requests that wait, targets set anew."""
    page = open_plan(request, slug)
    return render(
        request,
        "plans/dates.html",
        {"page": page, "position": page.position, "slippage": slippage(page.position)},
    )
