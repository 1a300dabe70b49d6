"""What is said of a recommendation's measures counts every one of them."""

import pytest

from plans.rules.three_answers import Answer, working


@pytest.mark.parametrize(
    ("on", "off", "judged", "total", "answer", "said"),
    [
        (1, 0, 1, 1, Answer.YES, "1 of 1 measure on target."),
        (1, 0, 1, 2, Answer.YES, "1 of 1 measure on target; 1 more can't be compared with a target."),
        (0, 0, 1, 1, Answer.NO, "0 of 1 measure on target, 1 near it."),
        (1, 1, 4, 9, Answer.PARTLY, "1 of 4 measures on target, 2 near it, 1 off it; 5 more can't be compared with a target."),
        (0, 0, 0, 3, Answer.UNKNOWN, "None of its 3 measures can be compared with a target."),
    ],
)  # fmt: skip
def test_every_measure_is_in_one_of_the_counts(on, off, judged, total, answer, said):
    found = working(on, off, 0, judged, total)

    assert found.answer == answer
    assert found.because == said
