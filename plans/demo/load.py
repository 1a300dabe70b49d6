"""The demo plan, its year and its accounts. Only ever made by the `load_demo` command."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from improvement.models import User
from improvement.written_dates import read_date
from plans.choices import (
    ContradictionKind,
    EvidenceSource,
    Framework,
    JudgementGrade,
    ProgressStatus,
    Role,
    ThemePart,
)
from plans.demo.board import load_board, meetings_of
from plans.demo.measures import load_checks, load_measures
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import Action, ActionLead, Plan, RatingLevel, ThemePerson
from plans.operations.due_dates import NewDate, decide_due_date, request_due_date
from plans.operations.history import Provenance
from plans.operations.inspections import NewInspection, record_inspections
from plans.operations.meetings import add_meetings
from plans.operations.people import give_role, link_account
from plans.operations.ratings import NewRating, answer_contradiction, record_ratings
from plans.operations.set_up import set_details
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import build_position

SLUG = "northmoor"
WORKBOOK = "demo_improvement_plan.xlsx"
YEAR = "demo_year.json"
BOARD = "demo_board.json"
FIRST_DAY = date(2025, 5, 1)
IMPORTED_AS_AT = date(2025, 12, 5)
PASSWORD = "northmoor-demo-2026"  # noqa: S105 -- the demo's accounts are printed on purpose


@dataclass(frozen=True)
class Account:
    """A demo account: who it is and what it may do."""

    email: str
    name: str
    roles: tuple[Role, ...] = ()
    leads_theme: int | None = None
    is_system_administrator: bool = False


ACCOUNTS = (
    Account("board@northmoor.example", "Board member (demo)", (Role.BOARD_MEMBER,)),
    Account("lead@northmoor.example", "Lead of theme 3 (demo)", (Role.THEME_LEAD,), leads_theme=3),
    Account("officer@northmoor.example", "Lead officer (demo)", (Role.LEAD_OFFICER,)),
    Account("analyst@northmoor.example", "Analyst (demo)", (Role.ANALYST,)),
    Account("clerk@northmoor.example", "Clerk to the board (demo)", (Role.CLERK,)),
    Account("planner@northmoor.example", "Plan administrator (demo)", (Role.PLAN_ADMINISTRATOR,)),
    Account("admin@northmoor.example", "System administrator (demo)", is_system_administrator=True),
)


@transaction.atomic
def load_demo(*, with_accounts: bool, today: date) -> bool:
    """Load the demo plan unless it is there; return whether it was loaded now."""
    if Plan.objects.filter(slug=SLUG).exists():
        return False
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    year = json.loads((fixtures / YEAR).read_text())
    request = Request(
        WORKBOOK,
        (fixtures / WORKBOOK).read_bytes(),
        SLUG,
        create=True,
        title="Children's services improvement plan",
        as_at=IMPORTED_AS_AT,
    )
    plan = run_import(request, today).plan
    if plan is None:  # pragma: no cover -- run_import made it
        raise RuntimeError("The demo workbook made no plan.")
    author = User.objects.create_user("author@northmoor.example", name="Clerk to the board", is_active=False)
    _describe(plan)
    _link_people(plan, today, with_accounts=with_accounts)
    _load_year(plan, year, author)
    _answer_some(plan, author, today)
    return True


def _describe(plan: Plan) -> None:
    provenance = Provenance(IMPORTED_AS_AT)
    fields = {
        "framework": Framework.ILACS,
        "setting": "Children's services",
        "started_on": date(2025, 2, 24),
        "ended_on": date(2025, 3, 14),
        "published_on": date(2025, 5, 12),
    }
    grades = {
        "Overall effectiveness": JudgementGrade.REQUIRES_IMPROVEMENT,
        "Leaders": JudgementGrade.REQUIRES_IMPROVEMENT,
        "Help and protection": JudgementGrade.REQUIRES_IMPROVEMENT,
        "Children in care": JudgementGrade.GOOD,
        "Care leavers": JudgementGrade.REQUIRES_IMPROVEMENT,
    }
    (inspection,) = record_inspections(plan.council, [NewInspection(fields, grades)], provenance=provenance)
    details = {"inspection": inspection, "starts_on": FIRST_DAY, "ends_on": date(2027, 9, 30)}
    set_details(plan, details, provenance=provenance)


def _link_people(plan: Plan, today: date, *, with_accounts: bool) -> None:
    if not with_accounts:
        return
    provenance = Provenance(today)
    for account in ACCOUNTS:
        make = User.objects.create_superuser if account.is_system_administrator else User.objects.create_user
        user = make(account.email, PASSWORD, name=account.name)
        for role in account.roles:
            give_role(plan, user, role, provenance=provenance)
        if account.leads_theme:
            lead = ThemePerson.objects.filter(
                theme__plan=plan, theme__number=account.leads_theme, part=ThemePart.LEAD
            ).first()
            if lead:
                link_account(lead.officer, user)
        if Role.LEAD_OFFICER in account.roles:
            busiest = ActionLead.objects.filter(action__plan=plan, action__reference="1.1").first()
            if busiest:
                link_account(busiest.officer, user)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _exact_day(text: str) -> date:
    return date.fromisoformat(text)


def _load_year(plan: Plan, year: dict[str, Any], author: User) -> None:
    actions = {action.reference: action for action in Action.objects.filter(plan=plan)}
    last = max(_exact_day(meeting["held_on"]) for meeting in year["meetings"])
    board = json.loads((Path(settings.BASE_DIR) / "fixtures" / BOARD).read_text())
    closed_on = _exact_day(board["closed"]["held_on"])
    meetings = {
        meeting.held_on: meeting
        for meeting in add_meetings(
            plan,
            [
                planned
                for planned in meetings_of(
                    plan, board, [_exact_day(item["held_on"]) for item in year["meetings"]]
                )
                if planned.meets_on != closed_on
            ],
            provenance=Provenance(last, author),
        )
    }
    record_updates(
        [
            NewUpdate(
                actions[item["action"]],
                None,
                ProgressStatus(item["status"]),
                item["progress"],
                item["barriers"],
                item["next_steps"],
                _day(item["completed_on"]),
                item["no_evidence_reason"],
                tuple(
                    NewEvidence(evidence["description"], source=EvidenceSource(evidence["source"]))
                    for evidence in item["evidence"]
                ),
                known_on=_exact_day(item["on"]),
            )
            for item in sorted(year["updates"], key=lambda item: item["on"])
        ],
        provenance=Provenance(last, author),
        from_records=True,
    )
    levels = {
        level.code: level for level in RatingLevel.objects.filter(scale__plan=plan).select_related("scale")
    }
    items = {item.number: item for item in plan.recommendations.all()}
    themes = {theme.number: theme for theme in plan.themes.all()}
    ratings = [
        NewRating(
            items[item["recommendation"]]
            if "recommendation" in item
            else themes[item["theme"]]
            if "theme" in item
            else actions[item["action"]],
            levels[item["level"]],
            item["reason"],
            meeting=meetings.get(_exact_day(item["on"])),
            known_on=_exact_day(item["on"]),
        )
        for item in sorted(year["ratings"], key=lambda item: item["on"])
    ]
    record_ratings(
        plan, [item for item in ratings if item.known_on != closed_on], provenance=Provenance(last, author)
    )
    for item in sorted(year["due_date_requests"], key=lambda item: item["on"]):
        to = read_date(item["to"])
        change = request_due_date(
            actions[item["action"]],
            None,
            NewDate(to.words, to.kind, to.earliest, to.latest),
            item["reason"],
            provenance=Provenance(_exact_day(item["on"]), author),
        )
        if item["decision"]:
            decide_due_date(
                change,
                item["decision"] == "agreed",
                provenance=Provenance(_exact_day(item["decided_on"]), author),
            )
    load_measures(plan, year, author, agreed_on=IMPORTED_AS_AT)
    load_checks(plan, year["checks"], author)
    load_board(plan, board, [item for item in ratings if item.known_on == closed_on], author)


def _answer_some(plan: Plan, author: User, today: date) -> None:
    """Answer one question in the demo, so that a kept judgement with its reason can be seen."""
    for contradiction in build_position(plan, today).contradictions:
        if contradiction.kind == ContradictionKind.GREEN_WITH_OVERDUE_ACTIONS:
            answer_contradiction(
                plan,
                contradiction.kind,
                contradiction.subject,
                contradiction.basis,
                "The overdue work is a write-up: the change has been in use since the summer, as two audits confirm.",
                provenance=Provenance(today, author),
            )
            return
