"""Measures of real plans as a board reads them: judged as the papers' own figures ask."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from performance.analysis.judging import AgainstTarget, Direction
from performance.choices import MeasureType, Polarity
from performance.models import MeasureVersion
from performance.operations.measures import change_measures
from plans.choices import ContradictionKind, Role
from plans.imports.plan_workbook import Request, run_import
from plans.position import build_position
from tests.conftest import TODAY, published_workbook
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def imported(name: str):
    request = Request(f"{name}.xlsx", published_workbook(name), name, create=True, council=f"{name} council")
    return run_import(request, TODAY).plan


@pytest.fixture
def leicestershire():
    return imported("leicestershire")


def measure(plan, name: str, on: date = TODAY):
    return next(row for row in build_position(plan, on).measures if row.name.startswith(name))


def test_repeat_child_protection_plans(leicestershire):
    found = measure(leicestershire, "Repeat CP plans")
    judgement = found.judgement

    assert (judgement.latest.value, judgement.latest.numerator, judgement.latest.denominator) == (
        Decimal("8.1"), 3, 37,
    )  # fmt: skip
    assert found.version.polarity == Polarity.LOWER
    assert (judgement.aim.lowest, judgement.against) == (18, AgainstTarget.MET)
    assert (judgement.year_to_date.value, judgement.year_to_date.is_stated) == (Decimal("16.5"), True)
    assert judgement.is_small
    assert (
        "3 of 37: so few cases that the share behind them could be anything from 2.8% to 21.3% (95% interval)."
        in found.sentences
    )


def test_re_referrals_are_off_target_and_worse_than_the_outturn(leicestershire):
    found = measure(leicestershire, "Re-referrals")
    judgement = found.judgement

    assert (judgement.latest.value, judgement.aim.lowest) == (Decimal("30.6"), 22)
    assert judgement.against == AgainstTarget.MISSED
    assert (judgement.outturn.value, judgement.since_outturn) == (17, Direction.WORSENING)
    assert judgement.before_caution == "a month set beside an outturn"
    assert " ".join(found.sentences) == (
        "30.6% in Sept 2018. Misses the March 2018 target of 22%; the March 2020 target of 22% is still to come. "
        "Worsening from 17% in 2016/17 (a month set beside an outturn)."
    )


def test_care_leavers_in_education_meet_a_later_target_early(leicestershire):
    found = measure(leicestershire, "Percentage of care leavers in edu")
    judgement = found.judgement

    assert [(aim.lowest, aim.due_latest) for aim in judgement.series.aims()] == [
        (52, date(2018, 3, 31)),
        (55, date(2020, 3, 31)),
    ]
    assert (judgement.against, judgement.against_next) == (AgainstTarget.MET, AgainstTarget.MET)
    assert judgement.outturn.value == Decimal("50.4")
    assert (judgement.neighbours.comparator.value, judgement.neighbours.standing) == (47, "better")
    assert judgement.neighbours.caution == "their year is not stated"
    assert "met early" in " ".join(found.sentences)


def test_placement_stability_counts_moves_so_lower_is_better(leicestershire):
    judgement = measure(leicestershire, "Placement stability rate").judgement

    assert (judgement.polarity, judgement.latest.value, judgement.aim.lowest) == (
        Polarity.LOWER, Decimal("8.5"), Decimal("7.5"),
    )  # fmt: skip
    assert judgement.against == AgainstTarget.MISSED
    # Between 7.5% by March 2018 and 7% by March 2020.
    assert round(judgement.expected, 2) == Decimal("7.37")


def test_a_percentage_is_never_set_against_a_score(leicestershire):
    found = measure(leicestershire, "Average Strengths and Difficulties")

    assert found.judgement.against is None
    assert (
        "Can't be set against the March 2018 target of 16%: the figure is a percentage and the target is not"
        not in (found.sentences)
    )
    assert (
        "Can't be set against the March 2018 target of 16: the figure is a percentage and the target is not."
        in found.sentences
    )


def test_a_recommendation_rated_green_with_a_measure_off_target_is_asked_about(leicestershire):
    position = build_position(leicestershire, TODAY)
    asked = [
        q for q in position.contradictions
        if q.kind == ContradictionKind.GOOD_AGAINST_MEASURES and q.reference == "5"
    ]  # fmt: skip

    assert len(asked) == 1
    assert "30.6% against the March 2018 target of 22%" in asked[0].question
    client = Client()
    client.force_login(make_user("reader@test.example", leicestershire, Role.BOARD_MEMBER))
    page = unescape(
        client.get(reverse("plans:recommendation", args=[leicestershire.slug, 5])).content.decode()
    )
    assert "30.6%" in page
    assert "Working?" in page
    assert "of its measures off target" in page


def test_care_leavers_in_work_or_training_worsen_from_july_to_december():
    judgement = measure(imported("thurrock"), "Care Leavers in EET").judgement

    assert [float(p.value) for p in judgement.points] == [73.2, 69.6, 67.7, 67.4, 67.3, 67.1]
    assert judgement.direction == Direction.WORSENING
    assert judgement.chart.is_trial
    assert judgement.signals == []


def test_assessments_in_45_days_are_a_percentage_not_days():
    found = measure(imported("thurrock"), "% Assessments in 45 days")

    assert (found.unit, found.version.polarity) == ("percent", Polarity.HIGHER)
    assert [float(p.value) for p in found.judgement.points] == [94.6, 92.9, 88.8, 94.5, 89.8, 98.1]
    assert found.judgement.direction == Direction.IMPROVING


def test_durhams_audits_and_its_standard():
    plan = imported("durham")
    audits = measure(plan, "Case file audits graded good").judgement

    assert [int(figure.value) for figure in audits.series.figures] == [40, 0, 50, 61]
    assert audits.direction == Direction.IMPROVING
    children = measure(plan, "Looked After children").judgement
    assert [(f.value, f.measure_type) for f in children.series.figures] == [
        (715, MeasureType.MONTH),
        (800, MeasureType.SNAPSHOT),
    ]
    assert children.direction == Direction.RISING
    caseload = measure(plan, "Caseload per social worker").judgement
    assert (caseload.aim.lowest, caseload.polarity, caseload.latest) == (20, Polarity.LOWER, None)


def test_a_changed_polarity_judges_from_its_day_on_and_not_the_past(leicestershire):
    version = MeasureVersion.objects.get(
        measure__council=leicestershire.council, name__startswith="Re-referrals", known_to=None
    )
    change_measures(
        {version.measure_id: {"polarity": Polarity.HIGHER}}, known_on=date(2019, 1, 1), reason="A mistake."
    )

    assert (
        measure(leicestershire, "Re-referrals", date(2018, 12, 1)).judgement.against == AgainstTarget.MISSED
    )
    assert measure(leicestershire, "Re-referrals", date(2019, 1, 1)).judgement.against == AgainstTarget.MET


def test_what_was_known_on_a_day_is_what_is_shown_of_it(leicestershire):
    assert build_position(leicestershire, date(2018, 11, 4)).measures == []


def test_importing_again_changes_no_measure(leicestershire):
    again = Request(
        "again.xlsx", published_workbook("leicestershire") + b"", "leicestershire", layout="progress-table"
    )
    before = MeasureVersion.objects.count()
    result = run_import(again, TODAY)

    assert MeasureVersion.objects.count() == before
    assert all(counts["changed"] == 0 for counts in result.difference.counts().values())


@pytest.mark.parametrize("on", ["2018-10-31", "2018-12-31"])
def test_the_scorecard_is_shown_as_at_any_day(leicestershire, on):
    client = Client()
    client.force_login(make_user("reader@test.example", leicestershire, Role.BOARD_MEMBER))
    page = client.get(reverse("plans:measures", args=[leicestershire.slug]), {"as-at": on})

    assert page.status_code == 200
    assert ("Re-referrals" in page.content.decode()) is (on == "2018-12-31")
