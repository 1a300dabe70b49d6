"""How many rows a position and its pages read: what stands on the day, not all that was ever written."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.urls import reverse

from performance.models import Observation
from performance.operations.measures import NewMeasure, add_measures, record_observations
from plans.choices import ProgressStatus, Role
from plans.models import Plan, Update
from plans.operations.links import Evidences, set_measure_links
from plans.operations.structure import change_actions
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, rate, since

pytestmark = pytest.mark.django_db
ACTIONS, MEASURES = 12, 4
# What is shown as it moved over time: a rating's history, every one of them.
PAGES = {"dashboard": (), "action-list": (), "recommendation": (1,), "theme": (1,), "measures": ()}


def plan_with_history(name: str, updates: int, years: int) -> Plan:
    """Return a plan of the same size whatever its history: so many updates an action, years of monthly figures."""
    plan = make_plan(name, actions=ACTIONS)
    rate(plan, plan.recommendations.get(), "G", date(2026, 3, 1))
    first = TODAY - timedelta(days=updates)
    for number in range(updates):
        day = first + timedelta(days=number)
        Update.objects.bulk_create(
            Update(action=action, status=ProgressStatus.ON_TARGET, progress=f"Day {number}.", known_on=day)
            for action in plan.actions.all()
        )
        change_actions(
            {
                key: {"text": f"Do it, as said on day {number}."}
                for key in plan.actions.values_list("pk", flat=True)
            },
            provenance=since(day),
        )
    made = add_measures(
        plan.council,
        [NewMeasure(f"m{n}", {"name": f"Measure {n}", "polarity": "higher"}) for n in range(MEASURES)],
        provenance=since(),
    )
    record_observations(
        Observation(
            measure=measure,
            measure_type="month",
            period_end=TODAY.replace(day=1) - timedelta(days=30 * month),
            value=40 + month % 7,
            known_on=TODAY,
        )
        for measure in made
        for month in range(12 * years)
    )
    item = plan.recommendations.get()
    set_measure_links(plan, {m.pk: [Evidences(recommendation=item.pk)] for m in made}, provenance=since())
    return plan


@pytest.fixture
def rows_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that holds one number: how many rows queries brought since it was emptied."""
    read = [0]
    results = SQLCompiler.results_iter

    def counted(self: SQLCompiler, *args: object, **kwargs: object) -> Iterator[object]:
        for row in results(self, *args, **kwargs):
            read[0] += 1
            yield row

    monkeypatch.setattr(SQLCompiler, "results_iter", counted)
    return read


@pytest.fixture
def two_plans() -> tuple[Plan, Plan]:
    """Two plans of one size, with a short and a long history."""
    return plan_with_history("short", 2, 4), plan_with_history("long", 20, 9)


def test_a_position_reads_what_stands_and_not_what_was_written_before(two_plans, rows_read):
    read = []
    for plan in two_plans:
        rows_read[0] = 0
        build_position(plan, TODAY)
        read.append(rows_read[0])

    assert read[0] == read[1]


def test_so_does_one_of_a_past_day(two_plans, rows_read):
    plan = two_plans[1]
    read = []
    for day in (TODAY, TODAY - timedelta(days=10)):
        rows_read[0] = 0
        build_position(plan, day)
        read.append(rows_read[0])

    # The measures had no figure yet on that day.
    assert read[1] <= read[0]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_many_rows_however_long_the_history(name, two_plans, rows_read):
    read = []
    for plan in two_plans:
        client = Client()
        client.force_login(make_user(f"{plan.slug}@test.example", plan, Role.BOARD_MEMBER))
        rows_read[0] = 0
        assert client.get(reverse(f"plans:{name}", args=[plan.slug, *PAGES[name]])).status_code == 200
        read.append(rows_read[0])

    assert read[0] == read[1]


def test_the_count_would_notice_history_that_is_read(two_plans, rows_read):
    rows_read[0] = 0
    list(Update.objects.filter(action__plan=two_plans[1]))

    assert rows_read[0] == 20 * ACTIONS
