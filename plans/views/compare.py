"""Two days of a plan side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.unchanged import reads_alone
from plans.position.board import read_board
from plans.position.comparison import compare
from plans.position.snapshot import differences, record_of
from plans.reports.changed import changed
from plans.views.page import day_since, open_plan


@require_GET
@reads_alone
def compare_days(request: HttpRequest, slug: str) -> HttpResponse:
    """Two days of the plan: what moved, per theme and recommendation, and every single thing that differs."""
    page = open_plan(request, slug)
    since = day_since(page)
    before = page.position_on(since)
    found = compare(before, page.position)
    return render(
        request,
        "plans/compare.html",
        {
            "page": page,
            "position": page.position,
            "since": since,
            "comparison": found,
            "changes": found.changes,
            "changed": changed(found.changes, page.position, with_requests=True),
            "found": differences(
                record_of(before, read_board(before)),
                record_of(page.position, page.board),
                page.plan.theme_word,
            ),
            "meetings": list(reversed(page.position.meetings)),
        },
    )
