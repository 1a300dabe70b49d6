"""Exempt items (Part 2): left out for those who may not see them, everywhere, and of public reports."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from improvement.uploads import check_upload
from plans.choices import ProgressStatus, Role
from plans.models import ActionVersion, EvidenceFile, Update
from plans.operations.board import NewChallenge, add_barrier, record_challenges
from plans.operations.evidence import attach_evidence
from plans.operations.history import change_versions
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.minutes import Minutes
from plans.operations.structure import mark_exempt
from plans.position import build_position
from plans.position.viewer import PUBLIC, Viewer
from plans.procedures.close_meeting import close_with
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, rate, say, since

pytestmark = pytest.mark.django_db
SECRET = "Restructure one named team"


@pytest.fixture
def plan(db):
    plan = make_plan(actions=2)

    first = plan.actions.get(reference="1.1")
    change_versions(ActionVersion, "action", {first.pk: {"text": SECRET}}, since())
    say(first, ProgressStatus.ON_TARGET, date(2026, 3, 1), "Quietly begun.", ["A paper"])
    rate(plan, first, "R", date(2026, 4, 1), "Delicate.")
    add_barrier(
        plan, {"text": "The unions must not hear of it."}, [first.pk], provenance=since(date(2026, 5, 1))
    )
    mark_exempt(first, True, "Paragraph 4", provenance=since(date(2026, 6, 1)))
    return plan


def client_of(plan, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(f"{role.value}@{plan.slug}.example", plan, role))
    return client


PAGES = [
    "dashboard",
    "action-list",
    "theme",
    "recommendation",
    "questions",
    "timeline",
    "compare",
    "dates",
    "meetings",
    "challenge-log",
    "returns",
]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_it_to_who_may_not_see_it(plan, name):
    arguments = {"theme": [1], "recommendation": [1]}.get(name, [])
    address = reverse(f"plans:{name}", args=[plan.slug, *arguments])
    officer = unescape(
        client_of(plan, Role.LEAD_OFFICER).get(address, {"since": "2026-01-05"}).content.decode()
    )
    board = unescape(
        client_of(plan, Role.BOARD_MEMBER).get(address, {"since": "2026-01-05"}).content.decode()
    )

    for words in (SECRET, "Quietly begun.", "The unions must not hear of it.", "Delicate."):
        assert words not in officer
    if name in {"action-list", "theme", "recommendation", "timeline"}:
        assert SECRET in board


def test_its_own_page_export_and_evidence_are_not_found(plan):
    update = Update.objects.get(action__plan=plan)
    attach_evidence(
        plan, update, {"description": "Plan"}, check_upload("plan.pdf", b"%PDF-1"), provenance=since(TODAY)
    )
    file = reverse("plans:evidence-file", args=[plan.slug, EvidenceFile.objects.get().pk])
    officer, board = client_of(plan, Role.LEAD_OFFICER), client_of(plan, Role.BOARD_MEMBER)
    own_page = reverse("plans:action", args=[plan.slug, "1.1"])
    assert [officer.get(address).status_code for address in (own_page, file)] == [404, 404]
    assert [board.get(address).status_code for address in (own_page, file)] == [200, 200]
    workbook = load_workbook(
        BytesIO(officer.get(reverse("plans:action-list-export", args=[plan.slug])).content)
    )
    assert SECRET not in str([row for sheet in workbook for row in sheet.iter_rows(values_only=True)])


def test_its_own_lead_officer_sees_it_and_a_sub_action_goes_with_its_parent(plan):
    lead = make_user("own@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=lead)  # who leads every action of the plan
    assert build_position(plan, TODAY, Viewer(False, lead.pk)).action("1.1").text == SECRET
    assert build_position(plan, TODAY, Viewer(False, 0)).action("1.1") is None
    assert build_position(plan, TODAY, PUBLIC).hidden == {"Action 1.1"}
    # Asking for a day on which it was public does not show it.
    assert build_position(plan, date(2026, 5, 31), PUBLIC).hidden == {"Action 1.1"}


def test_the_cabinet_workbook_leaves_it_out_and_says_so(plan):
    client = client_of(plan, Role.ANALYST)
    answer = client.get(reverse("plans:report-file", args=[plan.slug, "cabinet", "xlsx"]))
    cells = str(
        [row for sheet in load_workbook(BytesIO(answer.content)) for row in sheet.iter_rows(values_only=True)]
    )

    assert SECRET not in cells
    assert "1 exempt item is left out (Part 2)" in cells


def test_an_exempt_recommendation_takes_its_challenges_with_it(plan):
    item = plan.recommendations.get()
    record_challenges(
        plan, [NewChallenge("Who leaked it?", recommendation_id=item.pk)], provenance=since(TODAY)
    )
    mark_exempt(item, True, "Paragraph 1", provenance=since(TODAY))
    log = reverse("plans:challenge-log", args=[plan.slug])
    officer, board = client_of(plan, Role.LEAD_OFFICER), client_of(plan, Role.BOARD_MEMBER)

    assert "Who leaked it?" not in officer.get(log).content.decode()
    assert "Who leaked it?" in board.get(log).content.decode()
    assert officer.get(reverse("plans:recommendation", args=[plan.slug, 1])).status_code == 404
    assert (
        "not shown to you and not counted here"
        in officer.get(reverse("plans:dashboard", args=[plan.slug])).content.decode()
    )


def test_it_is_marked_by_form_with_a_reason_and_made_public_again(plan):
    client = client_of(plan, Role.PLAN_ADMINISTRATOR)
    address = reverse("plans:exempt", args=[plan.slug, "action", "1.2"])
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "Paragraph 2"}).status_code == 302
    assert build_position(plan, TODAY).action("1.2").is_exempt
    assert "Exempt (Part 2)" in client.get(reverse("plans:action", args=[plan.slug, "1.2"])).content.decode()
    assert client.post(address, {"reason": "Published."}).status_code == 302
    assert not build_position(plan, TODAY).action("1.2").is_exempt


def test_what_was_public_yesterday_is_not_shown_by_asking_for_yesterday(plan):
    officer, day = client_of(plan, Role.LEAD_OFFICER), "2026-05-20"
    for name, arguments in (("dashboard", []), ("action-list", []), ("timeline", []), ("compare", [])):
        page = officer.get(
            reverse(f"plans:{name}", args=[plan.slug, *arguments]), {"as-at": day, "since": "2026-02-01"}
        )
        assert SECRET not in page.content.decode()
    assert officer.get(reverse("plans:action", args=[plan.slug, "1.1"]), {"as-at": day}).status_code == 404
    analyst = client_of(plan, Role.ANALYST)
    answer = analyst.get(reverse("plans:report-file", args=[plan.slug, "cabinet", "xlsx"]), {"as-at": day})
    cells = [
        row for sheet in load_workbook(BytesIO(answer.content)) for row in sheet.iter_rows(values_only=True)
    ]
    assert SECRET not in str(cells)


def test_an_exempt_recommendation_takes_what_serves_it_alone_with_it(plan):
    mark_exempt(plan.recommendations.get(), True, "Paragraph 1", provenance=since(TODAY))
    hidden = build_position(plan, TODAY, PUBLIC).hidden

    assert hidden == {"Recommendation 1", "Action 1.1", "Action 1.2"}


def test_marking_twice_does_not_make_it_public_again(plan):
    client = client_of(plan, Role.PLAN_ADMINISTRATOR)
    address = reverse("plans:exempt", args=[plan.slug, "action", "1.2"])
    posted = {"reason": "Paragraph 2", "was": f"public {plan.actions.get(reference='1.2').pk}"}
    assert [client.post(address, posted).status_code for _time in range(2)] == [302, 302]
    assert build_position(plan, TODAY).action("1.2").is_exempt


def test_a_records_corrections_do_not_hint_at_what_is_exempt(plan):
    planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since())[0]
    meeting = close_with(planned, Minutes(), since(TODAY))
    page = (
        client_of(plan, Role.LEAD_OFFICER)
        .get(reverse("plans:meeting", args=[plan.slug, meeting.pk]))
        .content.decode()
    )

    assert "Earlier figures, since corrected" not in page
    assert "1.1" not in page
