"""The action list, one action, and what is mine."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from improvement.unchanged import reads_alone
from plans.access import Right
from plans.choices import ProgressStatus
from plans.filters.actions import NOT_GOOD, OPEN, UNSAID, YES, action_filter
from plans.issuing.files import EXCEL, write_file
from plans.models import Action, CarriedOver, Update
from plans.operations.corrections import HOW_LONG, why_not_correct
from plans.position.actions import ActionPosition, action_asked_about, longest_overdue_first
from plans.position.board import read_arising, read_barriers, read_challenges
from plans.position.evidence import read_evidence
from plans.position.overview import not_good_words
from plans.position.reminding import recipients
from plans.position.returns_moved import read_moved_returns
from plans.position.rows import added_on
from plans.position.updates import update_point, with_corrections
from plans.reach import readers_of, visible_plans
from plans.reports.action_list import action_list as action_list_report
from plans.reports.brief import Brief
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import Scope, page_facts
from plans.rules.overdue import PAST_DUE_NO_STATUS
from plans.tables.actions import ActionRow, ActionTable
from plans.views.page import Page, file_response, open_plan, refuse_another_day
from plans.views.personal import news_since
from plans.views.presets import presets
from plans.views.withdrawn import withdrawn_page

PER_PAGE = 25
SOON = timedelta(days=30)
SILENT_DAYS = 30
MOST_SHOWN = 6


def _offers_change(page: Page) -> bool:
    """Whether rows can be ticked to change several at once."""
    return page.access.may_change_several and not page.is_past and "print" not in page.request.GET


def list_table(page: Page, actions: Iterable[ActionPosition], looked: datetime | None = None) -> ActionTable:
    """Return actions as the list shows them; what was recorded since the person `looked` is marked."""
    may_be_chosen = partial(page.access.may_change_with_others, position=page.position)
    reports = partial(page.access.may_update, position=page.position)
    return ActionTable(
        [
            ActionRow(action, order, page, may_be_chosen, looked, reports)
            for order, action in enumerate(actions)
        ],
        exclude=() if _offers_change(page) else ("chosen",),
    )


def _own_lists(page: Page) -> list[tuple[str, dict[str, str]]]:
    """Return the open actions of each theme that the person leads, and of the officer that they are."""
    if not page.access.reports_progress:
        return []
    own = page.access.own_actions(page.position)
    officers = {lead.officer_id for action in own for lead in action.leads if lead.user_id == page.user.pk}
    word = page.plan.theme_word.capitalize()
    led = [theme for theme in page.position.themes if page.access.leads_theme(theme)]
    return [
        *((f"{word} {theme.number}", {"theme": str(theme.number), "state": OPEN}) for theme in led),
        *(("Mine", {"lead": str(officer), "state": OPEN}) for officer in sorted(officers)[:1]),
    ]


def _often_asked(page: Page) -> list[tuple[str, dict[str, str]]]:
    """Return what the action list is often asked, with its filters."""
    days = {"due_from": page.as_at.isoformat(), "due_to": (page.as_at + SOON).isoformat()}
    return [
        ("All", {}),
        *_own_lists(page),
        ("Overdue", {"overdue": YES}),
        (f"Due in {SOON.days} days", {"state": OPEN, **days}),
        ("Behind target", {"status": ProgressStatus.BEHIND_TARGET.value}),
        *(
            [(f"Rated {not_good_words(page.position)}", {"rating": NOT_GOOD})]
            if page.position.rated_actions
            else []
        ),
        *(
            [(PAST_DUE_NO_STATUS.capitalize(), {"overdue": UNSAID})]
            if page.position.past_due_without_status
            else []
        ),
    ]


@require_GET
@reads_alone
def action_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every lowest-level action: filtered, sorted, paged; the address keeps all three."""
    page = open_plan(request, slug)
    found = action_filter(page.position, request.GET)
    table = list_table(page, found.actions(), news_since(page))
    everything = "print" in request.GET
    RequestConfig(request, paginate=False if everything else {"per_page": PER_PAGE}).configure(table)
    template = "plans/_action_table.html" if request.headers.get("HX-Request") else "plans/action_list.html"
    return render(
        request,
        template,
        {
            "page": page,
            "position": page.position,
            "filter": found,
            "table": table,
            "total": len(table.rows),
            "listed": "action-list",
            "late_words": found.late_words(),
            "offers_change": _offers_change(page),
            "presets": presets(page, "action-list", _often_asked(page)),
        },
    )


@require_GET
def action_list_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Just what the list shows, in its order, as a workbook."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    found = action_filter(page.position, request.GET)
    table = list_table(page, found.actions())
    RequestConfig(request, paginate=False).configure(table)
    words = found.in_words()
    listed = action_list_report(
        Brief(page.position, page.user.name, timezone.localtime()),
        [row.record.action for row in table.rows],
        f"Filtered by {words}." if words else "All actions.",
    )
    refuse_another_day(page)
    return file_response(write_file(page.plan, listed, EXCEL))


@require_GET
@reads_alone
def action_detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One action with its dates, updates, ratings, and what may be done."""
    page = open_plan(request, slug)
    if page.position.action(reference) is None:
        gone = page.plan.actions.filter(reference=reference).first()
        return withdrawn_page(page, gone, "action")
    action = page.action(reference)
    rows = list(
        Update.objects.as_at(page.as_at)
        .filter(action_id=action.action_id)
        .select_related("by", "reported_by")
        .order_by("-known_on", "-pk")
    )
    evidence = read_evidence(rows, page.as_at)
    asked = [
        item for item in read_challenges(page.position) if action_asked_about(item.question) == reference
    ]
    may_change = not page.is_past
    return render(
        request,
        "plans/action.html",
        {
            "page": page,
            "position": page.position,
            "action": action,
            "facts": page_facts(ACTION_FIELDS, action, Scope(page.position)),
            "theme": page.position.theme(action.theme_number) if action.theme_number is not None else None,
            "commitment": page.position.commitment_of(action),
            "recommendations": [
                i for i in page.position.recommendations if i.number in action.recommendation_numbers
            ],
            "updates": with_corrections(update_point(row, evidence.get(row.pk, ())) for row in rows),
            "correctable": _correctable(page, action, rows),
            "how_long": HOW_LONG,
            "ratings": list(reversed(action.ratings)),
            "asked_by_the_board": asked,
            "answerable": page.access.asked_by_the_board(asked, page.position) if may_change else [],
            "carried": _carried(page, action),
            "barriers": [
                barrier
                for barrier in read_barriers(page.position)
                if any(item.action_id == action.action_id for item in barrier.actions)
            ],
            "questions": [
                q for q in page.position.contradictions if q.is_action and q.reference == reference
            ],
            "may_update": may_change and page.access.may_update(action, page.position),
            "withdrawable": [
                move.change_id
                for move in action.due_moves
                if may_change and move.is_waiting and page.access.may_withdraw(move)
            ],
            "may_decide": may_change and page.access.may_record_decisions,
            "may_set_up": may_change and page.access.may_set_up,
        },
    )


def _correctable(page: Page, action: ActionPosition, rows: list[Update]) -> int | None:
    """Return the key of the newest update where the person may correct it, else None."""
    if page.is_past or not rows or not page.access.may_update(action, page.position):
        return None
    return None if why_not_correct(rows[0], page.user, page.today) else rows[0].pk


@require_GET
def my_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """What is mine, what is late, what has had no update for a month."""
    page = open_plan(request, slug)
    mine = [action for action in page.access.own_actions(page.position) if action.is_open]
    silent_since = page.as_at - timedelta(days=SILENT_DAYS)
    added = added_on([action.action_id for action in mine])
    overdue = longest_overdue_first(mine)
    unsaid = [action for action in mine if action.is_past_due_without_status]
    late = [*overdue, *unsaid]
    silent = [
        action
        for action in mine
        if action not in late
        and action.has_begun
        and (action.update.known_on if action.update else added.get(action.action_id, page.as_at))
        < silent_since
    ]
    rest = [action for action in mine if action not in late and action not in silent]
    return render(
        request,
        "plans/my_actions.html",
        {
            "page": page,
            "position": page.position,
            "groups": [
                *(
                    [("Overdue", overdue, "You have nothing overdue.", False)]
                    if overdue or not unsaid
                    else []
                ),
                *([(PAST_DUE_NO_STATUS.capitalize(), unsaid, "", False)] if unsaid else []),
                (
                    "No update for a month",
                    silent,
                    "Everything you report on has been updated within the last month.",
                    False,
                ),
                # What is late and what is silent comes first; of the rest, many wait behind their number.
                (
                    "Other open actions",
                    rest,
                    "You have no other open actions.",
                    not page.is_past and len(rest) > MOST_SHOWN and bool(late or silent),
                ),
            ],
            "mine": mine,
            "asked": page.access.asked_by_the_board(read_challenges(page.position), page.position),
            "moved": read_moved_returns(page.position) if page.access.reports_progress else [],
            "next_reminder": _next_reminder(page, mine),
            "done": sum(1 for action in page.access.own_actions(page.position) if not action.is_open),
            "questions": [
                q for q in page.position.open_contradictions if page.access.may_answer(q, page.position)
            ],
        },
    )


def _carried(page: Page, action: ActionPosition) -> list[tuple[str, Action]]:
    """Return the actions of other plans that this one takes on, or that take it on, where the person may see them."""
    rows = CarriedOver.objects.as_at(page.as_at).filter(
        Q(action=action.action_id) | Q(earlier=action.action_id)
    )
    seen = set(visible_plans(page.user).values_list("pk", flat=True))
    linked = [
        ("Carried over from", row.earlier)
        if row.action_id == action.action_id
        else ("Carried over to", row.action)
        for row in rows.select_related("action__plan", "earlier__plan")
    ]
    return [(words, other) for words, other in linked if other.plan_id in seen]


def _next_reminder(page: Page, mine: list[ActionPosition]) -> date | None:
    """Return the day of the person's next reminder; None on a past day, or where nothing is to come."""
    if page.is_past or not mine:
        return None
    people = recipients(page.position, read_arising(page.position), readers_of(page.plan))
    person = next((item for item in people if item.address == page.user.email), None)
    if person is None:
        return None
    return page.today if person.due_now(page.today) else person.next_day(page.today)


def action_object(page: Page, reference: str) -> Action:
    """Return the identity row behind a position's action."""
    return Action.objects.select_related("plan").get(pk=page.action(reference).action_id)
