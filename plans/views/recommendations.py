"""A recommendation's page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.unchanged import reads_alone
from plans.position.board import Subject, read_challenges, read_decisions
from plans.position.rating_matrix import MOST_DAYS, last_cells
from plans.views.measures import scorecard_table
from plans.views.page import Page, open_plan


def said_by_the_board(page: Page, subject: Subject) -> dict[str, Any]:
    """Return what the board asked and decided about a thing."""
    return {
        "challenges": [item for item in read_challenges(page.position) if item.subject == subject],
        "decisions": [item for item in read_decisions(page.position) if item.subject == subject],
    }


@require_GET
@reads_alone
def recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A recommendation's words, its rating over time, and everything that is done about it."""
    page = open_plan(request, slug)
    found = page.position.recommendation(number)
    if found is None:
        raise Http404("No such recommendation")
    themes = [theme for theme in page.position.themes if theme.number in found.theme_numbers]
    groups = [
        (theme, [action for action in found.actions if action.theme_number == theme.number])
        for theme in themes
    ]
    placed = {action.action_id for _theme, actions in groups for action in actions}
    references = {action.reference for action in found.actions}
    return render(
        request,
        "plans/recommendation.html",
        {
            "page": page,
            "position": page.position,
            "item": found,
            "may_attach": not page.is_past
            and bool(found.proposal or found.rating)
            and (page.access.may_record_decisions or page.access.may_propose(found, page.position)),
            "may_propose": not page.is_past and page.access.may_propose(found, page.position),
            "groups": groups,
            "elsewhere": [action for action in found.actions if action.action_id not in placed],
            "ratings": list(reversed(found.ratings)),
            "strip": last_cells(page.position, MOST_DAYS).get(number),
            **said_by_the_board(page, Subject(recommendation_number=number)),
            "shares": page.position.status_shares(found.lowest_level_actions),
            "measures": scorecard_table(page, found.measures),
            "questions": [
                question
                for question in page.position.contradictions
                if (question.is_action and question.reference in references)
                or question.subject == f"recommendation {number}"
            ],
        },
    )
