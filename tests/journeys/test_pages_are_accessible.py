"""Every page against WCAG 2.2 AA, at a desk and on a phone; nothing runs off a narrow screen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from performance.models import Target
from plans.choices import MinutesStep, ProgressStatus, Role
from plans.issuing.issue import issue_report
from plans.models import ActionLead, DueDateChange, ImportRun, Plan, ReportRun, Visit
from plans.operations.due_dates import NewDate, request_due_date
from plans.operations.history import Provenance
from plans.operations.imports import hold_import
from plans.operations.people import give_role
from plans.operations.personal import save_view
from plans.operations.reports import save_custom_report
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import build_position
from plans.position.board import read_board
from plans.position.viewer import EVERYTHING
from plans.reports.catalogue import KINDS
from tests.conftest import TODAY, account
from tests.journeys.conftest import violations, wrong_at_any_width

pytestmark = pytest.mark.browser


def pages_of(plan) -> dict[str, list[str]]:
    position = build_position(plan, TODAY)
    question = next(q for q in position.contradictions if q.is_action and 3 in q.theme_numbers)
    waiting = DueDateChange.objects.filter(action__plan=plan, decision=None).select_related("action").first()
    to = NewDate("March 2027", "month", date(2027, 3, 1), date(2027, 3, 31))
    asked = request_due_date(
        plan.actions.get(reference="5.8.1"), None, to, "Late.", provenance=Provenance(TODAY, account("lead"))
    )
    said = NewUpdate(
        asked.action, None, ProgressStatus.BEHIND_TARGET, "Said.", evidence=(NewEvidence("Minutes"),)
    )
    record_updates([said], provenance=Provenance(TODAY, account("lead")))
    officer = ActionLead.objects.filter(action__plan=plan).first().officer_id
    run = ImportRun.objects.get(plan=plan).pk
    workbook = ImportRun.objects.get(plan=plan).file
    held = hold_import(plan, account("analyst"), "next.xlsx", bytes(workbook.content), None).pk
    measure = next(m for m in position.measures if m.name.startswith("Assessments graded"))

    custom = save_custom_report(
        plan, "Late", "actions", ["reference", "status"], "", "theme", provenance=Provenance(TODAY)
    )
    issued = issue_report(
        plan, "board", TODAY, EVERYTHING, timezone.localtime(), provenance=Provenance(TODAY)
    )
    making = ReportRun.objects.create(plan=plan, by=account("analyst"), report="costs", as_at=TODAY)
    planned = read_board(position).next_meeting.planned_id

    role = plan.roles.filter(known_to=None).latest("pk").pk
    target = Target.objects.filter(measure__code="staff-turnover").latest("pk").pk

    long_ago = timezone.now() - timedelta(days=400)
    seen = {"last_at": timezone.now(), "before_at": long_ago}
    Visit.objects.update_or_create(plan=plan, user=account("lead"), defaults=seen)
    save_view(plan, account("lead"), "action-list", "Late", "overdue=yes")

    empty = Plan.objects.create(council=plan.council, title="An empty plan", slug="empty")
    give_role(empty, account("planner"), Role.PLAN_ADMINISTRATOR, provenance=Provenance(TODAY))

    def page(name: str, *arguments: object) -> str:
        return reverse(f"plans:{name}", args=[plan.slug, *arguments])

    return {
        "lead": [
            page("dashboard"), page("dashboard") + "?as-at=2026-06-30", page("theme", 3), page("recommendation", 8), page("recommendation-list"), page("recommendation-list") + "?rating=needs-the-board", page("search") + "?q=audit", page("search") + "?q=audit&kind=updates", page("search") + "?q=zzzz", "/search/?q=audit", page("more"), page("people"), page("person", officer),
            page("action-list"), page("action-list") + "?status=wrong", page("action-list") + "?search=zzz", page("action-list") + "?overdue=yes",
            page("action", "5.8.1"), page("action", "5.8"), page("action-update", "5.8.1"), page("action-due-date", "5.8.1"), page("action-due-date-withdraw", "5.8.1", asked.pk), page("action-update-correct", "5.8.1"),
            page("meetings"), page("meeting", position.last_meeting.pk), page("meeting-agenda", planned),
            page("returns"), page("my-return"), page("timeline"), page("evidence-attach", "action", "5.8.1"), page("evidence-attach", "milestone", "3." + position.theme(3).milestones[0].code), page("timeline") + "?theme=3&as-at=2026-06-30", page("milestone", 3, position.theme(3).milestones[0].code), page("milestone-report", 3, position.theme(3).milestones[0].code), page("recommendation-propose", 8), page("challenge-log"), page("barrier-add"), page("theme-propose", 3),
            page("my-actions"), page("my-actions-update"), page("questions"),
            page("question-answer", question.kind.value, question.subject.replace(" ", "-")),
            page("measures"), page("measures") + "?against=missed", page("measures") + "?view=charts", page("news"), page("actions-change") + "?action=5.8.1&action=5.3", "/account/reminders/", page("measure", measure.code),
            page("measure", "staff-turnover"), page("measure", "case-file-audits-graded-good-or-above"),
            page("recommendation", 7), page("ratings"), page("dates"), page("stated-figures"), page("import-receipt", run),
            "/?all", "/accessibility-statement/", "/plans/nowhere/",
        ],
        "analyst": [
            page("reports"), *(page("report", name) for name in KINDS), page("report", "cabinet") + "?version=public",
            page("report", "cabinet") + "?as-at=2026-06-30", page("report-text", "cabinet", "summary"), page("report-standing"), page("paper-template"), page("report-layout", "cabinet"), page("report-text", "cabinet", "meets-on"),
            page("officers"), page("report-publish", "cabinet"), page("report-publish", "measures"), page("report-issue", "cabinet"), page("report-schedule", "cabinet"), page("custom-report-add", "actions"), page("custom-report-change", custom.slug),
            page("report", f"own-{custom.slug}"), page("issued-report", issued.pk), page("issued-withdraw", issued.pk), page("report-run", making.pk),
            page("minutes", planned), *(page("minutes-step", planned, step.value) for step in MinutesStep),
            page("import"), page("import-columns", held), page("import-tables", held), page("import-preview", held),
            page("theme-rate", 1), page("recommendation-rate", 1), page("action-rate", "5.8.1"), page("meeting-add"), page("dates-extend"), page("exempt", "recommendation", 6), page("recommendation-close", 6), page("action-close", "5.8.1"), page("challenge-log"), page("challenge-ask", "recommendation", 6), page("challenge-add"), page("challenge-answer", read_board(position).open_challenges[0].challenge_id), page("barrier", 1), page("arising-report", read_board(position).open_arising[0].arising_id),
            page("recommendation-check", 5), page("figures"), page("figures") + "?period=2026-09",
            page("figures-import"), page("figures-paste"), page("figures-published"), page("measure-add"),
            page("measure-definition", "staff-turnover"), page("measure-target", "staff-turnover"),
            page("measure-step-change", "staff-turnover"), page("measure-grades", "staff-turnover"),
            page("measure", "staff-turnover"),
            page("action-due-date-decision", waiting.action.reference, waiting.pk),
        ],
        "planner": [
            page("reminders"), page("inspections"), page("inspection-add"), page("trail"), page("trail") + "?kind=Rating&since=2030-01-01", page("meetings-plan"), page("meeting-rearrange", planned), page("meeting-call-off", planned), page("set-up-role-end", role), page("custom-report-remove", custom.slug), page("measure-target-take-back", "staff-turnover", target),
            page("set-up"), page("set-up-details"), page("set-up-inspection"), page("set-up-scale"),
            page("set-up-theme-add"), page("set-up-theme", 1), page("set-up-role-add"), page("set-up-officer-add"),
            page("set-up-officer", officer), page("set-up-officer-merge", officer), page("hand-over", officer), page("set-up-numbers"), page("set-up-recommendation-add"), page("set-up-recommendation", 5), page("set-up-milestone-add", 3), page("set-up-milestone", 3, position.theme(3).milestones[0].code), page("set-up-commitment-add", 3), page("set-up-success-measure-add"), page("set-up-action-change", "1.1"), page("set-up-withdraw", "recommendation", position.recommendation(5).recommendation_id), reverse("plans:dashboard", args=[empty.slug]), reverse("plans:council-people", args=[plan.council.slug]), reverse("plans:council-person-close", args=[plan.council.slug, account("board").pk]), page("person", officer), page("dashboard"), page("more"), page("set-up-action-add"), page("set-up-actions-paste"),
            page("set-up-action-move", "1.1"), page("set-up-action-split", "1.1"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("role", ["lead", "analyst", "planner"])
def test_no_page_breaks_wcag(live_demo, person, role):
    page = person(role)
    assert wrong_at_any_width(page, pages_of(live_demo)[role]) == {}


def test_the_sign_in_page_and_its_errors(live_demo, live_server, page):
    page.goto(f"{live_server.url}/sign-in/")
    assert violations(page) == []
    page.get_by_label("E-mail address").fill("board@northmoor.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_text("The e-mail address or password is not correct.").wait_for()
    assert page.title().startswith("Error: ")
    assert violations(page) == []
