"""Officers are the council's: nobody reaches into another plan through one, whatever table names the officer there."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from improvement.models import Officer
from performance.operations.measures import NewMeasure, add_measures
from plans.access import access_to
from plans.choices import OwnerPart, ProgressStatus, Role, ThemePart
from plans.models import ActionLead, RecommendationLead, SuccessMeasureOwner
from plans.operations.board import NewArising, NewChallenge, add_barrier, record_challenges
from plans.operations.history import set_members
from plans.operations.links import Evidences, set_measure_links
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.minutes import Minutes
from plans.operations.people import give_role, merge_officers, set_theme_people
from plans.operations.structure import NewSuccessMeasure, add_success_measures
from plans.position.officer_parts import GIVES_A_RIGHT, GIVES_NONE, OF_THE_OFFICER
from plans.procedures.close_meeting import close_with
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, say, since

pytestmark = pytest.mark.django_db


def test_every_foreign_key_to_an_officer_is_said_to_give_a_right_or_none():
    derived = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Officer
    }
    listed = [(model, field) for model, field, *_rest in (*GIVES_A_RIGHT, *GIVES_NONE)] + [*OF_THE_OFFICER]

    assert set(listed) == derived
    assert len(listed) == len(set(listed))
    assert all(len(reason) > 20 for *_part, reason in GIVES_NONE)


def lead_action(plan, officer):
    set_members(ActionLead, "action", "officer", {plan.actions.get().pk: [officer.pk]}, since())


def lead_theme(plan, officer):
    set_theme_people(ThemePart.DEPUTY, {plan.themes.get().pk: [officer.pk]}, provenance=since())


def lead_recommendation(plan, officer):
    set_members(
        RecommendationLead,
        "recommendation",
        "officer",
        {plan.recommendations.get().pk: [officer.pk]},
        since(),
    )


def own_success_measure(plan, officer):
    (made,) = add_success_measures(
        plan,
        [NewSuccessMeasure({"text": "All on time.", "action_id": plan.actions.get().pk})],
        provenance=since(),
    )
    set_members(
        SuccessMeasureOwner,
        "success_measure",
        "officer",
        {made.pk: [officer.pk]},
        since(),
        part=OwnerPart.LEAD,
    )


def own_measure(plan, officer):
    (made,) = add_measures(
        plan.council,
        [NewMeasure("visits", {"name": "Visits", "owner": officer})],
        provenance=since(date(2026, 1, 1)),
    )
    set_measure_links(plan, {made.pk: [Evidences()]}, provenance=since())


def held(plan, minutes: Minutes):
    day = date(2026, 11, 6 - plan.meetings.count())
    (planned,) = plan_meetings(plan, [MeetingPlan(day)], provenance=since())
    return close_with(planned, minutes, since(day))


def own_arising(plan, officer):
    held(plan, Minutes(actions=[NewArising("Bring the plan.", officer.pk, date(2026, 12, 1))]))


def own_barrier(plan, officer):
    add_barrier(plan, {"text": "No staff.", "owner": officer}, [], provenance=since())


def ask(plan, officer):
    record_challenges(plan, [NewChallenge("Why?", asked_by_id=officer.pk)], provenance=since())


def plan_to_chair(plan, officer):
    plan_meetings(plan, [MeetingPlan(date(2026, 12, 6), chair_id=officer.pk)], provenance=since())


def chair(plan, officer):
    held(plan, Minutes(chair_id=officer.pk))


def attend(plan, officer):
    held(plan, Minutes(present=[officer.pk]))


def report(plan, officer):
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY, reported_by=officer)


PARTS = {
    "ActionLead": lead_action,
    "ThemePerson": lead_theme,
    "RecommendationLead": lead_recommendation,
    "SuccessMeasureOwner": own_success_measure,
    "MeasureVersion": own_measure,
    "ActionArising": own_arising,
    "BarrierVersion": own_barrier,
    "Challenge": ask,
    "Meeting": chair,
    "PlannedMeetingVersion": plan_to_chair,
    "Attendance": attend,
    "Update": report,
}


@pytest.mark.parametrize("name", [model.__name__ for model, *_rest in (*GIVES_A_RIGHT, *GIVES_NONE)])
def test_an_officer_named_on_another_plan_is_not_linked_renamed_or_merged_from_here(db, name):
    own = make_plan("own", actions=1)
    other = make_plan("other", council=own.council)
    me = make_user("me@test.example", own, Role.PLAN_ADMINISTRATOR)
    officer, free = make_officer(own, "Director of Elsewhere"), make_officer(own, "Head of Learning")
    client = Client()
    client.force_login(me)
    address = reverse("plans:set-up-officer", args=[own.slug, officer.pk])
    assert client.get(address).status_code == 200
    PARTS[name](other, officer)
    own.refresh_from_db()
    revision = {"plan_revision": own.revision}
    said = {"job_title": "Director of Here", "name": "", "account": me.email, **revision}

    assert client.post(address, said).status_code == 403
    for one, into in ((officer, free), (free, officer)):
        merge = reverse("plans:set-up-officer-merge", args=[own.slug, one.pk])
        # Nor is one of another plan offered to choose.
        assert client.post(merge, {"into": into.pk, "confirmed": "1", **revision}).status_code in {403, 422}
    officer.refresh_from_db()
    assert (officer.user, officer.job_title, officer.merged_into) == (None, "Director of Elsewhere", None)


def test_what_an_officer_led_before_still_names_them_on_the_other_plans_past_days(db):
    own = make_plan("own", actions=1)
    other = make_plan("other", council=own.council)
    officer, another = make_officer(own, "Director of Elsewhere"), make_officer(own, "Head of Learning")
    lead_action(other, officer)
    set_members(ActionLead, "action", "officer", {other.actions.get().pk: [another.pk]}, since(TODAY))
    access = access_to(make_user("me@test.example", own, Role.PLAN_ADMINISTRATOR), own)

    assert not access.may_change_officer(officer)


def test_who_sets_up_both_plans_may_change_their_officer_merged_ones_counted_in(db):
    own = make_plan("own", actions=1)
    other = make_plan("other", council=own.council)
    me = make_user("me@test.example", own, Role.PLAN_ADMINISTRATOR)
    officer, another = make_officer(own, "Director of Elsewhere"), make_officer(own, "Head of Learning")
    own_barrier(other, officer)
    merge_officers(officer, another, provenance=since())
    assert not access_to(me, own).may_change_officer(another)

    give_role(other, me, Role.PLAN_ADMINISTRATOR, provenance=since())

    assert access_to(me, own).may_change_officer(another)
