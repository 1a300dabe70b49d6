"""Inspections and visits over time, and what a new plan takes on from an earlier one."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import CarriedOver, SetUpChange
from plans.operations.carrying_over import carry_over
from plans.operations.people import give_role
from plans.operations.structure import NewAction, add_actions, add_themes, create_plan, mark_exempt
from plans.position import build_position
from plans.position.inspections import read_inspections
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, make_user, say, since
from tests.plans.reports.support import made, words_of

pytestmark = pytest.mark.django_db


def planner_of(*plans) -> Client:
    user = make_user(f"p{len(plans)}@{plans[0].slug}.example")

    for plan in plans:
        give_role(plan, user, Role.PLAN_ADMINISTRATOR, provenance=since())
    client = Client()
    client.force_login(user)
    return client


def visit(plan, day: date, **fields):
    parts = {f"published_on_{name}": getattr(day, name) for name in ("day", "month", "year")}
    return {
        "framework": "monitoring_visit", "inspectorate": "Ofsted", "setting": "Children's services",
        "plan_revision": plan.revision, **parts, **fields,
    }  # fmt: skip


def test_judgements_stand_in_a_table_over_time_as_known_on_a_day():
    plan = make_plan()
    client, address = planner_of(plan), reverse("plans:inspection-add", args=[plan.slug])
    first = visit(
        plan, date(2025, 3, 1), framework="ilacs", grade="inadequate", area_1="Leaders", grade_1="inadequate"
    )
    assert client.post(address, first).status_code == 302
    plan.refresh_from_db()
    second = visit(plan, date(2026, 3, 1), area_1="Leaders", grade_1="requires_improvement")
    assert client.post(address, second).status_code == 302
    found = read_inspections(plan, TODAY)

    assert {row.area: row.grades for row in found.areas} == {
        "Overall effectiveness": ("Inadequate", ""),
        "Leaders": ("Inadequate", "Requires improvement"),
    }
    assert len(read_inspections(plan, date(2026, 2, 28)).found) == 1
    page = client.get(reverse("plans:inspections", args=[plan.slug])).content.decode()
    assert "Monitoring visit" in page
    assert "1 Mar 2025<br>" in " ".join(page.split())
    assert SetUpChange.objects.filter(plan=plan, subject="Inspection added").count() == 2


def test_a_visit_needs_a_day_and_whole_judgements():
    plan = make_plan()
    client, address = planner_of(plan), reverse("plans:inspection-add", args=[plan.slug])
    no_day = {"framework": "ilacs", "inspectorate": "Ofsted", "setting": "x", "plan_revision": plan.revision}
    assert "Enter when it started" in client.post(address, no_day).content.decode()
    half = visit(plan, date(2026, 3, 1), area_1="Leaders", grade_2="good")
    page = client.post(address, half).content.decode()
    assert "Choose the judgement of Leaders." in page
    assert "Enter which area was judged." in page


def test_unfinished_actions_are_carried_over_with_their_leads_and_the_link_is_kept():
    old = make_plan(actions=3)
    say(
        old.actions.get(reference="1.3"),
        ProgressStatus.COMPLETED,
        date(2026, 5, 1),
        completed_on=date(2026, 5, 1),
    )
    new = create_plan(old.council, "The next plan", "next", provenance=since())
    theme = add_themes(new, {1: {"title": "Practice"}}, provenance=since())[1]
    client = planner_of(new, old)
    address = reverse("plans:carry-over", args=[new.slug, old.slug])
    offered = client.get(address).content.decode()
    assert "1.1 Do the thing number 1." in offered
    assert "1.3" not in offered
    first, second = old.actions.get(reference="1.1"), old.actions.get(reference="1.2")
    new.refresh_from_db()
    posted = {"theme": theme.pk, "actions": [first.pk, second.pk], "plan_revision": new.revision}
    assert client.post(address, posted).status_code == 302

    carried = build_position(new, TODAY).lowest_level_actions
    assert [(a.text, a.due.words, a.leads_text) for a in carried] == [
        ("Do the thing number 1.", "June 2026", "Head of Practice"),
        ("Do the thing number 2.", "June 2026", "Head of Practice"),
    ]
    assert len(build_position(old, TODAY).lowest_level_actions) == 3
    link = CarriedOver.objects.get(earlier=first)
    assert "Carried over from" in client.get(link.action.get_absolute_url()).content.decode()
    assert "Carried over to" in client.get(first.get_absolute_url()).content.decode()
    new.refresh_from_db()
    again = client.post(address, {**posted, "plan_revision": new.revision})
    assert again.status_code == 422
    assert "Already carried over: 1.1, 1.2." in again.content.decode()

    # Who has no role on the earlier plan is not told of it.
    other = planner_of(new)
    assert other.get(address).status_code == 404
    assert "Carried over from" not in other.get(link.action.get_absolute_url()).content.decode()


def test_another_councils_plan_is_not_offered():
    plan, elsewhere = make_plan(), make_plan("elsewhere", actions=1)
    client = planner_of(plan, elsewhere)
    assert client.get(reverse("plans:carry-over", args=[plan.slug, elsewhere.slug])).status_code == 404


def test_both_of_durhams_positions_come_out_of_one_database():
    request = Request("d.xlsx", published_workbook("durham"), "durham", create=True, council="A Council")
    plan = run_import(request, TODAY).plan
    december, september = build_position(plan, date(2016, 12, 5)), build_position(plan, date(2017, 9, 13))
    stated = {figure.label: figure.stated for figure in december.stated_figures}

    assert [
        stated[f"Actions {words}"] for words in ("completed", "on target", "behind target", "not started")
    ] == [33, 33, 0, 13]
    assert stated["Actions"] == 79
    # Theme 3's seventh and the last theme's milestones are known only later.
    assert {stone.status for stone in december.milestones if stone.theme_number in {1, 2, 3}} == {"on_target"}
    assert [len([s for s in december.milestones if s.theme_number == number]) for number in (1, 2, 3)] == [
        5,
        4,
        7,
    ]
    assert {share.label: share.count for share in september.rating_shares() if share.count} == {
        "Green": 4,
        "Amber": 10,
    }
    assert december.rating_shares()[0].count == 0


def test_a_sub_action_is_carried_over_with_the_sentence_over_it_and_as_exempt_as_that():
    old = make_plan(actions=1)
    parent = old.actions.get()
    new_child = NewAction({"text": "twelve posts.", "theme": old.themes.get()}, parent_action=parent)
    child = add_actions(old, [new_child], provenance=since())[0]
    mark_exempt(parent, True, "Paragraph 2", provenance=since(TODAY))
    new = create_plan(old.council, "The next plan", "next", provenance=since())
    theme = add_themes(new, {1: {"title": "Practice"}}, provenance=since())[1]
    carry_over(new, [child], theme, provenance=since(TODAY))
    carried = build_position(new, TODAY).lowest_level_actions[0]

    assert (carried.text, carried.is_exempt) == ("Do the thing number 1: twelve posts.", True)


def test_an_inspection_is_not_told_of_before_it_was_known(demo, sign_in):
    published = demo.inspection.published_on
    for day, is_known in ((published, True), (published - timedelta(days=1), False)):
        page = sign_in("board").get(reverse("plans:dashboard", args=[demo.slug]), {"as-at": day.isoformat()})
        words = words_of(made(demo, "cabinet", day))

        assert (f"Responds to: {demo.inspection}" in unescape(page.content.decode())) is is_known
        assert (str(demo.inspection) in words) is is_known
