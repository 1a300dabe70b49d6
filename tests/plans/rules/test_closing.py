"""What a board reads before it lets a recommendation or an action leave the plan."""

import pytest

from plans.choices import Outlook, ProgressStatus
from plans.rules.closing import action_criteria, recommendation_criteria
from plans.rules.three_answers import Answer, Answered


def answered(answer: Answer) -> Answered:
    return Answered(answer, "")


ALL_MET = (Outlook.GOOD, Answer.YES, Answer.YES, Answer.YES)


@pytest.mark.parametrize("place", range(4))
def test_each_of_four_criteria_of_a_recommendation_stands_by_itself(place):
    given = list(ALL_MET)
    given[place] = Outlook.CAUTION if place == 0 else Answer.NO
    outlook, *answers = given

    met = [item.is_met for item in recommendation_criteria(outlook, *map(answered, answers))]

    assert met == [number != place for number in range(4)]


def test_what_is_not_rated_or_not_known_meets_nothing():
    unknown = next(answer for answer in Answer if answer not in {Answer.YES, Answer.NO})

    assert not any(item.is_met for item in recommendation_criteria(None, *[answered(unknown)] * 3))


@pytest.mark.parametrize(
    ("status", "has_evidence", "met"),
    [
        (ProgressStatus.COMPLETED, True, [True, True]),
        (ProgressStatus.COMPLETED, False, [True, False]),
        (ProgressStatus.ON_TARGET, True, [False, True]),
    ],
)
def test_an_action_is_completed_and_shown_to_be(status, has_evidence, met):
    assert [item.is_met for item in action_criteria(status, has_evidence)] == met
