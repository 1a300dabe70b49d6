"""Small trackers as organisations keep them, made up, each with its right reading (shared/data/trackers/README.md)."""

from datetime import date

import pytest

from plans.choices import ProgressStatus
from plans.imports.document import PlanDocument
from plans.imports.recognition import recognise_file
from tests.conftest import SHARED

TRACKERS = SHARED / "data" / "trackers"
ON_TARGET, COMPLETED, NOT_STARTED = (
    ProgressStatus.ON_TARGET,
    ProgressStatus.COMPLETED,
    ProgressStatus.NOT_STARTED,
)
pytestmark = pytest.mark.skipif(not TRACKERS.exists(), reason="../shared is not here")


def read(name: str, **said) -> PlanDocument:
    return recognise_file(name, (TRACKERS / name).read_bytes(), **said).document


def due_dates(document: PlanDocument) -> list[date | None]:
    return [action.due.latest for action in document.actions]


def statuses(document: PlanDocument) -> list[ProgressStatus | None]:
    return [action.status for action in document.actions]


def leads(item) -> list[str]:
    return [person.job_title or person.name for person in item.leads]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("rec1.csv", ["IA/23/01: ", "IA/23/02: ", "IA/23/03: "]),
        ("rec2.csv", ["", "", ""]),
    ],
)
def test_recommendations_whatever_their_references(name, codes):
    document = read(name)

    texts = ["Reconcile payroll monthly", "Review access rights", "Publish contracts register"]
    assert [item.text for item in document.recommendations] == [
        c + t for c, t in zip(codes, texts, strict=True)
    ]
    assert [item.rating for item in document.recommendations] == ["A", "G", "R"]
    assert [item.evidence for item in document.recommendations] == ["Template drafted", "Done", "Not begun"]
    assert [leads(item) for item in document.recommendations] == [
        ["Head of Finance"], ["Payroll Manager"], ["Head of Procurement"]
    ]  # fmt: skip


def test_no_red_recommendation_is_lost_for_its_reference():
    ratings = {item.text: item.rating for item in read("rec5.csv").recommendations}

    assert len(ratings) == 5
    assert sorted(text for text, rating in ratings.items() if rating == "R") == [
        "2a: Publish contracts register",
        "Refresh the fraud policy",
    ]


def test_recommendations_with_dates_are_actions_too():
    document = read("rec3.csv")

    assert [(item.number, item.text) for item in document.recommendations] == [
        (1, "Reconcile payroll monthly"), (2, "Review access rights"), (3, "Publish contracts register")
    ]  # fmt: skip
    assert [action.recommendations for action in document.actions] == [(1,), (2,), (3,)]
    assert statuses(document) == [ON_TARGET, COMPLETED, NOT_STARTED]
    assert due_dates(document) == [date(2026, 3, 31), date(2026, 1, 31), date(2026, 6, 30)]


def test_a_management_response_is_its_recommendations_action():
    document = read("rec4.csv")

    assert [item.text for item in document.recommendations][1] == "Review access rights"
    assert [action.text for action in document.actions] == [
        "Agreed: reconcile by the 5th", "Agreed: quarterly review", "Agreed: publish on website"
    ]  # fmt: skip
    assert [leads(action) for action in document.actions][2] == ["Head of Procurement"]
    assert statuses(document) == [ON_TARGET, COMPLETED, NOT_STARTED]


@pytest.mark.parametrize(
    ("name", "first", "due"),
    [
        ("rev.csv", [date(2026, 3, 31), None], [date(2027, 3, 31), date(2026, 1, 31)]),
        (
            "pri.csv",
            [date(2026, 3, 31), None, date(2026, 6, 30)],
            [date(2027, 3, 31), date(2026, 1, 31), date(2026, 12, 31)],
        ),
    ],
)
def test_a_revised_date_holds_and_the_first_is_known(name, first, due):
    document = read(name)

    assert due_dates(document) == due
    assert [action.first_due.latest for action in document.actions] == first
    assert document.themes == []


def test_a_word_in_a_cell_makes_no_themes():
    document = read("prio.csv")

    assert document.themes == []
    assert len(document.actions) == 4


def test_words_for_progress_are_asked_once_each():
    document = read("status.csv")

    asked = [
        "In progress", "Ongoing", "Open", "Partially complete", "Not yet due", "On hold"
    ]  # fmt: skip
    assert [word.words for word in document.status_words] == asked
    done = [action.text for action in document.actions if action.status == COMPLETED]
    assert done == ["Delta", "Echo", "Juliet", "Kilo"]
    assert document.actions[4].completed.latest == date(2026, 1, 12)
    assert [(rating.order, rating.level) for rating in document.ratings] == [(11, "G")]
    assert all(action.status in (None, COMPLETED) for action in document.actions)


def test_what_a_person_said_of_a_word_is_obeyed_and_not_asked_again():
    document = read("status.csv", statuses={"in progress": "behind_target", "on hold": ""})

    assert document.actions[0].status == ProgressStatus.BEHIND_TARGET
    assert document.actions[7].status is None
    said = " ".join(message.found for message in document.messages)
    assert "In progress" not in said
    assert "On hold" not in said
    assert "Ongoing" in said


def test_dates_as_everyone_writes_them():
    assert due_dates(read("dates.csv")) == [
        date(2026, 1, 12), date(2026, 1, 12), date(2026, 1, 12), date(2026, 3, 31),
        date(2025, 12, 31), date(2026, 1, 18), date(2026, 3, 31), date(2026, 1, 12),
    ]  # fmt: skip
    assert read("dates.csv").actions[6].first_due.latest == date(2025, 12, 31)


def test_an_audits_tracker():
    document = read("audit1.csv")

    assert len(document.recommendations) == len(document.actions) == 4
    assert due_dates(document) == [date(2026, 6, 30), date(2026, 1, 12), date(2026, 4, 30), None]
    assert document.actions[0].first_due.latest == date(2026, 3, 31)
    assert [action.text for action in document.actions][3] == "Not agreed"
    assert document.actions[3].due.words == "N/A"
    assert statuses(document)[1] == COMPLETED


def test_agreed_actions_of_an_audit():
    document = read("audit2.csv")

    assert [action.recommendations for action in document.actions] == [(1,), (2,), (3,), (4,)]
    assert statuses(document) == [None, COMPLETED, None, None]
    assert [word.words for word in document.status_words] == [
        "In progress", "Partially implemented"
    ]  # fmt: skip
    assert [(item.action, item.words) for item in document.closures] == [(3, "Superseded")]


def test_owners_that_follow_one_another():
    assert leads(read("owner.csv").actions[0]) == ["Asha Patel", "Ben Cole"]


@pytest.mark.parametrize(
    ("name", "count"), [("wide.csv", 2), ("snake.csv", 2), ("semi.csv", 2), ("tab.csv", 1)]
)
def test_lists_of_other_systems(name, count):
    document = read(name)

    assert len(document.actions) == count
    assert all(action.leads for action in document.actions)


def test_columns_that_nobody_knows_are_kept_as_notes():
    document = read("wide.csv")

    assert statuses(document) == [COMPLETED, ON_TARGET]
    assert {left.text for left in document.left_over} >= {"FY26", "Estates", "X1", "C1", "North", "R1"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("heading0.xlsx", date(2026, 1, 12)),
        ("heading1.xlsx", date(2026, 6, 12)),
        ("heading2.xlsx", date(2026, 3, 31)),
        ("heading4.xlsx", date(2026, 1, 12)),
    ],
)
def test_the_day_that_a_heading_names(name, day):
    assert read(name).known_on == day


@pytest.mark.parametrize("name", ["kpi_only.xlsx", "kpi_and_actions.xlsx"])
def test_measures_with_or_without_actions(name):
    document = read(name)

    assert document.errors == []
    assert len(document.measures) == 6
    values = [item.value for item in document.observations if item.measure == "visits-in-time-formatted"]
    assert [float(value) for value in values] == [86, 87, 91]
    late = [
        item for item in document.observations if item.measure == "reviews-late" and item.value is not None
    ]
    assert [float(item.value) for item in late] == [0]
