"""The plan in time: bars and marks where days are known, nothing invented where they are not; milestones over time."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plans.charts.svg.timeline import WIDTH, Bar, bars_of, scale_of
from plans.choices import Role
from plans.models import MilestoneVersion
from plans.operations.due_dates import NewDate, extend_due_dates
from plans.operations.structure import NewAction, add_actions, add_milestones
from plans.position import build_position
from plans.position.timeline import Timeline, timeline
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, since

pytestmark = pytest.mark.django_db


def with_milestone(**fields):
    plan = make_plan(actions=2)
    due = {
        "due_words": "Mar 26",
        "due_kind": "month",
        "due_earliest": date(2026, 3, 1),
        "due_latest": date(2026, 3, 31),
    }
    add_milestones(
        {(plan.themes.get().pk, "M1"): {"text": "PID agreed", "status": "on_target", **due, **fields}},
        provenance=since(),
    )
    return plan


def drawn(found: Timeline) -> dict[str, Bar]:
    """Return the bars of the first group, by the reference of what they stand for."""
    return {bar.row.reference: bar for bar in bars_of(found.groups[0], scale_of(found))}


def test_rows_lie_where_their_days_are_and_undated_ones_are_listed():
    plan = with_milestone()
    theme = plan.themes.get()
    add_actions(
        plan,
        [NewAction({"text": "Some day.", "theme": theme, "due_words": "Ongoing"}, [], [], "2")],
        provenance=since(),
    )
    found = timeline(build_position(plan, TODAY), TODAY)
    bars = drawn(found)

    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (bars["1.1"].x, bars["1.1"].end_x) == (0, WIDTH)
    assert bars["M1"].width == 0
    assert bars["M1"].x == pytest.approx(WIDTH * 89 / 180, abs=0.1)
    assert [row.text for row in found.undated] == ["Some day."]
    assert scale_of(found).x_of(TODAY) is None  # after the plan's last day
    assert scale_of(found).x_of(date(2026, 3, 31)) == bars["M1"].x


def test_a_moved_date_shows_where_it_first_was():
    plan = with_milestone()
    to = NewDate("September 2026", "month", date(2026, 9, 1), date(2026, 9, 30))
    extend_due_dates([plan.actions.get(reference="1.1")], to, "Extended.", provenance=since(date(2026, 5, 1)))
    bars = drawn(timeline(build_position(plan, TODAY), TODAY))

    assert (bars["1.1"].row.first_end, bars["1.1"].row.end) == (date(2026, 6, 30), date(2026, 9, 30))
    assert bars["1.1"].first_x == pytest.approx(bars["1.2"].end_x)
    assert bars["1.2"].first_x is None
    before = timeline(build_position(plan, date(2026, 4, 1)), TODAY).groups[0].dated
    assert {row.end for row in before if row.kind == "action"} == {date(2026, 6, 30)}


def test_a_lead_says_how_a_milestone_stands_and_its_history_stays():
    plan = with_milestone()
    client = Client()
    client.force_login(make_theme_lead(plan))
    address = reverse("plans:milestone-report", args=[plan.slug, 1, "M1"])
    first = MilestoneVersion.objects.get(milestone__theme__plan=plan)
    typed = {"version": first.pk, "status": "completed", "reason": "The board signed it."}
    assert "Enter the date it was achieved." in client.post(address, typed).content.decode()
    typed |= {"achieved_on_day": "3", "achieved_on_month": "4", "achieved_on_year": "2026"}
    assert client.post(address, typed).status_code == 302
    stale = client.post(
        address,
        {
            **typed,
            "status": "behind_target",
            "achieved_on_day": "",
            "achieved_on_month": "",
            "achieved_on_year": "",
        },
    )
    assert stale.status_code == 409
    stone = build_position(plan, TODAY).milestones[0]
    assert (stone.status, stone.achieved_on) == ("completed", date(2026, 4, 3))
    assert build_position(plan, date(2026, 11, 20)).milestones[0].status == "on_target"
    page = client.get(reverse("plans:milestone", args=[plan.slug, 1, "M1"])).content.decode()
    assert "The board signed it." in page
    assert page.count("<li><p") == 2
    past = client.get(
        reverse("plans:milestone", args=[plan.slug, 1, "M1"]), {"as-at": "2026-11-20"}
    ).content.decode()
    assert "The board signed it." not in past


def test_the_timeline_takes_the_same_queries_whatever_the_plans_size(django_assert_max_num_queries):
    taken = []
    for count in (3, 40):
        plan = make_plan(f"line{count}", actions=count)
        client = Client()
        client.force_login(make_user(f"t{count}@test.example", plan, Role.BOARD_MEMBER))
        with django_assert_max_num_queries(35) as captured:
            answer = client.get(reverse("plans:timeline", args=[plan.slug]))
        assert answer.content.decode().count("app-timeline__bar ") == count
        taken.append(len(captured))
    assert taken[0] == taken[1]
