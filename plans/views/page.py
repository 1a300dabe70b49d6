"""What every page of a plan stands on: who asks, for which plan, as at which day, and what they may do."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from improvement.downloads import download
from improvement.models import User
from improvement.periods import days_ago
from improvement.refusals import CONFLICT, INVALID
from improvement.unchanged import answer_unchanged
from improvement.workbooks import EXCEL_MEDIA_TYPE
from plans.access import Access, Right, access_to
from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.reports import NewFile
from plans.position import Position, build_position
from plans.position.actions import ActionPosition
from plans.position.board import BoardRecord, read_board
from plans.position.changes import Changes
from plans.position.kept import kept_board, kept_changes, kept_position
from plans.position.plan_details import plan_on
from plans.position.viewer import Viewer
from plans.reach import visible_plans
from plans.rules.asked_day import as_refusal, asked_day
from plans.rules.date_bounds import PlanDays

# Pages that stand under another's entry of the navigation.
NAVIGATES = {
    "dashboard": ("dashboard", "theme"),
    "recommendation-list": ("recommendation",),
    "action-list": ("action",),
    "measures": ("measure", "figures"),
    "reports": ("report", "issued", "custom-report"),
    "meetings": ("meeting", "minutes", "challenge", "barrier", "arising", "return", "reminders"),
    "my-actions": ("my-",),
    "more": (
        "more",
        "news",
        "people",
        "person",
        "hand-over",
        "timeline",
        "ratings",
        "compare",
        "dates",
        "inspection",
        "question",
        "stated-figures",
        "import",
        "update-workbook",
        "officers",
        "set-up",
        "carry-over",
        "trail",
        "milestone",
    ),
}


@dataclass(frozen=True)
class NavigationItem:
    label: str
    address: str
    is_current: bool


@dataclass
class Page:
    """One request for one plan."""

    request: HttpRequest
    plan: Plan
    access: Access
    as_at: date
    today: date
    # A form changes the plan, and so stands on today alone.
    is_form: bool = False
    # A report of a past day can still be written and issued.
    is_report: bool = False
    # What the address asked for and can't have: another day than the one shown.
    notices: list[str] = field(default_factory=list)

    @property
    def is_past(self) -> bool:
        """Whether the page shows a past day, where nothing can be changed."""
        return self.as_at != self.today

    @property
    def as_at_query(self) -> str:
        """What links carry so that the day stays; empty for today."""
        return f"?as-at={self.as_at.isoformat()}" if self.is_past else ""

    def query(self, asked: Mapping[str, str]) -> str:
        """Return an address's query that asks for something on the page's day; empty where there is nothing to ask."""
        parameters = {**asked, **({"as-at": self.as_at.isoformat()} if self.is_past else {})}
        return f"?{urlencode(parameters)}" if parameters else ""

    @property
    def other_parameters(self) -> list[tuple[str, str]]:
        """What the address says beside the day, so that another day keeps the filters."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name not in {"as-at", "page"}
        ]

    @property
    def meeting_before(self) -> date | None:
        """The last meeting before the page's day."""
        days = [meeting.held_on for meeting in self.position.meetings if meeting.held_on < self.as_at]
        return days[-1] if days else None

    @property
    def meeting_after(self) -> date | None:
        """The first meeting after the page's day, where it shows the past."""
        held = self.plan.meetings.filter(held_on__gt=self.as_at, held_on__lte=self.today)
        return held.order_by("held_on").values_list("held_on", flat=True).first()

    @cached_property
    def position(self) -> Position:
        return self.position_on(self.as_at)

    @cached_property
    def board(self) -> BoardRecord:
        """What the board keeps of the plan, as who asks may see it."""
        if self.request.method not in {"GET", "HEAD"}:
            return read_board(self.position)
        return kept_board(self.position)

    def position_on(self, day: date) -> Position:
        """Return the plan on another day, as who asks may see it."""
        if self.request.method not in {"GET", "HEAD"}:
            return build_position(self.plan, day, self.access.viewer)
        return kept_position(self.plan, day, self.access.viewer)

    def changes_since(self, day: date) -> Changes:
        """Return what moved between a day and the page's, as who asks may see it."""
        return kept_changes(lambda: self.position_on(day), self.position, day)

    def position_for(self, viewer: Viewer) -> Position:
        """Return the plan on the page's day for another viewer than who asks: what is published, say."""
        return build_position(self.plan, self.as_at, viewer)

    @property
    def days(self) -> PlanDays:
        """What the dates of the plan's forms are measured by."""
        return self.plan.days_on(self.today)

    def days_of(self, action: ActionPosition) -> PlanDays:
        """Return what the dates of a form about an action are measured by."""
        return self.plan.days_on(self.today, action.start.earliest)

    @property
    def user(self) -> User:
        return self.access.user

    @property
    def provenance(self) -> Provenance:
        """Who writes what this request writes, and when it is known."""
        return Provenance(self.today, self.access.user)

    def action(self, reference: str) -> ActionPosition:
        """Return an action of the position; answer 404 where there is none."""
        action = self.position.action(reference)
        if action is None:
            raise Http404("No such action")
        return action

    @property
    def _here(self) -> str:
        """The name of the address that was asked for."""
        return self.request.resolver_match.view_name.partition(":")[2] if self.request.resolver_match else ""

    def _items(self, entries: Iterable[tuple[str, str]]) -> list[NavigationItem]:
        return [
            NavigationItem(
                label,
                reverse(f"plans:{name}", args=[self.plan.slug]),
                self._here.startswith(NAVIGATES.get(name, (name,))),
            )
            for label, name in entries
        ]

    @property
    def navigation(self) -> list[NavigationItem]:
        """The plan's pages that this person may open, as every page names them; the others stand under *More*."""
        entries = [("Overview", "dashboard")]
        if self.access.reports_progress:
            entries.append(("My work", "my-actions"))
        entries += [
            ("Recommendations", "recommendation-list"),
            ("Actions", "action-list"),
            ("Measures", "measures"),
            ("Meetings", "meetings"),
            ("Reports", "reports"),
            ("More", "more"),
        ]
        return self._items(entries)

    @property
    def above(self) -> NavigationItem | None:
        """The entry of the navigation that this page stands under; None for an entry, and under Overview itself."""
        current = next((item for item in self.navigation[1:] if item.is_current), None)
        return None if current is None or current.address == self.request.path else current


def open_plan(request: HttpRequest, slug: str, right: Right = Right.VIEW) -> Page:
    """Return the page's ground: 404 for a plan that the person has no role on, 403 where a role lacks the right."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover -- LoginRequiredMiddleware
        raise PermissionDenied
    plan = get_object_or_404(visible_plans(user).select_related("inspection"), slug=slug)
    today = timezone.localdate()
    access = access_to(user, plan)
    if not access.may(right):
        raise PermissionDenied(access.refusal(right))
    answer_unchanged(request, plan.council, user, today)
    asked = asked_day(request.GET.get("as-at"), today, today)
    return Page(
        request,
        plan_on(plan, asked.day),
        access,
        asked.day,
        today,
        notices=[asked.notice] if asked.notice else [],
    )


def open_today(request: HttpRequest, slug: str, right: Right = Right.VIEW) -> Page:
    """Return the ground of a form, which changes the plan and so stands on today alone; answer 403 to a past day."""
    page = open_plan(request, slug, right)
    page.is_form = True
    if page.is_past:
        raise PermissionDenied(
            f"You are viewing the plan as it was on {page.as_at:%-d %B %Y}, when nothing can be changed. "
            "Go to today first."
        )
    return page


def day_since(page: Page) -> date:
    """Return the day to compare with: the one asked for, else the last board meeting, else a month ago."""
    default = page.meeting_before or days_ago(page.as_at, page.plan.cycle_days)
    later = f"which is after {page.as_at:%-d %B %Y}, the day to compare with"
    asked = asked_day(page.request.GET.get("since"), default, page.as_at, to_come=later)
    if asked.notice:
        page.notices.append(asked.notice)
    return asked.day


def refuse_another_day(page: Page) -> None:
    """Answer 400 to a file of a day that can't be shown: unlike a page, it could not say that it is of another."""
    if page.notices:
        raise BadRequest(f"{as_refusal(' '.join(page.notices))} No file was made.")


def form_page(
    page: Page,
    template: str,
    context: dict[str, Any],
    *,
    is_refused: bool | None = None,
    is_conflict: bool = False,
) -> HttpResponse:
    """Show a form: 200 at first, 422 where what was posted comes back, 409 where somebody else saved meanwhile.

    What comes back is the context's `form`, where that was posted; a page that holds another says `is_refused`.
    """
    status = 200
    if is_conflict:
        status = CONFLICT
    elif context["form"].is_bound if is_refused is None else is_refused:
        status = INVALID
    return render(page.request, template, {"page": page, **context}, status=status)


def allow(permitted: bool) -> None:
    """Answer 403 where a rule of access says no."""
    if not permitted:
        raise PermissionDenied


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: what was posted, or None for a page that only shows it."""
    return request.POST if request.method == "POST" else None


def file_response(file: NewFile) -> HttpResponse:
    """Return a report's file as a download."""
    return download(file.content, file.name, file.media_type)


def workbook_response(workbook: Workbook, name: str) -> HttpResponse:
    """Return a workbook as a download."""
    content = io.BytesIO()
    workbook.save(content)
    return download(content.getvalue(), name, EXCEL_MEDIA_TYPE)
