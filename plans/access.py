"""Who may see or do what on a plan: the one place. Pages, exports and forms ask here and nowhere else.

A role is held on a plan. A system administrator (superuser) may set up every plan, but reports no progress and
records no judgement without a role. Someone without a role on a plan is not told that it exists.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from improvement.models import Officer, User
from plans.choices import Role
from plans.models import Plan, PlanRole
from plans.position.actions import ActionPosition, action_asked_about
from plans.position.board import ArisingPoint, BarrierPoint, ChallengePoint
from plans.position.measures import MeasurePosition, plans_keeping
from plans.position.officer_parts import plans_naming
from plans.position.points import Contradiction, DueMove
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition
from plans.position.viewer import Viewer


class Right(StrEnum):
    """Something that a role allows on a whole plan. What depends on the theme or action is asked by `may_…`."""

    VIEW = "view"
    EXPORT_LIST = "export list"
    EXPORT_REPORT = "export report"
    IMPORT = "import"
    RECORD_DECISIONS = "record decisions"
    SET_UP = "set up"
    KEEP_MEASURES = "keep measures"
    PLAN_MEETINGS = "plan meetings"
    SEE_TRAIL = "see the audit trail"
    EXPORT_TRAIL = "export the audit trail"
    SEE_EXEMPT = "see exempt items"
    MARK_EXEMPT = "mark items exempt"
    CONFIRM_OFFICERS = "confirm officers"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.BOARD_MEMBER: frozenset({Right.VIEW, Right.EXPORT_LIST, Right.SEE_TRAIL, Right.SEE_EXEMPT}),
    Role.LEAD_OFFICER: frozenset({Right.VIEW, Right.EXPORT_LIST}),
    Role.THEME_LEAD: frozenset({Right.VIEW, Right.EXPORT_LIST, Right.SEE_EXEMPT}),
    Role.ANALYST: frozenset(
        {
            Right.VIEW,
            Right.EXPORT_LIST,
            Right.EXPORT_REPORT,
            Right.IMPORT,
            Right.RECORD_DECISIONS,
            Right.KEEP_MEASURES,
            Right.PLAN_MEETINGS,
            Right.SEE_TRAIL,
            Right.SEE_EXEMPT,
            Right.MARK_EXEMPT,
            Right.CONFIRM_OFFICERS,
        }
    ),
    # Meetings, minutes and papers; what comes from workbooks and what measures say is the analyst's.
    Role.CLERK: frozenset(
        {
            Right.VIEW,
            Right.EXPORT_LIST,
            Right.EXPORT_REPORT,
            Right.RECORD_DECISIONS,
            Right.PLAN_MEETINGS,
            Right.SEE_TRAIL,
            Right.SEE_EXEMPT,
            Right.MARK_EXEMPT,
        }
    ),
    Role.PLAN_ADMINISTRATOR: frozenset(
        {
            Right.VIEW,
            Right.EXPORT_LIST,
            Right.EXPORT_REPORT,
            Right.SET_UP,
            Right.KEEP_MEASURES,
            Right.PLAN_MEETINGS,
            Right.SEE_TRAIL,
            Right.EXPORT_TRAIL,
            Right.SEE_EXEMPT,
            Right.MARK_EXEMPT,
            Right.CONFIRM_OFFICERS,
        }
    ),
}
# What each role is for, in the words of a question about ending it.
ROLE_WORDS: dict[Role, str] = {
    Role.BOARD_MEMBER: "read the plan with its exempt items, or its audit trail",
    Role.LEAD_OFFICER: "report on the actions that their officer leads, or return them to the board",
    Role.THEME_LEAD: "report on the themes that their officer leads, propose their ratings, or read exempt items",
    Role.ANALYST: "import workbooks, record what the board decides, keep measures, or issue reports",
    Role.CLERK: "plan meetings, take minutes, record what the board decides, or issue reports",
    Role.PLAN_ADMINISTRATOR: "set the plan up: its themes, people, roles and measures",
}
SYSTEM_ADMINISTRATOR_RIGHTS = frozenset(
    {
        Right.VIEW,
        Right.EXPORT_LIST,
        Right.EXPORT_REPORT,
        Right.SET_UP,
        Right.KEEP_MEASURES,
        Right.PLAN_MEETINGS,
        Right.SEE_TRAIL,
        Right.EXPORT_TRAIL,
        Right.SEE_EXEMPT,
        Right.MARK_EXEMPT,
        Right.CONFIRM_OFFICERS,
    }
)


@dataclass(frozen=True)
class Access:
    """What one person may do on one plan."""

    user: User
    plan: Plan
    roles: frozenset[Role]

    @property
    def rights(self) -> frozenset[Right]:
        rights = {right for role in self.roles for right in RIGHTS[role]}
        if self.user.is_superuser:
            rights |= SYSTEM_ADMINISTRATOR_RIGHTS
        return frozenset(rights)

    def may(self, right: Right) -> bool:
        """Whether the person's roles give a right on the whole plan."""
        return right in self.rights

    def refusal(self, right: Right) -> str:
        """Return which roles something takes and where one gets them, for who lacks the right."""
        roles = [str(role.label).lower() for role in RIGHTS if right in RIGHTS[role]]
        takes = f"{', '.join(roles[:-1])} or {roles[-1]}" if len(roles) > 1 else roles[0]
        who = (
            "You can give it under Set-up, People and their roles."
            if self.may_set_up
            else "The plan's administrator can give it to you."
        )
        return f"This takes the role of {takes} on this plan. {who}"

    @property
    def may_export_report(self) -> bool:
        return self.may(Right.EXPORT_REPORT)

    @property
    def may_export_list(self) -> bool:
        return self.may(Right.EXPORT_LIST)

    @property
    def may_import(self) -> bool:
        return self.may(Right.IMPORT)

    @property
    def may_record_decisions(self) -> bool:
        return self.may(Right.RECORD_DECISIONS)

    @property
    def may_ask(self) -> bool:
        """Whether the person may put a question between meetings: a member of the board, and who keeps its record."""
        return Role.BOARD_MEMBER in self.roles or self.may(Right.RECORD_DECISIONS)

    @property
    def may_set_up(self) -> bool:
        return self.may(Right.SET_UP)

    @property
    def may_plan_meetings(self) -> bool:
        return self.may(Right.PLAN_MEETINGS)

    @property
    def may_see_trail(self) -> bool:
        return self.may(Right.SEE_TRAIL)

    @property
    def may_export_trail(self) -> bool:
        return self.may(Right.EXPORT_TRAIL)

    @property
    def may_mark_exempt(self) -> bool:
        return self.may(Right.MARK_EXEMPT)

    def may_withdraw_file(self, attached_by: int | None) -> bool:
        """Whether the person may withdraw a file of evidence: who attached it, and who keeps the record or set-up."""
        return self.may_withdraw_files or (bool(self.roles) and attached_by == self.user.pk)

    @property
    def may_withdraw_files(self) -> bool:
        """Whether the person may withdraw whoever's files of evidence."""
        return self.may(Right.RECORD_DECISIONS) or self.may(Right.SET_UP)

    @property
    def viewer(self) -> Viewer:
        """As which viewer this person is shown a position."""
        return Viewer(self.may(Right.SEE_EXEMPT), self.user.pk)

    @property
    def may_keep_measures(self) -> bool:
        return self.may(Right.KEEP_MEASURES)

    def _plans_with(self, right: Right) -> set[int]:
        """Return the keys of the plans on which a role gives the person a right."""
        roles = [role for role, rights in RIGHTS.items() if right in rights]
        held = PlanRole.objects.today().filter(user=self.user, role__in=roles)
        return set(held.values_list("plan_id", flat=True))

    def _everywhere(self, right: Right, measures: Collection[int]) -> set[int]:
        """Return those of some measures that are kept only by plans on which the person has a right."""
        held, keeping = self._plans_with(right), plans_keeping(measures)
        return {key for key in measures if keeping.get(key, set()) <= held}

    def definable(self, measures: Collection[int]) -> set[int]:
        """Return those of some measures, by key, that the person may define: on every plan that keeps them.

        Measures are the council's; nobody may re-judge another plan through one.
        """
        if not self.may_keep_measures:
            return set()
        if self.user.is_superuser:
            return set(measures)
        return self._everywhere(Right.KEEP_MEASURES, measures)

    def may_define(self, measure: MeasurePosition) -> bool:
        """Whether the person may change what a measure means or is to reach."""
        return measure.measure_id in self.definable([measure.measure_id])

    def measures_to_enter(self, position: Position) -> list[MeasurePosition]:
        """Return the measures whose figures the person may enter: their own, and those that only their plans keep.

        A figure of a measure that several plans keep is read on each of them: it is entered by the measure's owner, or
        by who may import into all of them.
        """
        own = {
            measure.measure_id
            for measure in position.measures
            if self.roles and measure.version.owner and measure.version.owner.user_id == self.user.pk
        }
        if self.may(Right.IMPORT):
            own |= self._everywhere(Right.IMPORT, [measure.measure_id for measure in position.measures])
        return [measure for measure in position.measures if measure.measure_id in own]

    def enterable(self, position: Position) -> set[int]:
        """Return the same by key."""
        return {measure.measure_id for measure in self.measures_to_enter(position)}

    def may_enter(self, measure: MeasurePosition, position: Position) -> bool:
        """Whether the person may enter a measure's figures."""
        return measure.measure_id in self.enterable(position)

    @property
    def reports_progress(self) -> bool:
        """Whether the person is one who has actions to report on."""
        return bool(self.roles & {Role.THEME_LEAD, Role.LEAD_OFFICER})

    def leads_theme(self, theme: ThemePosition | None) -> bool:
        """Whether the person leads a theme, or deputises for its lead, in the role of a theme lead."""
        return Role.THEME_LEAD in self.roles and theme is not None and theme.is_led_by(self.user.pk)

    def may_update(self, action: ActionPosition, position: Position) -> bool:
        """Whether the person may report on an action: its own lead officer, or the lead of its theme."""
        if action.is_parent:
            return False
        own = Role.LEAD_OFFICER in self.roles and any(lead.user_id == self.user.pk for lead in action.leads)
        theme = position.theme(action.theme_number) if action.theme_number is not None else None
        return own or self.leads_theme(theme)

    @property
    def may_change_several(self) -> bool:
        """Whether the person may change several actions at once."""
        return self.may_set_up or self.reports_progress

    def may_change_with_others(self, action: ActionPosition, position: Position) -> bool:
        """Whether the person may change an action together with others: an open one, of which something is theirs."""
        return action.is_open and (self.may_set_up or self.may_update(action, position))

    def may_withdraw(self, move: DueMove) -> bool:
        """Whether the person may take a request to move a due date back: who asked, on a plan of theirs."""
        return bool(self.roles) and move.asked_by_id == self.user.pk

    def may_propose(self, subject: RecommendationPosition | ThemePosition, position: Position) -> bool:
        """Whether the person may propose a rating: the lead of its theme, or an officer who leads the answer to it."""
        if isinstance(subject, ThemePosition):
            return self.leads_theme(subject)
        own = Role.LEAD_OFFICER in self.roles and any(lead.user_id == self.user.pk for lead in subject.leads)
        return own or any(self.leads_theme(position.theme(number)) for number in subject.theme_numbers)

    def may_answer(self, contradiction: Contradiction, position: Position) -> bool:
        """Whether the person may keep a judgement with a reason: whoever reports on the thing asked about."""
        if contradiction.is_action:
            action = position.action(contradiction.reference)
            return action is not None and self.may_update(action, position)
        return any(self.leads_theme(position.theme(number)) for number in contradiction.theme_numbers)

    def may_answer_challenge(self, challenge: ChallengePoint, position: Position) -> bool:
        """Whether the person may answer a challenge: who keeps the board's record, or a lead of what it is about."""
        if self.may_record_decisions:
            return True
        subject = challenge.subject
        action = position.action(action_asked_about(challenge.question))
        if action is not None and self.may_update(action, position):
            return True
        if subject.theme_number is not None:
            return self.leads_theme(position.theme(subject.theme_number))
        item = (
            position.recommendation(subject.recommendation_number) if subject.recommendation_number else None
        )
        return item is not None and self.may_propose(item, position)

    def asked_by_the_board(
        self, challenges: Iterable[ChallengePoint], position: Position
    ) -> list[ChallengePoint]:
        """Return the board's open questions that a lead is to answer; none for who only keeps its record."""
        if not self.reports_progress:
            return []
        return [item for item in challenges if item.is_open and self.may_answer_challenge(item, position)]

    def may_report_arising(self, arising: ArisingPoint) -> bool:
        """Whether the person may say how an action arising stands: its owner, or who keeps the board's record."""
        own = bool(self.roles) and arising.owner_user_id == self.user.pk
        return self.may_record_decisions or own

    @property
    def may_add_barrier(self) -> bool:
        return self.may_record_decisions or self.reports_progress

    def may_change_barrier(self, barrier: BarrierPoint, position: Position) -> bool:
        """Whether the person may change a barrier: who keeps the record, its owner, or who reports on its actions."""
        if self.may_record_decisions or (bool(self.roles) and barrier.owner_user_id == self.user.pk):
            return True
        return any(self.may_update(action, position) for action in barrier.actions)

    def may_change_council(self, right: Right) -> bool:
        """Whether the person may change what all of the council's plans show: with a right on each of them."""
        if not self.may(right):
            return False
        if self.user.is_superuser:
            return True
        plans = Plan.objects.filter(council=self.plan.council_id).values_list("pk", flat=True)
        return set(plans) <= self._plans_with(right)

    def may_change_inspection(self) -> bool:
        """Whether the person may change the inspection that the plan answers: where they set up all that answer it."""
        inspection = self.plan.inspection_id
        if not self.may(Right.SET_UP) or inspection is None:
            return self.may(Right.SET_UP)
        plans = Plan.objects.filter(inspection=inspection).values_list("pk", flat=True)
        return self.user.is_superuser or set(plans) <= self._plans_with(Right.SET_UP)

    def may_change_officer(self, officer: Officer) -> bool:
        """Whether the person may rename, link or merge an officer: only where they set up every plan it works on.

        Officers are the council's; a plan administrator must not reach into another plan through one, neither for
        the rights that it gives there nor for how that plan's papers name people.
        """
        if self.user.is_superuser:
            return self.may(Right.SET_UP)
        return self.may(Right.SET_UP) and plans_naming(officer) <= self._plans_with(Right.SET_UP)

    def without(self, role: Role) -> "Access":
        """Return what the person may still do once one of their roles has ended."""
        return Access(self.user, self.plan, self.roles - {role})

    def own_actions(self, position: Position) -> list[ActionPosition]:
        """Return the lowest-level actions that the person may report on."""
        return [action for action in position.lowest_level_actions if self.may_update(action, position)]


def access_to(user: User, plan: Plan) -> Access:
    """Return what a person may do on a plan; nothing at all for an account that is not active."""
    if not user.is_active:
        return Access(user, plan, frozenset())
    roles = PlanRole.objects.today().filter(plan=plan, user=user).values_list("role", flat=True)
    return Access(user, plan, frozenset(Role(role) for role in roles))
