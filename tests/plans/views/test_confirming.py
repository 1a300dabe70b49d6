"""Nothing is taken away by one click: each such post is asked about first, with what goes and what stays."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from improvement.models import User
from performance.models import Target
from plans.access import ROLE_WORDS
from plans.choices import MinutesStep, Role, ThemePart
from plans.models import ImportRun, ImportUndo, PlannedMeetingVersion, PlanRole
from plans.operations.history import Provenance
from plans.operations.meetings import MeetingPlan, plan_meetings, save_minutes_draft
from plans.operations.people import end_role, give_role, set_theme_people
from plans.operations.reports import save_custom_report
from plans.position.report_texts import read_custom_reports
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, since

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
# Buttons alone that take nothing away, or stand under the question themselves.
BARE = {
    "base.html": "signs out",
    "components/typed_discard.html": "puts away a draft, beside the words that it holds",
    "components/filter_box.html": "removes a view, which is made again in a moment",
    "plans/returns/mine.html": "takes a return back, which is submitted again as it was",
    "account/keys.html": "ends a key, beside what it opens; another is made in a moment",
    "account/email_change.html": "sends a link again, or keeps the address as it is",
    "account/email_confirm.html": "confirms an address, under which it is",
    "account/sessions.html": "signs out elsewhere",
    "account/sign_in.html": "signs in by another way",
    "mfa/authenticate.html": "signs in by another way, or not at all",
    "mfa/webauthn/authenticator_confirm_delete.html": "stands under its question",
    "plans/close_account.html": "is the question",
    "plans/confirm.html": "is the question",
    "plans/council_people.html": "confirms that a role is still needed; the next year asks again",
    "plans/invitation.html": "takes the role that the page tells of",
    "plans/set_up/invitation.html": "sends a link again; withdrawing is asked about",
    "socialaccount/connections.html": "links and unlinks, under what that means",
    "socialaccount/login.html": "goes on to the council's sign-in",
    "plans/reports/_regularly.html": "stops a report that is asked for again in a moment",
    "plans/reports/template.html": "removes a template, which is asked about",
    "plans/import_preview.html": "applies what stands above it, or puts a file away that can be uploaded again",
    "plans/meetings/minutes.html": "closes a meeting, under what was noted and a warning that it stays",
}


@pytest.fixture
def plan():
    return make_plan(actions=3)


@pytest.fixture
def planner(plan) -> Client:
    return signed_in(make_user("planner@test.example", plan, Role.PLAN_ADMINISTRATOR))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, address: str) -> str:
    """Return what is asked; a bare post is asked the same as a page that is opened."""
    opened, posted = client.get(address), client.post(address)
    assert (opened.status_code, posted.status_code) == (200, 200)
    assert 'name="confirmed"' in posted.content.decode()
    return unescape(opened.content.decode())


def test_no_page_has_a_button_that_posts_by_itself():
    """A form with nothing to fill in does what it does at one click."""
    bare = set()
    for template in TEMPLATES.rglob("*.html"):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.DOTALL):
            drawn = re.sub(r'<input type="hidden"[^>]*>|{% csrf_token %}', "", form)
            if not re.search(r"<(input|textarea|select)|{{ ?(form|row|field|section)|{% include", drawn):
                bare.add(str(template.relative_to(TEMPLATES)))
    assert bare == set(BARE)


def test_every_role_is_told_of_in_words():
    assert set(ROLE_WORDS) == set(Role)


def test_ending_a_role_says_what_the_person_loses_and_what_stays(plan, planner):
    lead = make_theme_lead(plan, "asha@test.example")
    role = PlanRole.objects.get(plan=plan, user=lead)
    address = reverse("plans:set-up-role-end", args=[plan.slug, role.pk])
    overview = planner.get(reverse("plans:set-up", args=[plan.slug])).content.decode()
    assert f'href="{address}"' in overview
    page = asked(planner, address)
    assert "End the role of asha as theme lead" in page
    assert "asha can no longer report on the themes that their officer leads" in page
    assert "3 open actions that they report on: name another lead" in page
    assert "They can no longer see this plan" in page
    assert "Everything they reported, decided or entered stays on record under their name." in page
    role.refresh_from_db()
    assert role.known_to is None

    assert planner.post(address, {"confirmed": "1"}).status_code == 302
    role.refresh_from_db()
    assert role.known_to == TODAY


def test_what_the_person_keeps_is_told_too(plan, planner):
    lead = make_theme_lead(plan, "asha@test.example")
    give_role(plan, lead, Role.BOARD_MEMBER, provenance=since())
    role = PlanRole.objects.get(plan=plan, user=lead, role=Role.BOARD_MEMBER)
    page = asked(planner, reverse("plans:set-up-role-end", args=[plan.slug, role.pk]))
    assert "They are still theme lead." in page
    assert "open action" not in page
    assert "They can no longer see this plan" not in page


def test_ones_own_role_and_the_last_administrators(plan, planner):
    own = PlanRole.objects.get(plan=plan, role=Role.PLAN_ADMINISTRATOR)
    address = reverse("plans:set-up-role-end", args=[plan.slug, own.pk])
    refused = planner.post(address, {"confirmed": "1"}, follow=True)
    assert "You can't end the role of the plan's last administrator" in unescape(refused.content.decode())
    assert "You can't end the role of the plan's last administrator" in unescape(
        planner.get(address, follow=True).content.decode()
    )
    with pytest.raises(ValidationError, match="last administrator"):
        end_role(own, provenance=since(TODAY))
    # Somebody who can't sign in administers nothing.
    gone = make_user("gone@test.example", plan, Role.PLAN_ADMINISTRATOR, is_active=False)
    with pytest.raises(ValidationError, match="last administrator"):
        end_role(own, provenance=since(TODAY))
    User.objects.filter(pk=gone.pk).update(is_active=True)
    assert "This is your own role." in asked(planner, address)
    assert planner.post(address, {"confirmed": "1"}).status_code == 302


def test_merging_says_what_moves_and_that_it_cannot_be_taken_back(plan, planner):
    user = make_user("practice@test.example", plan, Role.LEAD_OFFICER)
    officer, into = make_officer(plan, user=user), make_officer(plan, "Head of Learning")
    set_theme_people(ThemePart.MEMBER, {plan.themes.get().pk: [officer.pk]}, provenance=since())
    address = reverse("plans:set-up-officer-merge", args=[plan.slug, officer.pk])
    revision = planner.get(address).context["page"].plan.revision
    chosen = {"into": into.pk, "plan_revision": revision}
    page = unescape(planner.post(address, chosen).content.decode())
    assert "Merge Head of Practice into Head of Learning?" in page
    assert "3 actions; 1 theme" in page
    assert "you can't undo this here" in page
    assert "practice@test.example, who signs in as Head of Practice, no longer reports on what moves." in page
    officer.refresh_from_db()
    assert officer.merged_into is None
    assert f'name="plan_revision" value="{revision}"' in page
    assert planner.post(address, {**chosen, "confirmed": "1"}).status_code == 302
    officer.refresh_from_db()
    assert officer.merged_into == into


def test_calling_a_meeting_off_says_what_goes_with_it(plan, planner):
    meeting = MeetingPlan(TODAY + timedelta(days=9), returns_open_on=TODAY)
    planned = plan_meetings(plan, [meeting], provenance=since())[0]
    save_minutes_draft(planned, MinutesStep.DECISIONS, [], 0, by=make_user("minutes@test.example"))
    page = asked(planner, reverse("plans:meeting-call-off", args=[plan.slug, planned.pk]))
    assert "Cancel Improvement board, 30 November 2026" in page
    assert "What was noted for its minutes (1 step) can no longer be reached." in page
    assert "No one is asked for a return for it any more." in page
    assert PlannedMeetingVersion.objects.get(planned=planned).withdrawn is False


def test_undoing_an_import_taking_back_a_target_and_removing_a_report_are_asked_about(demo, sign_in):
    analyst, planner = sign_in("analyst"), sign_in("planner")
    run = ImportRun.objects.get(plan=demo)
    target = Target.objects.filter(measure__code="staff-turnover").latest("pk")
    custom = save_custom_report(demo, "Late", "actions", ["reference"], "", "", provenance=Provenance(TODAY))
    page = asked(
        planner, reverse("plans:measure-target-take-back", args=[demo.slug, "staff-turnover", target.pk])
    )
    assert "Dates before today are judged as they were." in page
    assert not Target.objects.filter(revises=target).exists()
    page = asked(analyst, reverse("plans:custom-report-remove", args=[demo.slug, custom.slug]))
    assert "No one on the plan will be able to run it" in page
    assert read_custom_reports(demo)
    # The demo's import has been built on: it says so and asks nothing.
    refused = analyst.get(reverse("plans:import-undo", args=[demo.slug, run.pk]), follow=True)
    assert "The import was not undone." in refused.content.decode()
    assert not ImportUndo.objects.exists()
