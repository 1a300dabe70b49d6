"""Overview: what a board, or a lead, reads first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from improvement.unchanged import reads_alone
from plans.operations.personal import note_visit
from plans.position.actions import ActionPosition, longest_overdue_first
from plans.position.board import ChallengePoint, NextMeeting, read_next_meeting
from plans.position.inspections import answered_inspection, judgements_on
from plans.position.news import counted, read_news
from plans.position.overview import failing, gravest, needing_the_board
from plans.position.points import Contradiction
from plans.position.position import NOT_RATED, Position, Share
from plans.position.rating_matrix import last_cells, theme_cells
from plans.position.themes import Division
from plans.reports.changed import changed
from plans.tables.measures import sparkline_values
from plans.views.page import Page, day_since, open_plan
from plans.views.tasks import is_empty, tasks_of, to_do

SOON = timedelta(days=30)
MOST_OF_YOURS = 3
MOST_NEEDING, MOST_BESIDE_YOURS = 5, 3
MOST_DISAGREEMENTS = 3
MOST_MEASURES = 3


def _division_shares(theme: Division, position: Position) -> tuple[list[Share], list[Share], str]:
    """Return a theme's actions by status, its success measures by rating, and their average in words."""
    average, before = (
        position.averages.get(f"ratings.average.theme.{theme.number}.{period}")
        for period in ("current", "previous")
    )
    said = "" if average is None else f"Average rating {average}" + (f" (was {before})" if before else "")
    scored = position.rating_shares(theme.success_measures) if theme.success_measures else []
    return position.status_shares(theme.lowest_level_actions), scored, said


@dataclass(frozen=True)
class Yours:
    """What somebody who reports on actions has to do: how many are open, and those that come first."""

    open: int
    overdue: list[ActionPosition]
    # Past their date, and nobody has said how they stand.
    unsaid: list[ActionPosition]
    due_soon: list[ActionPosition]
    questions: list[Contradiction]
    asked: list[ChallengePoint]
    return_due: date | None

    @property
    def first(self) -> list[ActionPosition]:
        """The actions to report on first."""
        return [*self.overdue, *self.unsaid, *self.due_soon][:MOST_OF_YOURS]


def _yours(page: Page, meeting: NextMeeting | None) -> Yours | None:
    """Return what is the person's own; None for who reports on nothing here."""
    if not page.access.reports_progress:
        return None
    mine = [action for action in page.access.own_actions(page.position) if action.is_open]
    if not mine:
        return None
    soon = page.as_at + SOON
    planned = meeting.planned if meeting else None
    closes = planned.returns_close_on if planned else None
    return Yours(
        len(mine),
        longest_overdue_first(mine),
        [action for action in mine if action.is_past_due_without_status],
        sorted(
            (
                action
                for action in mine
                if action.due.latest and page.as_at <= action.due.latest <= soon and not action.is_overdue
            ),
            key=lambda action: action.due.latest or date.max,
        ),
        [q for q in page.position.open_contradictions if page.access.may_answer(q, page.position)],
        page.access.asked_by_the_board(page.board.challenges, page.position),
        closes if closes and closes >= page.as_at else None,
    )


@require_GET
@reads_alone
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Overview: what moved, what needs the board, whether it is working, in this order."""
    page = open_plan(request, slug)
    inspection = answered_inspection(page.plan, page.as_at)
    judgements = judgements_on([inspection], page.as_at)[inspection.pk] if inspection else []
    if is_empty(page):
        context = {"page": page, "position": page.position, "tasks": tasks_of(page)}
        return render(
            request, "plans/empty_plan.html", {**context, "inspection": inspection, "judgements": judgements}
        )
    position = page.position
    since = day_since(page)
    board = page.board
    meeting = read_next_meeting(position, board)
    changes = page.changes_since(since)
    looked = None if page.is_past else note_visit(page.plan, page.user, timezone.now())
    news = read_news(position, board.challenges, looked) if looked else []
    strips = theme_cells(position)
    off_course = failing(position.measures)
    yours = _yours(page, meeting)
    return render(
        request,
        "plans/dashboard.html",
        {
            "page": page,
            "position": position,
            "inspection": inspection,
            "judgements": judgements,
            "to_do": to_do(page),
            "yours": yours,
            "changes": changes,
            "changed": changed(changes, position, with_requests=True),
            "since": since,
            "looked": looked,
            "news": news,
            "news_counted": counted(news),
            "rated_shares": [
                share for share in position.rating_shares() if share.count and share.key != NOT_RATED
            ],
            "rated_any": any(item.rating for item in position.recommendations),
            "needing": needing_the_board(position),
            "most_needing": MOST_NEEDING if yours is None else MOST_BESIDE_YOURS,
            "waiting": len(position.waiting_dates),
            "is_anything_waiting": bool(
                position.waiting_dates
                or position.proposed
                or board.open_challenges
                or board.barriers_for_the_board
                or board.open_arising
            ),
            "strips": last_cells(position),
            "board": board,
            "next_meeting": meeting,
            # Whoever has checks of their own is led to those, further up.
            "gravest": []
            if yours and yours.questions
            else gravest(position.open_contradictions, MOST_DISAGREEMENTS),
            "failing": [(measure, sparkline_values(measure)) for measure in off_course[:MOST_MEASURES]],
            "off_target": len(off_course),
            "divisions": [
                (item, *_division_shares(item, position), strips.get(item.number) if item.number else None)
                for item in position.divisions
            ],
            "success_shares": position.rating_shares(position.success_measures)
            if position.success_measures
            else [],
            "action_rating_shares": position.rating_shares(position.lowest_level_actions)
            if position.rated_actions
            else [],
        },
    )
