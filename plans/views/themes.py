"""A theme's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.unchanged import reads_alone
from plans.position.actions import SomeActions
from plans.position.board import Subject
from plans.views.measures import scorecard_table
from plans.views.page import open_plan
from plans.views.recommendations import said_by_the_board


@require_GET
@reads_alone
def theme(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a theme seeks, who leads it, its milestones, and its recommendations with their actions."""
    page = open_plan(request, slug)
    found = page.position.theme(number)
    if found is None:
        raise Http404("No such theme")
    groups = [
        (item, SomeActions([action for action in item.actions if action.theme_number == number]))
        for item in found.recommendations
    ]
    measures = page.position.measures_of_theme(number)
    questions = [item for item in page.position.contradictions if number in item.theme_numbers]
    # What stands under a heading of the page; the rest gets one of its own, so that the page lists what it counts.
    under = [item.actions for item in found.commitments] or [some.actions for _item, some in groups]
    placed = {action.action_id for actions in under for action in actions}
    return render(
        request,
        "plans/theme.html",
        {
            "page": page,
            "position": page.position,
            "theme": found,
            "may_propose": not page.is_past and page.access.may_propose(found, page.position),
            "groups": groups,
            "commitments": [(item, SomeActions(item.actions)) for item in found.commitments],
            "without_figure": [measure for measure in measures if not measure.judgement.latest],
            "loose_actions": [action for action in found.actions if action.action_id not in placed],
            "shares": page.position.status_shares(found.lowest_level_actions),
            "measures": scorecard_table(page, [item for item in measures if item.judgement.latest]),
            **said_by_the_board(page, Subject(theme_number=number)),
            "questions": questions,
            "waiting": [item for item in questions if not item.answer],
            "answered": [item for item in questions if item.answer],
        },
    )
