"""What a new plan still needs before it works, one task a line: for who may do it."""

from dataclasses import dataclass

from django.urls import reverse

from improvement.counting import counted, plural
from plans.access import Right
from plans.models import PlanRole
from plans.position.officers import officers_on
from plans.views.page import Page

TO_DO = "To do"


@dataclass(frozen=True)
class Task:
    """Something to set up: its words, where it is done, how far it is, and whether it can be left."""

    words: str
    hint: str
    address: str
    state: str
    is_done: bool


def tasks_of(page: Page) -> list[Task]:
    """Return what the person may set up on the plan, in the order in which it is best done; four queries."""
    position, plan, access = page.position, page.plan, page.access
    word = plan.theme_word
    if page.is_past:
        return []
    roles = PlanRole.objects.today().filter(plan=plan).values("user").distinct().count()
    invited = plan.invitations.open().values("email").distinct().count()
    officers = officers_on(plan).count()
    actions, items = len(position.lowest_level_actions), len(position.recommendations)
    wanted = (
        (
            Right.IMPORT,
            "Bring in the council's workbook",
            "Does the next steps for you, where the plan is kept in a spreadsheet.",
            "import",
            counted(actions, "action") if actions else "",
            True,
        ),
        (Right.SET_UP, "Add officers", "The posts that lead the work, each with its account where it has one.",
         "set-up-officer-add", counted(officers, "officer") if officers else "", False),
        (Right.SET_UP, f"Add {plural(word)}", "", "set-up-theme-add",
         counted(len(position.themes), word) if position.themes else "", True),
        (Right.SET_UP, "Add recommendations", "What the inspectorate asked for.", "set-up-recommendation-add",
         counted(items, "recommendation") if items else "", False),
        (Right.SET_UP, "Add actions", "What will be done, by whom, by when.", "set-up-action-add",
         counted(actions, "action") if actions else "", False),
        (Right.KEEP_MEASURES, "Add measures", "Figures that show whether it is working.", "measure-add",
         counted(len(position.measures), "measure") if position.measures else "", True),
        (Right.SET_UP, "Choose the rating scale", "", "set-up-scale",
         " · ".join(level.name for level in position.levels), False),
        (Right.SET_UP, "Say which inspection it answers", "", "set-up-inspection",
         str(plan.inspection) if plan.inspection else "", True),
        (Right.SET_UP, "Invite people", "Board members, leads and an analyst.", "set-up-role-add",
         _people_words(roles, invited), False),
        (Right.PLAN_MEETINGS, "Plan the board's meetings", "", "meetings-plan",
         "Planned" if plan.planned_meetings.exists() or position.meetings else "", False),
    )  # fmt: skip
    return [
        Task(
            words,
            hint,
            reverse(f"plans:{name}", args=[plan.slug]),
            state or ("Optional" if is_optional else TO_DO),
            bool(state),
        )
        for right, words, hint, name, state, is_optional in wanted
        if access.may(right)
    ]


def _people_words(roles: int, invited: int) -> str:
    """Return who is there beside the person who started the plan; empty for nobody."""
    said = [counted(roles, "person", "people")] if roles > 1 else []
    return ", ".join([*said, f"{invited} invited"] if invited else said)


def is_empty(page: Page) -> bool:
    """Whether the plan holds nothing yet that a board could read."""
    position = page.position
    held = position.recommendations or position.actions or position.measures or position.milestones
    # What somebody may not see is there all the same.
    return not (held or position.hidden or position.stated_figures)


def to_do(page: Page) -> list[Task]:
    """Return the steps that a plan can't work without and that nobody has taken; none for who may not set it up."""
    if not page.access.may_set_up or page.is_past:
        return []
    return [task for task in tasks_of(page) if not task.is_done and task.state == TO_DO]
