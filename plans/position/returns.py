"""Who is to return what before a meeting, and how far each has come: from one position and two queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from plans.choices import ReturnState, Role
from plans.models import MonthlyReturn, PlanRole, ReturnStep
from plans.position.actions import ActionPosition
from plans.position.board import PlannedPoint, read_planned
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass
class ExpectedReturn:
    """What one lead is to return: on which actions, and where they may propose a rating."""

    user_id: int
    name: str
    actions: list[ActionPosition] = field(default_factory=list)
    subjects: list[RecommendationPosition | ThemePosition] = field(default_factory=list)
    return_id: int | None = None
    is_begun: bool = False
    state: str = ""
    note: str = ""
    on: date | None = None
    address: str = ""

    @property
    def is_in(self) -> bool:
        """Whether it counts as returned."""
        return self.state in {ReturnState.SUBMITTED, ReturnState.ACCEPTED}

    @property
    def state_label(self) -> str:
        if self.state:
            return str(ReturnState(self.state).label)
        return "Started" if self.is_begun else "Not started"


@dataclass(frozen=True)
class Returns:
    """A meeting's returns as known on a day."""

    meeting: PlannedPoint
    expected: tuple[ExpectedReturn, ...]
    as_at: date

    @property
    def are_open(self) -> bool:
        """Whether the window for them is open on the day."""
        opens, closes = self.meeting.returns_open_on, self.meeting.returns_close_on
        return opens is not None and opens <= self.as_at and (closes is None or self.as_at <= closes)

    @property
    def are_closed(self) -> bool:
        closes = self.meeting.returns_close_on
        return closes is not None and self.as_at > closes

    @property
    def returned(self) -> int:
        return sum(item.is_in for item in self.expected)

    @property
    def covered(self) -> int:
        """Open actions that are in somebody's return; the others' leads and lead officers have no account here."""
        return len({action.action_id for item in self.expected for action in item.actions})

    @property
    def late(self) -> list[ExpectedReturn]:
        """Who has not returned although the window has closed."""
        return [item for item in self.expected if not item.is_in] if self.are_closed else []

    def of(self, user_id: int) -> ExpectedReturn | None:
        """Return what is expected of one person; None for nothing."""
        return next((item for item in self.expected if item.user_id == user_id), None)

    def may_write(self, item: ExpectedReturn) -> bool:
        """Whether a lead may write at their return: in the window, or when it was sent back."""
        if item.state == ReturnState.SENT_BACK:
            return True
        return self.are_open and item.state in {"", ReturnState.WITHDRAWN}

    def may_withdraw(self, item: ExpectedReturn) -> bool:
        """Whether a lead may take back what they submitted: while the window is open, and nobody has accepted it."""
        return self.are_open and item.state == ReturnState.SUBMITTED


def read_returns(position: Position, meeting: PlannedPoint) -> Returns:
    """Return who is to return what before a meeting, and where each return stands on the position's day."""
    expected = _expected(position)
    rows = {
        row.user_id: row for row in MonthlyReturn.objects.filter(planned=meeting.planned_id).defer("content")
    }
    last: dict[int, ReturnStep] = {}
    steps = ReturnStep.objects.as_at(position.as_at).filter(monthly_return__planned=meeting.planned_id)
    for step in steps.defer("content").order_by("pk"):
        last[step.monthly_return_id] = step
    for item in expected:
        row = rows.get(item.user_id)
        if row is None:
            continue
        item.return_id = row.pk
        # A draft has no history: it is only said of today that it was begun.
        item.is_begun = position.as_at >= timezone.localdate()
        if row.pk in last:
            newest = last[row.pk]
            item.state, item.note, item.on = newest.state, newest.note, newest.known_on
    return Returns(meeting, tuple(expected), position.as_at)


@dataclass(frozen=True)
class EarlierReturn:
    """A return to another meeting than the one that is asked for now, and where it stood last."""

    return_id: int
    planned_id: int
    meets_on: date
    name: str
    state_label: str
    on: date


def read_earlier_returns(
    position: Position, planned_id: int, user_id: int | None = None
) -> list[EarlierReturn]:
    """Return the returns to other meetings, the latest meeting first; of one person where that is said; two queries."""
    steps = ReturnStep.objects.as_at(position.as_at).filter(monthly_return__planned__plan=position.plan)
    if user_id is not None:
        steps = steps.filter(monthly_return__user=user_id)
    steps = steps.exclude(monthly_return__planned=planned_id).defer("content", "monthly_return__content")
    last = {
        step.monthly_return_id: step for step in steps.select_related("monthly_return__user").order_by("pk")
    }
    days = {item.planned_id: item.meets_on for item in read_planned(position)}
    found = [
        EarlierReturn(
            step.monthly_return_id,
            step.monthly_return.planned_id,
            days[step.monthly_return.planned_id],
            position.viewer.call(step.monthly_return.user),
            str(step.get_state_display()),
            step.known_on,
        )
        for step in last.values()
        if step.monthly_return.planned_id in days
    ]
    return sorted(found, key=lambda item: (-item.meets_on.toordinal(), item.name))


def _expected(position: Position) -> list[ExpectedReturn]:
    """Return what each account that leads something is to return.

    An action is its own lead officer's, where that officer signs in as one; else its theme's lead's. So nobody is asked
    for what another returns.
    """
    roles: dict[int, set[str]] = defaultdict(set)
    people: dict[int, tuple[str, str]] = {}
    held = PlanRole.objects.as_at(position.as_at).filter(
        plan=position.plan, role__in=[Role.THEME_LEAD, Role.LEAD_OFFICER]
    )
    if position.as_at >= timezone.localdate():
        held = held.filter(user__is_active=True)
    for role in held.select_related("user").order_by("user__name"):
        roles[role.user_id].add(role.role)
        people[role.user_id] = (str(role.user), role.user.email)
    by_user = {
        user_id: ExpectedReturn(user_id, name, address=address) for user_id, (name, address) in people.items()
    }
    for action in position.lowest_level_actions:
        if action.is_open:
            for user_id in _owners(action, position, roles):
                by_user[user_id].actions.append(action)
    for theme in position.themes:
        for person in theme.leads:
            if person.user_id and Role.THEME_LEAD in roles[person.user_id]:
                by_user[person.user_id].subjects += [theme, *theme.recommendations]
    for item in position.recommendations:
        for lead in item.leads:
            if (
                lead.user_id
                and Role.LEAD_OFFICER in roles[lead.user_id]
                and all(subject is not item for subject in by_user[lead.user_id].subjects)
            ):
                by_user[lead.user_id].subjects.append(item)
    for expected in by_user.values():
        # What is late or due soon needs words; it comes first. What has not begun is asked nothing; it comes last.
        expected.actions.sort(
            key=lambda action: (not action.late_label, not action.has_begun, action.due.latest or date.max)
        )
    return [item for item in by_user.values() if item.actions or item.subjects]


def _owners(action: ActionPosition, position: Position, roles: dict[int, set[str]]) -> Iterator[int]:
    own = [lead.user_id for lead in action.leads if lead.user_id and Role.LEAD_OFFICER in roles[lead.user_id]]
    theme = position.theme(action.theme_number) if action.theme_number is not None else None
    leads = [
        person.user_id
        for person in (theme.leads if theme else [])
        if person.user_id and Role.THEME_LEAD in roles[person.user_id]
    ]
    yield from dict.fromkeys(own or leads)
