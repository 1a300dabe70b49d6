"""Figures that papers state, beside what the plan's rows give."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from improvement.templatetags.display import level_key
from improvement.unchanged import reads_alone
from plans.position.stated import compared, days_that_differ
from plans.views.page import Page, open_plan


@require_GET
@reads_alone
def stated_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """What papers state beside what the rows give; the latest import and what it left over."""
    page = open_plan(request, slug)
    runs = list(
        page.plan.import_runs.select_related("file", "by", "undo").defer(
            "file__content", "outcomes", "messages"
        )
    )
    figures = page.position.stated_figures
    then = {day: page.position_on(day).figures() for day in days_that_differ(figures, page.as_at)}
    rows = [(point, _rows_behind(point.rule, page), compared(point, then, page.as_at)) for point in figures]
    return render(
        request,
        "plans/stated_figures.html",
        {"page": page, "position": page.position, "runs": runs, "rows": rows},
    )


def _rows_behind(rule: str, page: Page) -> str:
    """Return the address of the rows that recompute a figure; empty where none do."""
    slug = page.plan.slug
    past = f"&as-at={page.as_at:%Y-%m-%d}" if page.is_past else ""
    if match := re.match(r"(?:ratings\.average\.theme|milestones\.by_theme)\.(\d+)", rule):
        return reverse("plans:theme", args=[slug, int(match[1])]) + page.as_at_query
    if match := re.match(r"actions\.by_status\.([a-z_]+)", rule):
        return f"{reverse('plans:action-list', args=[slug])}?status={match[1]}{past}"
    if rule.startswith("recommendations.by_rating."):
        level = level_key(rule.removeprefix("recommendations.by_rating."))
        return f"{reverse('plans:dashboard', args=[slug])}?rating={level}{past}#recommendations"
    if rule.startswith("costs."):
        return "#costs"
    for start, name in (
        ("actions.", "action-list"),
        ("recommendations.", "dashboard"),
        ("ratings.", "dashboard"),
    ):
        if rule.startswith(start):
            return reverse(f"plans:{name}", args=[slug]) + page.as_at_query
    return ""
