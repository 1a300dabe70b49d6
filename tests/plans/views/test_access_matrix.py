"""Who may open and post what: every address of a plan, every role, the answer written by hand.

Letters: o = opened or accepted, i = invalid input answered (so it was allowed), r = sent on, f = refused (403),
n = not told that it exists (404), s = sent to sign in, m = the method is not offered (405),
u = told that a key is needed (401).
Columns: nobody, deactivated, another plan's administrator, board member, lead officer, theme lead, analyst,
plan administrator, system administrator.
"""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from docx import Document as new_document

from improvement.models import User
from improvement.uploads import check_upload
from plans.choices import ProgressStatus, Role, RunState, SentWhen, TokenScope
from plans.demo.load import SLUG
from plans.issuing.issue import issue_report
from plans.models import (
    ActionLead,
    DueDateChange,
    ImportRun,
    Plan,
    PlannedMeeting,
    PlanRole,
    ReportRun,
    Update,
    Visit,
)
from plans.operations.due_dates import NewDate, request_due_date
from plans.operations.evidence import attach_evidence
from plans.operations.history import Provenance
from plans.operations.imports import hold_import
from plans.operations.invitations import invite, token_of
from plans.operations.parts import save_commitment, save_success_measure, withdraw_part
from plans.operations.report_schedules import add_schedule
from plans.operations.reports import NewFile, save_custom_report, save_template
from plans.operations.returns import save_return, submit_return
from plans.operations.tokens import make_token
from plans.operations.update_links import LinkFor, make_links
from plans.operations.updates import NewUpdate, record_updates
from plans.position import build_position
from plans.position.board import read_board
from plans.position.viewer import PUBLIC
from plans.rules.report_days import ReportDays
from tests.conftest import TODAY, account, kept_for_a_module
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db
COLUMNS = ("nobody", "deactivated", "stranger", "board", "officer", "lead", "analyst", "planner", "admin")
# Who is deactivated between signing in and asking asks last: it is the one who is written about.
ASKED = sorted(COLUMNS, key="deactivated".__eq__)
EXPECTED = {
    # name                       GET          POST
    "plans:plan-list":           ("ssrrrrrro", "ssmmmmmmm"),
    # A link that a stranger holds, who has no account: anybody sees it, and only they can answer it.
    "plans:invitation":          ("ooooooooo", "iiooooooo"),
    "plans:plan-add":            ("ssffffffo", "ssffffffi"),
    "plans:council-people":      ("ssnnnnnoo", "ssmmmmmmm"),
    "plans:council-role-review": ("ssmmmmmmm", "ssnnnnnrr"),
    "plans:council-person-close": ("ssnnnnnoo", "ssnnnnnoo"),
    "plans:search-all":          ("ssooooooo", "ssmmmmmmm"),
    "plans:dashboard":           ("ssnoooooo", "ssmmmmmmm"),
    "plans:news":                ("ssnoooooo", "ssmmmmmmm"),
    "plans:view-save":           ("ssrrrrrrr", "ssnrrrrrr"),
    "plans:view-remove":         ("ssrrrrrrr", "ssnnnnnnn"),
    "plans:my-keys":             ("ssooooooo", "ssrrrrrrr"),
    # Opened by a key, not by a session (test_api.py): anybody else is told so, in JSON; the description is for all.
    "plans:calendar-feed":       ("ooooooooo", "mmmmmmmmm"),
    "plans:update-by-link":      ("ooooooooo", "iiiiiiiii"),
    "plans:api-changes":         ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:api-changes-csv":     ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:api-description":     ("ooooooooo", "mmmmmmmmm"),
    "plans:api-plans":           ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:api-position":        ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:api-table":           ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:api-table-csv":       ("uuuuuuuuu", "mmmmmmmmm"),
    "plans:my-reminders":        ("ssooooooo", "ssiiiiiii"),
    "plans:search":              ("ssnoooooo", "ssmmmmmmm"),
    "plans:more":                ("ssnoooooo", "ssmmmmmmm"),
    "plans:people":              ("ssnoooooo", "ssmmmmmmm"),
    "plans:person":              ("ssnoooooo", "ssmmmmmmm"),
    "plans:hand-over":           ("ssnffffoo", "ssnffffii"),
    "plans:plan-style":          ("ssnoooooo", "ssmmmmmmm"),
    "plans:theme":               ("ssnoooooo", "ssmmmmmmm"),
    "plans:action-rate":         ("ssnfffoff", "ssnfffiff"),
    "plans:theme-rate":          ("ssnfffoff", "ssnfffiff"),
    "plans:recommendation-list": ("ssnoooooo", "ssmmmmmmm"),
    "plans:recommendation-list-export": ("ssnoooooo", "ssmmmmmmm"),
    "plans:recommendation":      ("ssnoooooo", "ssmmmmmmm"),
    "plans:recommendation-rate": ("ssnfffoff", "ssnfffiff"),
    "plans:recommendation-check": ("ssnfffoff", "ssnfffiff"),
    "plans:action-list":         ("ssnoooooo", "ssmmmmmmm"),
    "plans:action-list-export":  ("ssnoooooo", "ssmmmmmmm"),
    "plans:actions-change":      ("ssnfrrfrr", "ssnfrrfrr"),
    "plans:action":              ("ssnoooooo", "ssmmmmmmm"),
    "plans:action-update":       ("ssnffofff", "ssnffifff"),
    "plans:action-update-correct": ("ssnffofff", "ssnffifff"),
    "plans:action-close":        ("ssnfffoff", "ssnfffiff"),
    "plans:recommendation-close": ("ssnfffoff", "ssnfffiff"),
    "plans:action-due-date":     ("ssnffofff", "ssnffifff"),
    "plans:action-due-date-decision": ("ssnfffoff", "ssnfffiff"),
    "plans:action-due-date-withdraw": ("ssnffofff", "ssnffofff"),
    "plans:my-actions":          ("ssnoooooo", "ssmmmmmmm"),
    "plans:my-actions-update":   ("ssnfoofff", "ssnfiifff"),
    "plans:questions":           ("ssnoooooo", "ssmmmmmmm"),
    "plans:question-answer":     ("ssnffofff", "ssnffifff"),
    "plans:theme-propose":       ("ssnffofff", "ssnffifff"),
    "plans:recommendation-propose": ("ssnffofff", "ssnffifff"),
    "plans:meetings":            ("ssnoooooo", "ssmmmmmmm"),
    "plans:meetings-plan":       ("ssnfffooo", "ssnfffiii"),
    "plans:meeting":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:meeting-rearrange":   ("ssnfffooo", "ssnfffiii"),
    "plans:meeting-call-off":    ("ssnfffooo", "ssnfffooo"),
    "plans:meeting-agenda":      ("ssnoooooo", "ssmmmmmmm"),
    "plans:meetings-calendar":   ("ssnoooooo", "ssmmmmmmm"),
    "plans:meeting-agenda-file": ("ssnoooooo", "ssmmmmmmm"),
    "plans:meeting-agenda-send": ("ssnfffooo", "ssnfffooo"),
    "plans:meeting-file":        ("ssnoooooo", "ssmmmmmmm"),
    "plans:meeting-send":        ("ssnfffooo", "ssnfffooo"),
    "plans:summary-file":        ("ssnoooooo", "ssmmmmmmm"),
    "plans:minutes":             ("ssnfffoff", "ssmmmmmmm"),
    "plans:minutes-step":        ("ssnfffoff", "ssnfffiff"),
    "plans:minutes-close":       ("ssrrrrrrr", "ssnfffiff"),
    "plans:reminders":           ("ssnfffooo", "ssmmmmmmm"),
    "plans:returns":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:my-return":           ("ssnfoofff", "ssnfiifff"),
    "plans:return":              ("ssnoffoff", "ssnfffiff"),
    "plans:challenge-log":       ("ssnoooooo", "ssmmmmmmm"),
    "plans:challenge-ask":       ("ssnoffoff", "ssniffiff"),
    "plans:challenge-add":       ("ssnfffoff", "ssnfffiff"),
    "plans:challenge-answer":    ("ssnfffoff", "ssnfffiff"),
    "plans:barrier-add":         ("ssnfoooff", "ssnfiiiff"),
    "plans:barrier":             ("ssnfffoff", "ssnfffiff"),
    "plans:arising-report":      ("ssnfffoff", "ssnfffiff"),
    "plans:meeting-add":         ("ssnfffoff", "ssnfffiff"),
    "plans:measures":            ("ssnoooooo", "ssmmmmmmm"),
    "plans:measures-export":     ("ssnoooooo", "ssmmmmmmm"),
    "plans:measure":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:measure-definition": ("ssnfffooo", "ssnfffiii"),
    "plans:measure-target":      ("ssnfffooo", "ssnfffiii"),
    "plans:measure-step-change": ("ssnfffooo", "ssnfffiii"),
    "plans:measure-grades":      ("ssnfofoff", "ssnfififf"),
    "plans:measure-add":         ("ssnfffooo", "ssnfffiii"),
    "plans:measure-target-take-back": ("ssnfffnnn", "ssnfffnnn"),
    "plans:figures":             ("ssnfofoff", "ssnfififf"),
    "plans:figures-paste":       ("ssnfofoff", "ssnfififf"),
    "plans:figures-sheet":       ("ssnfofoff", "ssmmmmmmm"),
    "plans:figures-import":      ("ssnfffoff", "ssnfffiff"),
    "plans:figures-published":   ("ssnfffoff", "ssnfffiff"),
    "plans:ratings":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:dates-extend":        ("ssnfffoff", "ssnfffiff"),
    "plans:inspections":         ("ssnoooooo", "ssmmmmmmm"),
    "plans:inspection-add":      ("ssnffffoo", "ssnffffii"),
    "plans:carry-over":          ("ssnffffno", "ssnffffni"),
    "plans:timeline":            ("ssnoooooo", "ssmmmmmmm"),
    "plans:milestone":           ("ssnoooooo", "ssmmmmmmm"),
    "plans:milestone-report":    ("ssnffooff", "ssnffiiff"),
    "plans:compare":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:dates":               ("ssnoooooo", "ssmmmmmmm"),
    "plans:stated-figures":      ("ssnoooooo", "ssmmmmmmm"),
    "plans:import":              ("ssnfffoff", "ssnfffiff"),
    "plans:update-workbook":     ("ssnfffoff", "ssmmmmmmm"),
    "plans:update-workbook-returned": ("ssnfffiff", "ssnfffiff"),
    "plans:import-columns":      ("ssnfffoff", "ssnfffiff"),
    "plans:import-tables":       ("ssnfffoff", "ssnfffrff"),
    "plans:import-preview":      ("ssnfffoff", "ssnfffiff"),
    "plans:import-receipt":      ("ssnoooooo", "ssmmmmmmm"),
    "plans:import-file":         ("ssnfffoff", "ssmmmmmmm"),
    "plans:import-annotated":    ("ssnfffoff", "ssmmmmmmm"),
    "plans:import-undo":         ("ssnfffrff", "ssnfffrff"),
    "plans:reports":             ("ssnoooooo", "ssmmmmmmm"),
    "plans:report":              ("ssnfffooo", "ssmmmmmmm"),
    "plans:report-file":         ("ssnfffooo", "ssnfffmmm"),
    "plans:report-publish":      ("ssnfffooo", "ssnfffrrr"),
    "plans:report-names":        ("ssrrrrrrr", "ssnfffrrr"),
    "plans:officers":            ("ssnfffooo", "ssnfffiii"),
    "plans:report-issue":        ("ssnfffooo", "ssnfffiii"),
    "plans:report-text":         ("ssnfffooo", "ssnfffiii"),
    "plans:report-schedule":     ("ssnfffooo", "ssnfffiii"),
    "plans:report-schedule-stop": ("ssmmmmmmm", "ssnnnnrnn"),
    "plans:paper-template":      ("ssnfffooo", "ssnfffiii"),
    "plans:paper-template-file": ("ssnfffooo", "ssmmmmmmm"),
    "plans:report-standing":     ("ssnfffooo", "ssnfffiii"),
    "plans:report-layout":       ("ssnfffooo", "ssnfffiii"),
    "plans:issued-report":       ("ssnoooooo", "ssmmmmmmm"),
    "plans:issued-withdraw":     ("ssnfffooo", "ssnfffiii"),
    "plans:issued-file":         ("ssnoooooo", "ssmmmmmmm"),
    "plans:report-run":          ("ssnnnnonn", "ssmmmmmmm"),
    "plans:report-run-file":     ("ssnnnnonn", "ssmmmmmmm"),
    "plans:custom-report-add":    ("ssnfffooo", "ssnfffiii"),
    "plans:custom-report-change": ("ssnfffooo", "ssnfffiii"),
    "plans:custom-report-remove": ("ssnfffooo", "ssnfffooo"),
    "plans:data-file":           ("ssnoooooo", "ssmmmmmmm"),
    "plans:evidence-attach":     ("ssnffofff", "ssnffifff"),
    "plans:evidence-file":       ("ssnoooooo", "ssmmmmmmm"),
    "plans:evidence-withdraw":   ("ssnfffooo", "ssnfffiii"),
    "plans:exempt":              ("ssnfffooo", "ssnfffiii"),
    "plans:trail":               ("ssnoffooo", "ssmmmmmmm"),
    "plans:trail-export":        ("ssnffffoo", "ssmmmmmmm"),
    "plans:set-up":              ("ssnffffoo", "ssmmmmmmm"),
    "plans:set-up-details":      ("ssnffffoo", "ssnffffii"),
    "plans:set-up-inspection":   ("ssnffffoo", "ssnffffii"),
    "plans:set-up-scale-own":    ("ssnffffoo", "ssnffffii"),
    "plans:set-up-scale":        ("ssnffffoo", "ssnffffii"),
    "plans:set-up-theme-add":    ("ssnffffoo", "ssnffffii"),
    "plans:set-up-theme":        ("ssnffffoo", "ssnffffii"),
    "plans:set-up-numbers": ("ssnffffrr", "ssnffffrr"),
    "plans:set-up-recommendation-add": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-recommendation": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-milestone-add": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-milestone":    ("ssnffffoo", "ssnffffii"),
    "plans:set-up-commitment-add": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-commitment":   ("ssnffffoo", "ssnffffii"),
    "plans:set-up-success-measure-add": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-success-measure": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-action-change": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-withdraw":     ("ssnffffoo", "ssnffffii"),
    "plans:set-up-put-back":     ("ssnffffoo", "ssnffffoo"),
    "plans:set-up-role-add":     ("ssnffffoo", "ssnffffii"),
    "plans:set-up-role-end":     ("ssnffffoo", "ssnffffoo"),
    "plans:set-up-invitation":   ("ssnffffoo", "ssnffffrr"),
    "plans:set-up-officer-add":  ("ssnffffoo", "ssnffffii"),
    "plans:set-up-officer":      ("ssnffffoo", "ssnffffii"),
    "plans:set-up-officer-merge": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-actions-paste": ("ssnffffoo", "ssnffffii"),
    "plans:set-up-action-add":   ("ssnffffoo", "ssnffffii"),
    "plans:set-up-action-move":  ("ssnffffoo", "ssnffffii"),
    "plans:set-up-action-split": ("ssnffffoo", "ssnffffii"),
}  # fmt: skip
LETTER = {200: "o", 401: "u", 422: "i", 403: "f", 404: "n", 405: "m"}
UPDATED_ACTION = (
    "5.8.1"  # of theme 3, which the demo's theme lead leads, and not led by the demo's lead officer
)


def addresses(plan: Plan) -> dict[str, str]:
    """Return an address for every name, of things that exist on the plan."""
    waiting = DueDateChange.objects.filter(action__plan=plan, decision=None, import_run=None).select_related(
        "action"
    )[0]
    to = NewDate("March 2027", "month", date(2027, 3, 1), date(2027, 3, 31))
    updated = plan.actions.get(reference=UPDATED_ACTION)
    asked = request_due_date(updated, None, to, "Late.", provenance=Provenance(TODAY, account("lead")))
    said = NewUpdate(updated, None, ProgressStatus.BEHIND_TARGET, "Said by its lead.")
    record_updates([said], provenance=Provenance(TODAY, account("lead")))
    position = build_position(plan, TODAY)
    question = next(q for q in position.contradictions if q.is_action and 3 in q.theme_numbers)
    officer = ActionLead.objects.filter(action__plan=plan).first().officer_id
    file = ImportRun.objects.get(plan=plan).file
    held = hold_import(plan, account("analyst"), file.name, bytes(file.content), None)
    board = read_board(position)
    planned = board.next_meeting.planned_id
    earlier = Plan.objects.create(council=plan.council, title="An earlier plan", slug="earlier")
    attached = attach_evidence(
        plan,
        Update.objects.filter(action__plan=plan).latest("pk"),
        {"description": "A report"},
        check_upload("report.pdf", b"%PDF-1.7 x"),
        provenance=Provenance(TODAY),
    )
    returned = save_return(PlannedMeeting.objects.get(pk=planned), account("board"), {"actions": {}}, 0)
    submit_return(returned, provenance=Provenance(TODAY, account("board")))
    issued = issue_report(
        plan, "costs", TODAY, PUBLIC, timezone.localtime(), provenance=Provenance(TODAY, account("analyst"))
    )
    until = LinkFor(updated.pk, TODAY + timedelta(days=9))
    feed_secret = make_token(
        plan, account("lead"), "Outlook", TODAY + timedelta(days=9), today=TODAY, scope=TokenScope.CALENDAR
    )[1]
    link_secret = make_links(plan, account("lead"), [until])[updated.pk]
    custom = save_custom_report(plan, "Late", "actions", ["reference"], "", "", provenance=Provenance(TODAY))
    run = ReportRun.objects.create(
        plan=plan,
        by=account("analyst"),
        report="costs",
        as_at=TODAY,
        state=RunState.DONE,
        name="a.xlsx",
        content=b"x",
    )
    save_commitment(plan.themes.get(number=3), "3.9", "We will listen.", provenance=Provenance(TODAY))
    success, gone = (
        save_success_measure(
            plan,
            None,
            {"text": words, "theme_id": plan.themes.get(number=3).pk},
            provenance=Provenance(TODAY),
        )
        for words in ("Nine of ten on time", "Ten of ten on time")
    )
    withdraw_part(plan, gone, "Too many.", provenance=Provenance(TODAY))
    letterhead = io.BytesIO()
    new_document().save(letterhead)
    save_template(plan, NewFile("house.docx", "", letterhead.getvalue()), provenance=Provenance(TODAY))
    schedule = add_schedule(plan, account("analyst"), "board", "xlsx", ReportDays(SentWhen.MONTHLY, TODAY, 1))
    invited = invite(plan, "invited@test.example", Role.BOARD_MEMBER, by=account("planner"))
    given = {
        **{name: {"name": "cabinet"} for name in ("report", "report-publish", "report-names", "report-issue", "report-layout", "report-schedule")},
        "report-file": {"name": "cabinet", "form": "xlsx"},
        "report-text": {"name": "cabinet", "part": "summary"},
        "issued-report": {"number": issued.pk},
        "issued-withdraw": {"number": issued.pk},
        "issued-file": {"number": issued.pk, "file": issued.files.first().pk},
        "report-schedule-stop": {"number": schedule.pk},
        **{name: {"number": run.pk} for name in ("report-run", "report-run-file")},
        "api-table": {"name": "actions"}, "api-table-csv": {"name": "actions"},
        "view-save": {"listed": "action-list"}, "view-remove": {"view": 0},
        "custom-report-add": {"subject": "actions"},
        **{name: {"custom": custom.slug} for name in ("custom-report-change", "custom-report-remove")},
        "data-file": {"name": "actions"},
        "evidence-attach": {"kind": "action", "reference": UPDATED_ACTION},
        "evidence-file": {"number": attached.file_id},
        "evidence-withdraw": {"number": attached.file_id},
        # A plan that the plan administrator has no role on: only the system administrator is told of it.
        "carry-over": {"earlier": earlier.slug},
        "exempt": {"kind": "action", "reference": UPDATED_ACTION},
        "return": {"number": returned.pk},
        # About what theme 3 does not hold, so that its lead may not.
        "challenge-answer": {"challenge": next(c for c in board.open_challenges if c.subject.recommendation_number == 10).challenge_id},
        "barrier": {"number": next(b for b in board.barriers if not b.theme_numbers & {3}).number},
        "arising-report": {"arising": board.open_arising[0].arising_id},
        **{name: {"number": 3, "code": position.theme(3).milestones[0].code} for name in ("milestone", "milestone-report")},
        "theme-propose": {"number": 3}, "recommendation-propose": {"number": 5},
        **{name: {"meeting": position.last_meeting.pk} for name in ("meeting", "meeting-file", "meeting-send")}, "challenge-ask": {"kind": "action", "reference": UPDATED_ACTION},
        **{name: {"planned": planned} for name in ("meeting-rearrange", "meeting-call-off", "meeting-agenda", "meeting-agenda-file", "meeting-agenda-send", "minutes", "minutes-close")},
        "minutes-step": {"planned": planned, "step": "attendance"},
        "theme": {"number": 3}, "theme-rate": {"number": 3}, "recommendation": {"number": 5},
        "recommendation-rate": {"number": 5}, "recommendation-check": {"number": 5}, "action": {"reference": UPDATED_ACTION},
        "action-update-correct": {"reference": UPDATED_ACTION}, "action-close": {"reference": UPDATED_ACTION}, "action-rate": {"reference": UPDATED_ACTION}, "recommendation-close": {"number": 5}, "action-update": {"reference": UPDATED_ACTION}, "action-due-date": {"reference": UPDATED_ACTION},
        "action-due-date-decision": {"reference": waiting.action.reference, "change": waiting.pk},
        # Who asked may take it back, and nobody else: the theme's lead.
        "action-due-date-withdraw": {"reference": UPDATED_ACTION, "change": asked.pk},
        "question-answer": {"kind": question.kind.value, "subject": question.subject.replace(" ", "-")},
        # No target of the measure: who may is told that there is none, and nothing is taken back.
        "measure-target-take-back": {"code": "staff-turnover", "target": 0},
        **{
            name: {"code": "staff-turnover"}
            for name in ("measure", "measure-definition", "measure-target", "measure-step-change", "measure-grades")
        },
        "import-receipt": {"run": ImportRun.objects.get(plan=plan).pk},
        "import-file": {"run": ImportRun.objects.get(plan=plan).pk},
        "import-annotated": {"run": ImportRun.objects.get(plan=plan).pk},
        "import-undo": {"run": ImportRun.objects.get(plan=plan).pk},
        "update-workbook": {"number": 3},
        "update-workbook-returned": {"pending": held.pk},
        "import-columns": {"pending": held.pk},
        "import-tables": {"pending": held.pk},
        "import-preview": {"pending": held.pk},
        "council-role-review": {"role": PlanRole.objects.filter(plan=plan, user=account("board")).get().pk},
        "council-person-close": {"person": account("board").pk},
        "set-up-theme": {"number": 1}, "set-up-recommendation": {"number": 5}, "set-up-action-change": {"reference": "1.1"},
        **{name: {"number": 3} for name in ("set-up-milestone-add", "set-up-commitment-add")},
        "set-up-milestone": {"number": 3, "code": position.theme(3).milestones[0].code},
        "set-up-commitment": {"number": 3, "reference": "3.9"}, "set-up-success-measure": {"measure": success.pk},
        "set-up-withdraw": {"kind": "recommendation", "key": plan.recommendations.get(number=5).pk},
        "set-up-put-back": {"kind": "success-measure", "key": gone.pk}, "set-up-officer": {"officer": officer}, "set-up-officer-merge": {"officer": officer},
        **{name: {"officer": officer} for name in ("person", "hand-over")},
        "set-up-invitation": {"invitation": invited.pk}, "invitation": {"token": token_of(invited)},
        "update-by-link": {"secret": link_secret}, "calendar-feed": {"secret": feed_secret},
        "set-up-role-end": {"role": PlanRole.objects.filter(plan=plan, user=account("board")).get().pk},
        "set-up-action-move": {"reference": "1.1"}, "set-up-action-split": {"reference": "1.1"},
    }  # fmt: skip
    found = {}
    for name in EXPECTED:
        short = name.partition(":")[2]
        if short.startswith("council-"):
            slug = {"slug": plan.council.slug}
            found[name] = reverse(name, kwargs={**slug, **given.get(short, {})})
            continue
        slug = (
            {}
            if short
            in {
                "plan-list",
                "plan-add",
                "search-all",
                "invitation",
                "update-by-link",
                "calendar-feed",
                "my-reminders",
                "my-keys",
                "api-description",
                "api-plans",
            }
            else {"slug": plan.slug}
        )
        found[name] = reverse(name, kwargs={**slug, **given.get(short, {})})
    return found


@pytest.fixture(scope="module")
def every_address(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, str]]:
    """Every address of the demo, whose things stand there for all tests of the module that asks."""
    demo = Plan.objects.filter(slug=SLUG).select_related("council", "inspection")
    with kept_for_a_module(django_db_blocker, lambda: addresses(demo.get())) as found:
        yield found


def people(plan: Plan) -> dict[str, User | None]:
    other = make_plan("elsewhere")
    gone = make_user("gone@test.example", plan, Role.PLAN_ADMINISTRATOR)
    found: dict[str, User | None] = {
        "nobody": None,
        "stranger": make_user("s@test.example", other, Role.PLAN_ADMINISTRATOR),
    }
    found["deactivated"] = gone
    found |= {name: account(name) for name in ("board", "officer", "lead", "analyst", "planner", "admin")}
    return found


@pytest.fixture(scope="module")
def who(every_address: dict[str, str], django_db_blocker) -> Iterator[dict[str, User | None]]:
    """One person of each column."""
    with kept_for_a_module(django_db_blocker, lambda: people(Plan.objects.get(slug=SLUG))) as found:
        yield found


def rows() -> dict[str, int]:
    """Return how many rows every table of ours holds, asked in one question."""
    tables = {
        model._meta.label: connection.ops.quote_name(model._meta.db_table)
        for label in ("improvement", "performance", "plans")
        for model in apps.get_app_config(label).get_models()
        # That somebody looked is noted when they do, and no part of any plan.
        if model is not Visit
    }
    counts = (f"SELECT '{label}', COUNT(*) FROM {table}" for label, table in tables.items())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def letter(response) -> str:
    if response.status_code == 302:
        return "s" if "/sign-in/" in response["Location"] else "r"
    return LETTER[response.status_code]


def answered(user: User | None, method: str, address: str) -> str:
    client = Client()
    is_gone = user is not None and user.email == "gone@test.example"
    if user:
        client.force_login(user)
    if is_gone:
        User.objects.filter(pk=user.pk).update(is_active=False)
    data = {"form-TOTAL_FORMS": "x"} if address.endswith("my-actions/update/") and method == "post" else {}
    try:
        response = getattr(client, method)(address, data)
        if response.status_code == 422 and response["Content-Type"].startswith("text/html"):
            # What is wrong is said once, in the title too.
            page = response.content.decode()
            assert "Error: Error:" not in page, address
            if "TOTAL_FORMS" not in page:
                assert page.count("There is a problem") < 2, address
        return letter(response)
    finally:
        if is_gone:
            User.objects.filter(pk=user.pk).update(is_active=True)


def test_every_address_of_a_plan_is_in_the_matrix():
    names = {f"plans:{name}" for name in get_resolver("plans.urls").reverse_dict if isinstance(name, str)}
    # Whatever address there is not.
    names.discard("plans:api-nowhere")

    assert names == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_reading(every_address, who, demo, name):
    address, before = every_address[name], rows()

    assert dict(zip(COLUMNS, EXPECTED[name][0], strict=True)) == {
        column: answered(who[column], "get", address) for column in ASKED
    }
    assert rows() == before
    assert Plan.objects.filter(pk=demo.pk).exists()
    assert before["plans.Action"] > 0


@pytest.mark.parametrize("name", EXPECTED)
def test_posting_nothing(every_address, who, demo, name):
    address = every_address[name]
    expected = dict(zip(COLUMNS, EXPECTED[name][1], strict=True))
    for column in ASKED:
        before = rows()
        answer = answered(who[column], "post", address)
        assert (column, answer) == (column, expected[column])
        assert rows() == before
    assert demo.actions.filter(reference=UPDATED_ACTION).exists()


# What the clerk to the board may not, and the analyst may: whatever comes from workbooks, and figures of measures.
NOT_THE_CLERKS = {
    *(f"plans:{name}" for name in (
        "import", "import-columns", "import-tables", "import-preview", "import-file", "import-annotated", "import-undo",
        "update-workbook", "update-workbook-returned", "figures", "figures-paste", "figures-sheet", "figures-import", "figures-published",
        "measure-definition", "measure-target", "measure-step-change", "measure-grades", "measure-add", "officers",
    )),
}  # fmt: skip
# Each sees their own alone: a long report that somebody else asked for.
OWN_ALONE = {
    "plans:report-run",
    "plans:report-run-file",
    "plans:report-schedule-stop",
    "plans:measure-target-take-back",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_clerk_may_what_the_analyst_may_but_import_and_measure(every_address, who, demo, name):
    clerk = User.objects.get(email="clerk@northmoor.example")
    analyst = COLUMNS.index("analyst")
    for method, letters in zip(("get", "post"), EXPECTED[name], strict=True):
        answer = answered(clerk, method, every_address[name])
        if name in NOT_THE_CLERKS:
            assert answer in {"f", "m"}, (name, method)
        elif name in OWN_ALONE:
            assert answer in {"n", "m", "f"}, (name, method)
        else:
            assert answer == letters[analyst], (name, method)
