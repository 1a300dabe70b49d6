"""What a committee is asked: more than to note, where something is off course."""

from datetime import date

import pytest

from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.structure import add_recommendations
from plans.position import build_position
from plans.reports.brief import Brief
from plans.reports.prose.opening import background_papers, summary, to_note
from plans.reports.prose.progress import good_progress
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


def test_what_the_board_decided_at_the_meeting_that_changes_are_counted_from_is_told():
    plan = make_plan()
    for day, level in ((date(2026, 9, 4), "G"), (date(2026, 11, 6), "A")):
        add_meetings(plan, [MeetingPlan(day)], provenance=since(day))
        rate(plan, plan.recommendations.get(), level, day)
        rate(plan, plan.themes.get(), "A", day)
    told = summary(Brief(build_position(plan, TODAY), "An analyst", MOMENT)).text
    # The theme stood at Amber before.
    assert "On 6 November 2026 the board changed the rating of recommendation 1 from Green to Amber." in told
    earlier = summary(Brief(build_position(plan, date(2026, 11, 6)), "An analyst", MOMENT)).text
    assert "the board changed the rating" not in earlier, "what moved since the meeting before says it"


def test_background_papers_are_the_inspection_and_the_boards_minutes():
    plan = make_plan()
    assert (
        background_papers(Brief(build_position(plan, TODAY), "", MOMENT)).text
        == "There are no background papers."
    )
    add_meetings(plan, [MeetingPlan(date(2026, 11, 6))], provenance=since(date(2026, 11, 6)))
    told = background_papers(Brief(build_position(plan, TODAY), "", MOMENT)).text
    assert told == "- Minutes of the board's meeting on 6 November 2026"


@pytest.mark.parametrize("is_public", [False, True])
def test_a_good_rating_that_measures_speak_against_says_so(demo, is_public):
    position = build_position(demo, date(2026, 12, 1))
    theme = next(item for item in position.divisions if item.number == 4)
    good = good_progress(Brief(position, "", MOMENT, is_public=is_public), theme).text
    assert ("The board is satisfied. But some measures say otherwise." in good) is not is_public
