"""The list of recommendations, and one recommendation's page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from improvement.unchanged import reads_alone
from plans.access import Right
from plans.filters.recommendations import (
    NEEDS_THE_BOARD,
    RecommendationFilter,
    recommendation_filter,
)
from plans.issuing.files import EXCEL, write_file
from plans.position.actions import ActionPosition, SomeActions
from plans.position.board import Subject, read_challenges, read_decisions
from plans.position.numbers import read_number_changes
from plans.position.rating_matrix import MOST_DAYS, last_cells
from plans.position.story import story_of
from plans.reports.brief import Brief
from plans.reports.recommendation_list import recommendation_list_report
from plans.tables.recommendations import RecommendationRow, RecommendationTable
from plans.views.measures import scorecard_table
from plans.views.page import Page, day_since, file_response, open_plan, refuse_another_day
from plans.views.presets import presets
from plans.views.withdrawn import withdrawn_page

PER_PAGE = 25
# Of more actions under one heading, what is done waits behind its number.
MOST_ACTIONS = 10
OFTEN_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("All", {}),
    ("Needs the board", {"rating": NEEDS_THE_BOARD}),
    ("Slipped", {"moved": "slipped"}),
    ("Improved", {"moved": "improved"}),
    ("With overdue actions", {"overdue": "yes"}),
)


def _filter(page: Page) -> RecommendationFilter:
    since = day_since(page)
    return recommendation_filter(
        page.position, page.request.GET, lambda: page.changes_since(since), f"{since:%-d %B %Y}"
    )


def _table(page: Page, found: RecommendationFilter) -> RecommendationTable:
    strips = last_cells(page.position)
    return RecommendationTable(
        [
            RecommendationRow(item, page.plan, page.as_at_query, strips.get(item.number, ()))
            for item in found.recommendations()
        ]
    )


@require_GET
@reads_alone
def recommendation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every recommendation with why it is rated as it is: filtered, sorted, paged; the address keeps all three."""
    page = open_plan(request, slug)
    found = _filter(page)
    table = _table(page, found)
    everything = "print" in request.GET
    RequestConfig(request, paginate=False if everything else {"per_page": PER_PAGE}).configure(table)
    is_part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        "plans/_recommendation_table.html" if is_part else "plans/recommendation_list.html",
        {
            "page": page,
            "position": page.position,
            "filter": found,
            "table": table,
            "total": len(table.rows),
            "listed": "recommendation-list",
            "presets": presets(page, "recommendation-list", OFTEN_ASKED),
        },
    )


@require_GET
def recommendation_list_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Just what the list shows, in its order, as a workbook."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    found = _filter(page)
    table = _table(page, found)
    RequestConfig(request, paginate=False).configure(table)
    words = found.in_words()
    listed = recommendation_list_report(
        Brief(page.position, page.user.name, timezone.localtime()),
        [row.record.item for row in table.rows],
        f"Filtered by {words}." if words else "All recommendations.",
    )
    refuse_another_day(page)
    return file_response(write_file(page.plan, listed, EXCEL))


def said_by_the_board(page: Page, subject: Subject) -> dict[str, Any]:
    """Return what the board asked and decided about a thing."""
    return {
        "challenges": [item for item in read_challenges(page.position) if item.subject == subject],
        "decisions": [item for item in read_decisions(page.position) if item.subject == subject],
    }


def _done_apart(actions: list[ActionPosition]) -> tuple[list[ActionPosition], SomeActions]:
    """Return actions as a page lists them: of many, what is done apart; the sentence over sub-actions with either."""
    if len(actions) <= MOST_ACTIONS:
        return actions, SomeActions([])

    def with_parents(keep: Callable[[ActionPosition], bool]) -> list[ActionPosition]:
        return [
            action
            for action in actions
            if (any(map(keep, action.children)) if action.is_parent else keep(action))
        ]

    still_open = with_parents(lambda action: action.is_open)
    done = with_parents(lambda action: not action.is_open)
    if not (still_open and done):
        return actions, SomeActions([])
    return still_open, SomeActions(done)


@require_GET
@reads_alone
def recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A recommendation's words, its rating over time, and everything that is done about it."""
    page = open_plan(request, slug)
    found = page.position.recommendation(number)
    if found is None:
        gone = page.plan.recommendations.filter(number=number).first()
        return withdrawn_page(page, gone, "recommendation")
    themes = [theme for theme in page.position.themes if theme.number in found.theme_numbers]
    groups = [
        (theme, *_done_apart([action for action in found.actions if action.theme_number == theme.number]))
        for theme in themes
    ]
    placed = {action.action_id for _theme, actions, done in groups for action in [*actions, *done.actions]}
    said = said_by_the_board(page, Subject(recommendation_number=number))
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
            "strip": last_cells(page.position, MOST_DAYS).get(number),
            "story": story_of(
                found,
                said["challenges"],
                said["decisions"],
                read_number_changes(found.recommendation_id, page.as_at),
            ),
            "shares": page.position.status_shares(found.lowest_level_actions),
            "measures": scorecard_table(page, [item for item in found.measures if item.can_be_compared]),
            "unjudged": scorecard_table(
                page,
                [item for item in found.measures if item.judgement.latest and not item.can_be_compared],
            ),
            "without_figure": [item for item in found.measures if not item.judgement.latest],
            "questions": [
                question
                for question in page.position.contradictions
                if (question.is_action and question.reference in references)
                or question.subject == f"recommendation {number}"
            ],
        },
    )
