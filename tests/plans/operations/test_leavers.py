"""Joiners, movers and leavers: roles with a first and a last day, the yearly review, and closed accounts."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from plans.access import access_to
from plans.choices import Role
from plans.models import PlanRole
from plans.operations.leavers import close_account, confirm_role
from plans.operations.people import end_role, give_role
from plans.position.accounts import accounts_on
from plans.reach import may_close_account, readers_of, visible_plans
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan():
    return make_plan("staffed", actions=1)


@pytest.fixture
def planner(plan):
    return make_user("planner@leave.example", plan, Role.PLAN_ADMINISTRATOR)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def roles_on(plan, user, day, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: day)
    return access_to(user, plan).roles


def test_a_role_begins_and_ends_by_itself(plan, planner, monkeypatch):
    user = make_user("helper@leave.example")
    give_role(
        plan, user, Role.ANALYST, provenance=since(TODAY), begins_on=TODAY + 3 * DAY, last_day=TODAY + 5 * DAY
    )
    held = {n: roles_on(plan, user, TODAY + n * DAY, monkeypatch) for n in (0, 2, 3, 5, 6)}

    assert held == {0: set(), 2: set(), 3: {Role.ANALYST}, 5: {Role.ANALYST}, 6: set()}
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY + 6 * DAY)
    assert list(visible_plans(user)) == []
    assert user.pk not in readers_of(plan)


def test_one_that_is_to_begin_or_end_can_be_ended_or_lengthened(plan, planner):
    user = make_user("helper@leave.example")
    give_role(plan, user, Role.ANALYST, provenance=since(TODAY), last_day=TODAY + DAY)
    give_role(plan, user, Role.ANALYST, provenance=since(TODAY), last_day=TODAY + 9 * DAY)
    role = PlanRole.objects.get(user=user)
    assert role.last_day == TODAY + 9 * DAY
    end_role(role, provenance=since(TODAY))
    assert access_to(user, plan).roles == set()
    give_role(plan, user, Role.ANALYST, provenance=since(TODAY), begins_on=TODAY + DAY)
    end_role(PlanRole.objects.get(user=user, known_to=None), provenance=since(TODAY))
    assert not PlanRole.objects.filter(user=user, known_to=None).exists()


def test_the_only_administrator_is_not_set_to_end(plan, planner):
    with pytest.raises(ValidationError):
        give_role(plan, planner, Role.PLAN_ADMINISTRATOR, provenance=since(TODAY), last_day=TODAY + DAY)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"}, "a role can't begin or end in the past"),
        ({"begins_on_day": "1", "begins_on_month": "1", "begins_on_year": "2020"}, "The first day must be 21 November 2026 or later"),
        ({"email": "new@leave.example", "last_day_day": "1", "last_day_month": "1", "last_day_year": "2030"}, "Invite the person first"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(plan, planner, typed, said):
    make_user("helper@leave.example")
    plan.refresh_from_db()
    page = signed_in(planner).post(
        reverse("plans:set-up-role-add", args=[plan.slug]),
        {"email": "helper@leave.example", "role": "analyst", "plan_revision": plan.revision, **typed},
    )

    assert page.status_code == 422
    assert said in unescape(page.content.decode())


def test_what_nobody_looked_at_for_a_year_is_due(plan, planner):
    user = make_user("old@leave.example")
    give_role(plan, user, Role.BOARD_MEMBER, provenance=since(TODAY - 366 * DAY))
    client, address = signed_in(planner), reverse("plans:council-people", args=[plan.council.slug])
    role = PlanRole.objects.get(user=user)
    page = client.get(address).content.decode()
    assert "Still needed" in page
    review = reverse("plans:council-role-review", args=[plan.council.slug, role.pk])
    told = client.post(review, {"confirmed": "1"}, follow=True).content.decode()

    assert "confirmed." in told
    account = next(item for item in accounts_on([plan], TODAY) if item.user == user)
    assert (account.due, account.roles[0].reviewed_on) == ([], TODAY)
    later = next(item for item in accounts_on([plan], TODAY + 365 * DAY) if item.user == user)
    assert len(later.due) == 1


def test_a_closed_account_is_out_at_once_and_its_past_stays(plan, planner):
    user = make_user("leaver@leave.example", plan, Role.BOARD_MEMBER)
    theirs, page = signed_in(user), reverse("plans:dashboard", args=[plan.slug])
    assert theirs.get(page).status_code == 200
    address = reverse("plans:council-person-close", args=[plan.council.slug, user.pk])
    asked = signed_in(planner).get(address).content.decode()
    assert "can sign in no more" in asked
    done = signed_in(planner).post(address, {"confirmed": "1"}, follow=True)

    assert f"The account of {user} is closed." in done.content.decode()
    assert theirs.get(page).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert PlanRole.objects.filter(user=user).count() == 1


def test_nobody_closes_whom_they_do_not_administer(plan, planner):
    other = make_plan("elsewhere", actions=1)
    both = make_user("both@leave.example", plan, Role.BOARD_MEMBER)
    give_role(other, both, Role.BOARD_MEMBER, provenance=since(TODAY))
    root = make_user("root@leave.example", plan, Role.BOARD_MEMBER)
    root.is_superuser = True
    root.save()
    stranger = make_user("s@leave.example", other, Role.PLAN_ADMINISTRATOR)

    assert not may_close_account(planner, both)
    assert not may_close_account(planner, root)
    assert not may_close_account(planner, planner)
    assert (
        signed_in(stranger).get(reverse("plans:council-people", args=[plan.council.slug])).status_code == 404
    )
    address = reverse("plans:council-person-close", args=[plan.council.slug, both.pk])
    assert signed_in(planner).post(address, {"confirmed": "1"}).status_code == 403


def test_the_last_administrator_is_not_closed(plan, planner):
    with pytest.raises(ValidationError, match="only administrator"):
        close_account(planner, provenance=since(TODAY))
    confirm_role(PlanRole.objects.get(user=planner), provenance=since(TODAY))
    planner.refresh_from_db()
    assert planner.is_active


def test_the_page_takes_the_same_queries_however_many_people(plan, planner, django_assert_max_num_queries):
    client, address = signed_in(planner), reverse("plans:council-people", args=[plan.council.slug])
    taken = []
    for number in range(2):
        for more in range(3 + 10 * number):
            make_user(f"p{number}{more}@leave.example", plan, Role.BOARD_MEMBER)
        with django_assert_max_num_queries(60) as captured:
            client.get(address)
        taken.append(len(captured))

    assert taken[0] == taken[1]


def intervals(user) -> list[tuple]:
    rows = PlanRole.objects.filter(user=user).order_by("known_from", "pk")
    return [(row.known_from, row.known_to) for row in rows if row.known_from != row.known_to]


def test_days_that_leave_a_gap_leave_it(plan, planner):
    user = make_user("helper@leave.example")

    def give(begins: int, last: int | None) -> None:
        give_role(
            plan, user, Role.ANALYST, provenance=since(TODAY), begins_on=TODAY + begins * DAY,
            last_day=None if last is None else TODAY + last * DAY,
        )  # fmt: skip

    give(0, 2)
    give(60, None)
    assert intervals(user) == [(TODAY, TODAY + 3 * DAY), (TODAY + 60 * DAY, None)]
    give(0, 9)
    assert intervals(user) == [(TODAY, TODAY + 10 * DAY)]
    end_role(PlanRole.objects.get(user=user, known_to=TODAY + 10 * DAY), provenance=since(TODAY))
    give(60, None)
    give(0, None)
    assert intervals(user) == [(TODAY, None)]
    assert access_to(user, plan).roles == {Role.ANALYST}
    with pytest.raises(ValidationError):
        give(5, 3)


def test_one_that_was_ended_before_it_began_is_as_if_it_never_was(plan, planner):
    user = make_user("helper@leave.example")
    give_role(plan, user, Role.ANALYST, provenance=since(TODAY), begins_on=TODAY + 60 * DAY)
    end_role(PlanRole.objects.get(user=user), provenance=since(TODAY))

    assert user not in [item.user for item in accounts_on([plan], TODAY)]
    give_role(plan, user, Role.ANALYST, provenance=since(TODAY))
    assert access_to(user, plan).roles == {Role.ANALYST}


def test_a_role_that_is_to_begin_elsewhere_and_staff_are_not_closed(plan, planner):
    other = make_plan("elsewhere2", actions=1)
    tomorrow = make_user("tomorrow@leave.example", plan, Role.BOARD_MEMBER)
    give_role(other, tomorrow, Role.PLAN_ADMINISTRATOR, provenance=since(TODAY), begins_on=TODAY + DAY)
    staff = make_user("staff@leave.example", plan, Role.BOARD_MEMBER)
    staff.is_staff = True
    staff.save()

    assert not may_close_account(planner, tomorrow)
    assert not may_close_account(planner, staff)
