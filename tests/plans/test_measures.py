"""Measures of a plan as a board reads them: newest figure, target, direction, and how few cases stand behind it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from performance.analysis.judging import AgainstTarget, Direction
from performance.choices import Polarity
from performance.models import Measure
from plans.choices import Role
from plans.imports.plan_workbook import Request, run_import
from plans.position import build_position
from plans.position.measures import latest_figures
from tests.conftest import TODAY, published_workbook
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    request = Request(
        "l.xlsx", published_workbook("leicestershire"), "leics", create=True, council="A Council"
    )
    return run_import(request, TODAY).plan


def figure(plan, name: str):
    return next(
        row for row in latest_figures(build_position(plan, TODAY)) if row.measure.name.startswith(name)
    )


def test_without_a_polarity_only_rising_and_falling_can_be_said(plan):
    row = figure(plan, "Re-referrals")

    assert (row.observation.value, row.before.value) == (Decimal("30.6"), Decimal(17))
    assert row.direction == Direction.RISING
    assert row.against is None


def test_a_measure_whose_polarity_is_known_is_judged(plan):
    Measure.objects.filter(name__startswith="Re-referrals").update(polarity=Polarity.LOWER)
    row = figure(plan, "Re-referrals")

    assert row.direction == Direction.WORSENING
    assert row.against == AgainstTarget.MISSED


def test_few_cases_are_said_beside_their_share(plan):
    row = figure(plan, "Repeat CP plans")
    client = Client()
    client.force_login(make_user("reader@test.example", plan, Role.BOARD_MEMBER))
    page = client.get(reverse("plans:recommendation", args=[plan.slug, 5])).content.decode()

    assert row.warning == (
        "3 of 37: so few cases that the share behind them could be anything from 2.8% to 21.3% (95% interval)."
    )
    assert "2.8% to 21.3%" in page


def test_what_was_known_on_a_day_is_what_is_shown_of_it(plan):
    before = build_position(plan, date(2018, 11, 4))

    assert before.measures == []
    assert latest_figures(before) == []
