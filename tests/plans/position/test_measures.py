"""Measures of real plans as a board reads them: judged as the papers' own figures ask."""

from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from improvement.history import Provenance
from improvement.periods import month_end
from performance.analysis.judging import AgainstTarget, Direction
from performance.choices import MeasureType, Polarity
from performance.models import MeasureVersion, Observation, Target
from performance.operations.measures import (
    NewMeasure,
    add_measures,
    change_measures,
    record_observations,
    record_targets,
)
from plans.choices import ContradictionKind, JudgementGrade, Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.operations.links import Evidences, set_measure_links
from plans.position import build_position
from plans.position.childrens_homes import home_judgements
from plans.rules.standing_judgements import Judged, standing_judgements
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, make_user, since

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
        "3 of 37: with so few cases, the true percentage could be anything from 2.8% to 21.3% (95% interval)."
        in found.sentences
    )


def test_re_referrals_are_off_target_and_worse_than_the_outturn(leicestershire):
    found = measure(leicestershire, "Re-referrals", date(2018, 12, 31))
    judgement = found.judgement

    assert (judgement.latest.value, judgement.aim.lowest) == (Decimal("30.6"), 22)
    assert judgement.against == AgainstTarget.MISSED
    assert (judgement.outturn.value, judgement.since_outturn) == (17, Direction.WORSENING)
    assert judgement.before_caution == "monthly figure against a yearly one"
    assert " ".join(found.sentences) == (
        "30.6% in Sept 2018. Misses the March 2018 target of 22%; the March 2020 target of 22% is not due yet. "
        "Worsening from 17% in 2016/17 (monthly figure against a yearly one)."
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
    assert "already met the March 2020 target of 55% early" in " ".join(found.sentences)


def test_placement_stability_counts_moves_so_lower_is_better(leicestershire):
    judgement = measure(leicestershire, "Placement stability rate").judgement

    assert (judgement.polarity, judgement.latest.value, judgement.aim.lowest) == (
        Polarity.LOWER, Decimal("8.5"), Decimal("7.5"),
    )  # fmt: skip
    assert judgement.against == AgainstTarget.MISSED
    # Between 7.5% by March 2018 and 7% by March 2020.
    assert round(judgement.expected, 2) == Decimal("7.37")
    assert (
        "Behind its trajectory, which is 7.4% at this point."
        in measure(leicestershire, "Placement stab").sentences
    )


def test_a_percentage_is_never_set_against_a_score(leicestershire):
    found = measure(leicestershire, "Average Strengths and Difficulties")

    assert found.judgement.against is None
    assert (
        "Can't be compared with the March 2018 target of 16%: the figure is a percentage and the target is not"
        not in (found.sentences)
    )
    assert (
        "Can't be compared with the March 2018 target of 16: the figure is a percentage and the target is not."
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
    assert "some of its measures are off target" in page


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

    assert [int(figure.value) for figure in audits.series.observations] == [40, 0, 50, 61]
    assert audits.direction == Direction.IMPROVING
    children = measure(plan, "Looked After children").judgement
    assert [(f.value, f.measure_type) for f in children.series.observations] == [
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
        {version.measure_id: {"polarity": Polarity.HIGHER}},
        provenance=Provenance(date(2019, 1, 1), reason="A mistake."),
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


def kept(count: int, months: int):
    """Make a plan with some measures of some months."""
    plan = make_plan(f"keeps{count}", actions=1)
    theme = plan.themes.get()
    made = add_measures(
        plan.council,
        [NewMeasure(f"measure-{n}", {"name": f"Measure {n}", "polarity": "higher"}) for n in range(count)],
        provenance=since(date(2026, 1, 1)),
    )
    set_measure_links(plan, {m.pk: [Evidences(theme=theme.pk)] for m in made}, provenance=since())
    record_observations(
        [
            Observation(
                measure=m,
                period_start=date(2026, month, 1),
                period_end=month_end(2026, month),
                value=50 + month,
                known_on=month_end(2026, month),
            )
            for m in made
            for month in range(1, months + 1)
        ]
    )
    return plan


@pytest.mark.parametrize("name", ["measures", "dashboard", "theme", "measure", "measures-export", "figures"])
def test_a_page_of_measures_takes_the_same_queries_whatever_their_number(name, django_assert_max_num_queries):
    taken = []
    for count, months in ((2, 3), (60, 10)):
        plan = kept(count, months)
        client = Client()
        client.force_login(make_user(f"a{count}@test.example", plan, Role.ANALYST))
        arguments = {"theme": [1], "measure": ["measure-1"]}.get(name, [])
        with django_assert_max_num_queries(87) as captured:
            answer = client.get(reverse(f"plans:{name}", args=[plan.slug, *arguments]), {"print": "1"})
        assert answer.status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_three_answers_stand_apart(demo):
    items = {item.number: item for item in build_position(demo, TODAY).recommendations}

    assert [items[7].delivered.answer, items[7].working.answer, items[7].embedded.answer] == [
        "Partly",
        "Yes",
        "Yes",
    ]
    assert [items[6].delivered.answer, items[6].working.answer] == ["Yes", "Not yet"]
    assert items[2].working.answer == "No evidence yet"
    before = {item.number: item for item in build_position(demo, date(2026, 10, 13)).recommendations}
    assert before[7].embedded.answer == "Partly"


def test_a_check_recorded_by_form_confirms_what_held(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:recommendation-check", args=[demo.slug, 7])
    typed = {
        "source": "inspector", "checked_on_day": "20", "checked_on_month": "11", "checked_on_year": "2026",
        "confirms": "no", "finding": "Visits are late again.",
    }  # fmt: skip
    later = client.post(address, typed | {"checked_on_day": "30"})

    assert later.status_code == 422
    assert client.post(address, typed).status_code == 302
    item = build_position(demo, TODAY).recommendation(7)
    assert item.embedded.answer == "Partly"
    page = unescape(client.get(reverse("plans:recommendation", args=[demo.slug, 7])).content.decode())
    assert "Visits are late again." in page


def test_the_scorecard_workbook_holds_what_the_page_shows(demo, sign_in):
    client = sign_in("board")
    file = client.get(reverse("plans:measures-export", args=[demo.slug]), {"against": "missed"})
    rows = list(load_workbook(BytesIO(file.content))["Scorecard"].iter_rows(min_row=5, values_only=True))
    page = client.get(reverse("plans:measures", args=[demo.slug]), {"against": "missed"})

    assert [row[0] for row in rows] == [row.record.name for row in page.context["table"].rows]
    assert {row[11] for row in rows} == {"Off target"}
    assert all(isinstance(row[2], int | float) for row in rows)


def test_the_year_to_date_pools_cases_and_needs_every_month(demo):
    turnover = measure(demo, "Staff turnover").judgement

    pairs = [
        (f.numerator, f.denominator) for f in turnover.series.observations if f.period_end >= date(2026, 4, 1)
    ]
    expected = sum(n for n, _d in pairs) * 100 / sum(d for _n, d in pairs)
    assert abs(turnover.year_to_date.value - expected) < Decimal("0.0001")
    assert not turnover.year_to_date.is_stated


def test_childrens_homes_by_judgement_over_time():
    plan = imported("durham")
    days = home_judgements(plan, TODAY)

    assert [(grade.value, count) for grade, count in days[0].counts] == [
        ("outstanding", 2), ("good", 7), ("requires_improvement", 1), ("inadequate", 0),
    ]  # fmt: skip
    assert (days[0].good_or_above, days[0].total, days[0].day) == (9, 10, date(2016, 10, 25))
    assert (days[-1].judged, days[-1].total) == (("West Rainton",), 1)
    assert home_judgements(plan, date(2016, 6, 1))[0].total == 3


def test_a_home_inspected_again_stands_at_its_latest_judgement():
    found = standing_judgements(
        [
            Judged("A", date(2026, 1, 1), JudgementGrade.GOOD),
            Judged("B", date(2026, 2, 1), JudgementGrade.INADEQUATE),
            Judged("A", date(2026, 3, 1), JudgementGrade.REQUIRES_IMPROVEMENT),
        ]
    )

    assert [(day.total, day.good_or_above) for day in found] == [(1, 1), (2, 1), (2, 0)]


@pytest.mark.parametrize(
    ("value", "due", "expected"),
    [
        (70, date(2027, 3, 31), AgainstTarget.NOT_DUE), (85, date(2027, 3, 31), AgainstTarget.MET),
        (70, date(2026, 9, 30), AgainstTarget.MISSED), (70, date(2026, 11, 20), AgainstTarget.MISSED),
        (70, None, AgainstTarget.MISSED),
    ],
)  # fmt: skip
def test_a_target_to_come_can_be_met_early_and_not_be_missed(value, due, expected):
    plan = kept(1, 0)
    key = build_position(plan, TODAY).measures[0].measure_id
    record_observations(
        [
            Observation(
                measure_id=key,
                period_start=date(2026, 9, 1),
                period_end=date(2026, 9, 30),
                value=value,
                known_on=TODAY,
            )
        ]
    )
    record_targets(
        [
            Target(
                measure_id=key,
                kind="target",
                words="80%",
                lowest=80,
                highest=80,
                due_latest=due,
                known_on=TODAY,
            )
        ]
    )

    assert build_position(plan, TODAY).measures[0].judgement.against == expected


def test_of_two_aims_for_one_day_the_later_known_holds_and_what_has_no_date_comes_first():
    plan = kept(1, 0)
    found = build_position(plan, TODAY).measures[0]
    due = date(2026, 9, 30)
    record_targets(
        [
            Target(
                measure_id=found.measure_id,
                kind="target",
                words=words,
                lowest=int(words),
                highest=int(words),
                due_latest=day,
                known_on=known,
            )
            for words, day, known in (
                ("70", due, date(2026, 6, 30)),
                ("60", due, date(2026, 3, 31)),
                ("50", None, date(2026, 3, 31)),
            )
        ]
    )

    aims = build_position(plan, TODAY).measures[0].judgement.series.aims()

    assert [aim.words for aim in aims if aim.known_on < TODAY] == ["50", "60", "70"]
