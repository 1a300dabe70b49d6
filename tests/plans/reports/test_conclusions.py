"""What a paper concludes, and the abbreviations that its plan spells out: from rows, and from nothing else."""

from datetime import date

import pytest
from django.utils import timezone

from plans.operations.meetings import MeetingPlan, add_meetings, plan_meetings
from plans.position import build_position
from plans.reports.brief import Brief
from plans.reports.cabinet import cabinet_report
from plans.reports.prose.abbreviations import spelled_out
from plans.reports.prose.conclusion import conclusion
from plans.reports.scrutiny import scrutiny_report
from tests.conftest import TODAY
from tests.factories import make_plan, rate, since


def brief_of(plan, **how) -> Brief:
    return Brief(build_position(plan, TODAY), "An analyst", timezone.localtime(), **how)


@pytest.mark.django_db
def test_a_conclusion_says_which_way_what_is_off_course_and_what_is_next(demo):
    drafted = conclusion(brief_of(demo))
    assert drafted.lines[0].text == "Since 6 November 2026 no recommendation has changed its rating."
    assert drafted.lines[1].text.startswith(
        "Recommendation 10 is rated Red: All three actions are more than seven months late"
    )
    assert drafted.lines[1].text.endswith("All 3 of its actions are overdue.")
    assert drafted.lines[1].rows == ("Rating of 6 November 2026 on recommendation 10",)
    assert drafted.lines[-1].text.startswith("The board meets next on 11 December 2026.")


@pytest.mark.django_db
def test_it_counts_what_moved_and_what_falls_due_before_the_board_meets():
    plan = make_plan(actions=2, due_latest=date(2026, 12, 4))
    item = plan.recommendations.get()
    add_meetings(plan, [MeetingPlan(date(2026, 11, 6), "Board")], provenance=since(date(2026, 11, 6)))
    rate(plan, item, "A", date(2026, 9, 1))
    rate(plan, item, "R", date(2026, 11, 12), "Two posts stand empty.")
    plan_meetings(plan, [MeetingPlan(date(2026, 12, 11), "Board")], provenance=since(TODAY))
    assert conclusion(brief_of(plan)).text.split("\n\n") == [
        "Since 6 November 2026 1 recommendation has slipped in rating.",
        "Recommendation 1 is rated Red: Two posts stand empty.",
        "The board meets next on 11 December 2026. 2 more actions fall due before then.",
    ]


@pytest.mark.django_db
def test_of_a_plan_without_ratings_or_meetings_nothing_is_concluded():
    assert not conclusion(brief_of(make_plan()))


@pytest.mark.django_db
@pytest.mark.parametrize("report", [cabinet_report, scrutiny_report])
@pytest.mark.parametrize("is_public", [False, True])
def test_papers_have_a_conclusion_and_the_abbreviations_of_their_plan(demo, report, is_public):
    sections = {section.key: section for section in report(brief_of(demo, is_public=is_public)).sections}
    assert "Recommendation 10 is rated Red" in sections["conclusion"].parts[0].text
    rows = {row.values[0]: row.values[1] for row in sections["abbreviations"].parts[0].rows}
    assert rows["RHI"] == "Return home interview"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Improve the return home interview (RHI) so that", {"RHI": "Return home interview"}),
        ("by the Director of Children's Services (DCS)", {"DCS": "Director of Children's Services"}),
        ("Independent Reviewing Officers (IROs) are asked", {"IRO": "Independent Reviewing Officers"}),
        ("the multi-agency safeguarding hub (MASH)", {"MASH": "Multi agency safeguarding hub"}),
        # A person and their initials are no abbreviation, nor is what only stands before a bracket.
        ("led by Jo Bell (JB) since May", {}),
        ("all of it (SEND) and more", {}),
        ("(CSE) at the beginning", {}),
        ("", {}),
    ],
)
def test_an_abbreviation_is_what_the_words_before_it_begin_with(text, found):
    assert spelled_out([text]) == found
