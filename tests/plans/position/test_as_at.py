"""Whatever happens later, a past day stays as it was: over random histories, and on every page and report."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from performance.models import Observation, Target
from performance.operations.measures import NewMeasure, add_measures, record_observations, record_targets
from plans.choices import Escalation, Framework, JudgementGrade, ProgressStatus, RatingStanding, Role
from plans.models import ActionVersion, DueDateChange, MeasureLink, RatingLevel, RecommendationVersion, Update
from plans.operations.board import (
    NewAnswer,
    NewChallenge,
    add_barrier,
    answer_challenges,
    change_barrier,
    record_challenges,
)
from plans.operations.corrections import correct_update, why_not_correct
from plans.operations.due_dates import DateAnswer as Answer
from plans.operations.due_dates import (
    NewDate,
    decide_due_dates,
    extend_due_dates,
    request_due_dates,
    withdraw_request,
)
from plans.operations.history import change_versions
from plans.operations.inspections import OVERALL, NewInspection, judge, record_inspections
from plans.operations.links import Evidences, set_measure_links
from plans.operations.meetings import MeetingPlan, plan_meetings, rearrange_meeting
from plans.operations.minutes import Minutes
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.set_up import set_details
from plans.operations.structure import NewAction, add_actions
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import build_position
from plans.position.board import read_board
from plans.position.inspections import read_inspections
from plans.position.returns_moved import read_moved_returns
from plans.position.snapshot import record_of
from plans.procedures.close_meeting import close_with
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_user, rate, say, since

pytestmark = pytest.mark.django_db
FIRST = date(2026, 2, 1)
slugs = count(1)


class History:
    """A plan to which things happen, a day at a time. Each method is one thing; `pick` chooses among what there is."""

    def __init__(self) -> None:
        self.plan = make_plan(f"history{next(slugs)}", actions=3)
        self.item, self.theme = self.plan.recommendations.get(), self.plan.themes.get()
        self.levels = list(RatingLevel.objects.filter(scale__plan=self.plan).select_related("scale"))
        self.officer = make_officer(self.plan, "Chair")
        self.author = make_user(f"author@{self.plan.slug}.example", self.plan, Role.LEAD_OFFICER)
        self.measure = add_measures(
            self.plan.council,
            [NewMeasure(f"m-{self.plan.slug}", {"name": "M", "polarity": "higher"})],
            provenance=since(FIRST),
        )[0]
        fields = {"framework": Framework.ILACS, "published_on": FIRST - timedelta(days=30)}
        grades = {OVERALL: JudgementGrade.REQUIRES_IMPROVEMENT, "Leaders": JudgementGrade.GOOD}
        (self.inspection,) = record_inspections(
            self.plan.council, [NewInspection(fields, grades)], provenance=since(FIRST)
        )
        self.challenges: list = []
        self.barriers: list = []
        self.planned: list = []
        self.targets: list = []

    def actions(self):
        return list(self.plan.actions.order_by("pk"))

    def rate(self, day: date, pick: int) -> None:
        subject = (self.item, self.theme, self.actions()[pick % 3])[pick % 3]
        standing = RatingStanding.PROPOSED if pick % 2 else RatingStanding.CONFIRMED
        level = self.levels[pick % len(self.levels)]
        record_ratings(
            self.plan, [NewRating(subject, level, f"Reason {pick}", standing)], provenance=since(day)
        )

    def update(self, day: date, pick: int) -> None:
        statuses = (ProgressStatus.ON_TARGET, ProgressStatus.BEHIND_TARGET, ProgressStatus.COMPLETED)
        status = statuses[pick % 3]
        done = day if status == ProgressStatus.COMPLETED else None
        say(
            self.actions()[pick % 3],
            status,
            day,
            f"Progress {pick}",
            ["Seen"] if pick % 2 else [],
            completed_on=done,
        )

    def correct(self, day: date, pick: int) -> None:
        """Its author says the newest update of an action again; where there is none by them, they say one first."""
        action = self.actions()[pick % 3]
        newest = Update.objects.filter(action=action).order_by("known_on", "pk").last()
        if newest is None or why_not_correct(newest, self.author, day):
            first = NewUpdate(
                action, None, ProgressStatus.BEHIND_TARGET, f"Wrong {pick}", evidence=(NewEvidence("Seen"),)
            )
            newest = record_updates([first], provenance=since(day, self.author))[0]
        said = NewUpdate(action, None, ProgressStatus.ON_TARGET, f"Right {pick}", next_steps=f"Next {pick}")
        kept = newest.evidence.values_list("pk", flat=True) if pick % 2 else ()
        correct_update(newest, said, list(kept), provenance=since(day, self.author))

    def ask_for_date(self, day: date, pick: int) -> None:
        to = NewDate(f"{day + timedelta(days=pick)}", "exact", day, day + timedelta(days=pick))
        changes = request_due_dates(self.actions()[: 1 + pick % 2], to, "Late.", provenance=since(day))
        if pick % 3:
            decide_due_dates([Answer(change, pick % 3 == 1) for change in changes], provenance=since(day))

    def withdraw_request(self, day: date, pick: int) -> None:
        """Take back what waits; where nothing does, ask first."""
        waiting = DueDateChange.objects.filter(
            action__plan=self.plan, decision=None, withdrawal=None, import_run=None
        )
        if not waiting.exists():
            to = NewDate("by then", "exact", day, day + timedelta(days=pick))
            request_due_dates(self.actions()[:1], to, "Late.", provenance=since(day))
        withdraw_request(waiting[pick % waiting.count()], provenance=since(day))

    def extend(self, day: date, pick: int) -> None:
        to = NewDate(f"by {pick}", "exact", day, day + timedelta(days=pick))
        extend_due_dates(self.actions()[: 2 + pick % 2], to, "Resolved.", provenance=since(day))

    def reword(self, day: date, pick: int) -> None:
        change_versions(
            RecommendationVersion, "recommendation", {self.item.pk: {"text": f"Words {pick}"}}, since(day)
        )

    def add_action(self, day: date, pick: int) -> None:
        make_actions_on(self.plan, day)

    def withdraw(self, day: date, pick: int) -> None:
        last = self.actions()[-1]
        if len(self.actions()) > 3:
            change_versions(ActionVersion, "action", {last.pk: {"withdrawn": bool(pick % 2)}}, since(day))

    def plan_meeting(self, day: date, pick: int) -> None:
        self.planned += plan_meetings(
            self.plan,
            [MeetingPlan(day, f"Board {len(self.planned)}", focus_id=self.theme.pk)],
            provenance=since(day),
        )

    def rearrange(self, day: date, pick: int) -> None:
        if self.planned and not hasattr(self.planned[-1], "meeting"):
            self.planned[-1].refresh_from_db()
            fields = {"place": f"Room {pick}", "withdrawn": False}
            rearrange_meeting(self.planned[-1], self.planned[-1].revision, fields, provenance=since(day))

    def move_meeting(self, day: date, pick: int) -> None:
        """Put a meeting before the last day of its returns, which moves along."""
        window = MeetingPlan(
            day + timedelta(days=60),
            f"Moved {next(slugs)}",
            returns_open_on=day,
            returns_close_on=day + timedelta(days=55),
        )
        planned = plan_meetings(self.plan, [window], provenance=since(day))[0]
        fields = {"meets_on": day + timedelta(days=1 + pick % 50)}
        rearrange_meeting(planned, planned.revision, fields, provenance=since(day))

    def close(self, day: date, pick: int) -> None:
        planned = plan_meetings(
            self.plan, [MeetingPlan(day, f"Closed {next(slugs)}")], provenance=since(day)
        )[0]
        rating = NewRating(self.item, self.levels[pick % len(self.levels)], "The board's.")
        challenge = NewChallenge(f"Why {pick}?", self.officer.pk, theme_id=self.theme.pk)
        minutes = Minutes(self.officer.pk, [self.officer.pk], ratings=[rating], challenges=[challenge])
        close_with(planned, minutes, since(day))

    def challenge(self, day: date, pick: int) -> None:
        if self.challenges and pick % 2:
            answer_challenges(
                [NewAnswer(self.challenges[-1], f"Answer {pick}", closes=pick % 4 == 1)],
                provenance=since(day),
            )
        else:
            self.challenges += record_challenges(
                self.plan, [NewChallenge(f"Question {pick}")], provenance=since(day)
            )

    def barrier(self, day: date, pick: int) -> None:
        keys = [action.pk for action in self.actions()[: pick % 3]]
        if self.barriers and pick % 2:
            barrier = self.barriers[-1]
            barrier.refresh_from_db()
            fields = {"escalation": Escalation.BOARD, "outcome": f"Done {pick}", "is_resolved": pick % 4 == 1}
            change_barrier(barrier, barrier.revision, fields, keys, provenance=since(day))
        else:
            self.barriers.append(
                add_barrier(self.plan, {"text": f"Barrier {pick}"}, keys, provenance=since(day))
            )

    def figure(self, day: date, pick: int) -> None:
        end = date(2026, 1 + pick % 12, 28)
        record_observations([Observation(measure=self.measure, period_end=end, value=pick, known_on=day)])

    def target(self, day: date, pick: int) -> None:
        revised = self.targets[-1] if self.targets and pick % 2 else None
        self.targets += record_targets(
            [
                Target(
                    measure=self.measure,
                    kind="target",
                    words=str(pick),
                    lowest=pick,
                    due_latest=day,
                    known_on=day,
                    revises=revised,
                )
            ]
        )

    def link(self, day: date, pick: int) -> None:
        links = [Evidences(recommendation=self.item.pk)] if pick % 2 else [Evidences(theme=self.theme.pk)]
        set_measure_links(self.plan, {self.measure.pk: links}, provenance=since(day))
        assert MeasureLink.objects.filter(plan=self.plan).exists()

    def set_up(self, day: date, pick: int) -> None:
        words = ("theme", "priority", "workstream")[pick % 3]
        details = {"title": f"Plan {pick}", "theme_word": words, "embedded_periods": 1 + pick % 4}
        set_details(self.plan, details, provenance=since(day))

    def judge(self, day: date, pick: int) -> None:
        """The inspectorate's grade is entered, put right, or taken back; once in a while another area's comes too."""
        grades = (JudgementGrade.GOOD, JudgementGrade.INADEQUATE, None)
        areas = {OVERALL: grades[pick % 3], "Leaders": grades[pick % 2]}
        judge({self.inspection.pk: areas}, provenance=since(day))

    def told(self, day: date) -> dict:
        """Return everything that is said of a day: the record, the JSON, the board's year and its questions."""
        position = build_position(self.plan, day)
        board = read_board(position)
        return {
            "record": record_of(position, board),
            "json": position.as_json(),
            "planned": [
                (item.meets_on, item.title, item.place, item.returns_open_on, item.returns_close_on)
                for item in board.planned
            ],
            "moved": [item.sentence for item in read_moved_returns(position)],
            "details": (position.plan.title, position.plan.theme_word, position.plan.embedded_periods),
            "judged": read_inspections(self.plan, day).areas,
            "questions": [(item.kind, item.subject, item.question) for item in position.contradictions],
        }


def make_actions_on(plan, day: date) -> None:
    new = NewAction({"text": "Added.", "theme": plan.themes.get()}, [], [plan.recommendations.get().pk], "1")
    add_actions(plan, [new], provenance=since(day))


THINGS = sorted(
    name
    for name, value in vars(History).items()
    if callable(value) and not name.startswith("_") and name not in {"actions", "told"}
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(THINGS), st.integers(0, 60)), min_size=1, max_size=4),
        min_size=2,
        max_size=6,
    )
)
def test_a_past_day_is_told_the_same_whatever_happens_later(days):
    history = History()
    then: dict[date, dict] = {}
    for number, things in enumerate(days):
        day = FIRST + timedelta(days=20 * number)
        for name, pick in things:
            getattr(history, name)(day, pick)
        then[day] = history.told(day)

    for day, told in then.items():
        assert history.told(day) == told


def test_every_thing_that_can_happen_is_seen_by_what_is_told():
    """The test above would pass for an operation that tells nothing: each must change what is told of its day."""
    for name in THINGS:
        history = History()
        history.link(FIRST, 1)
        history.add_action(FIRST, 1)
        day = FIRST + timedelta(days=10)
        if name == "rearrange":
            history.plan_meeting(FIRST, 1)
        before = history.told(day)
        getattr(history, name)(day, 5 if name not in {"link", "rate"} else 2)
        assert history.told(day) != before, name


READ_PAGES = (
    "dashboard", "action-list", "questions", "measures", "ratings", "dates", "compare", "meetings", "stated-figures",
)  # fmt: skip


@pytest.mark.parametrize("name", READ_PAGES)
def test_a_page_of_a_past_day_says_so_and_stays_as_it_was(name):
    plan = make_plan(actions=2)
    client = Client()
    client.force_login(make_user("a@test.example", plan, Role.ANALYST))
    day = date(2026, 6, 30)
    address = reverse(f"plans:{name}", args=[plan.slug]) + f"?as-at={day}"
    rate(plan, plan.recommendations.get(), "A", date(2026, 3, 1))
    before = client.get(address).content.decode()
    assert "You are viewing the plan as it was known on 30 June 2026." in before

    say(plan.actions.get(reference="1.1"), ProgressStatus.COMPLETED, TODAY, completed_on=TODAY)
    rate(plan, plan.recommendations.get(), "R", TODAY)
    extend_due_dates(
        list(plan.actions.all()),
        NewDate("May 2027", "month", None, date(2027, 5, 31)),
        "So.",
        provenance=since(TODAY),
    )
    record_challenges(plan, [NewChallenge("Why?")], provenance=since(TODAY))
    plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since(TODAY))

    assert _without_token(client.get(address).content.decode()) == _without_token(before)
    assert f"as-at={day}" in before


def _without_token(page: str) -> str:
    # Neither the form's token nor the seconds that the session has left are the plan's.
    passing = ("csrfmiddlewaretoken", "data-session-seconds")
    return "\n".join(line for line in page.splitlines() if not any(words in line for words in passing))
