"""What a committee is asked: more than to note, where something is off course."""

import pytest

from plans.operations.structure import add_recommendations
from plans.position import build_position
from plans.reports.brief import Brief
from plans.reports.prose.opening import to_note
from tests.conftest import TODAY
from tests.factories import make_plan, rate, since
from tests.plans.reports.support import MOMENT

pytestmark = pytest.mark.django_db
NOTE = "Cabinet is asked to note the position of the plan as at 21 November 2026"


@pytest.mark.parametrize(
    ("codes", "asked"),
    [
        ("GG", f"{NOTE}."),
        ("GA", f"{NOTE} and consider the further action set out in this report."),
        (
            "GR",
            f"{NOTE}, ask how recommendation 2, rated Red, will be brought back on course and consider the further "
            "action set out in this report.",
        ),
        (
            "RR",
            f"{NOTE}, ask how recommendations 1 and 2, rated Red, will be brought back on course and consider the "
            "further action set out in this report.",
        ),
    ],
)
def test_of_what_is_off_course_the_committee_asks_how_it_comes_back(codes, asked):
    plan = make_plan(actions=0)
    add_recommendations(plan, {2: {"text": "Improve records."}}, provenance=since())
    for item, code in zip(plan.recommendations.order_by("number"), codes, strict=True):
        rate(plan, item, code, TODAY)

    assert to_note(Brief(build_position(plan, TODAY), "An analyst", MOMENT), "Cabinet") == asked
