"""The challenge log: questions that come back until they are answered, barriers with what is done about them."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import Escalation, Role
from plans.models import BarrierVersion
from plans.operations.board import (
    NewAnswer,
    NewChallenge,
    NewDecision,
    add_barrier,
    answer_challenges,
    record_challenges,
    record_decisions,
)
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.position import build_position
from plans.position.board import read_board
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, since

pytestmark = pytest.mark.django_db


def board_of(plan, day=TODAY):
    return read_board(build_position(plan, day))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_challenge_is_open_until_an_answer_closes_it():
    plan = make_plan()
    item = record_challenges(plan, [NewChallenge("Why?")], provenance=since(date(2026, 9, 1)))[0]
    answer_challenges([NewAnswer(item, "Because.")], provenance=since(date(2026, 9, 20)))
    assert [(c.is_open, c.days_open) for c in board_of(plan).challenges] == [(True, 81)]
    answer_challenges(
        [NewAnswer(item, "In full.", "The form", closes=True)], provenance=since(date(2026, 10, 1))
    )
    assert [(c.is_open, c.days_open) for c in board_of(plan).challenges] == [(False, 30)]
    assert board_of(plan, date(2026, 9, 30)).open_challenges[0].answers[-1].answer == "Because."
    assert board_of(plan, date(2026, 8, 31)).challenges == []


def test_a_lead_answers_what_is_about_their_theme_and_only_the_boards_clerk_closes_it():
    plan = make_plan()
    about_theme = record_challenges(
        plan,
        [NewChallenge("Why?", theme_id=plan.themes.get().pk), NewChallenge("And the plan?")],
        provenance=since(TODAY),
    )
    lead = signed_in(make_theme_lead(plan))
    own, other = (reverse("plans:challenge-answer", args=[plan.slug, item.pk]) for item in about_theme)
    assert lead.get(other).status_code == 403
    assert "The board is content" not in lead.get(own).content.decode()
    assert lead.post(own, {"answer": "So it is.", "closes": "on"}).status_code == 302
    assert [item.is_open for item in board_of(plan).challenges] == [True, True]
    analyst = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    assert analyst.post(own, {"answer": "Content.", "closes": "on"}).status_code == 302
    assert [item.is_open for item in board_of(plan).challenges] == [False, True]
    assert analyst.get(own).status_code == 404


def test_a_barrier_is_raised_changed_and_overcome_and_its_history_stays():
    plan = make_plan(actions=2)
    client = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    add = reverse("plans:barrier-add", args=[plan.slug])
    typed = {"revision": "0", "text": "No trainer.", "references": "1.1, 1.9", "escalation": "lead"}
    refused = client.post(add, typed)
    assert refused.status_code == 422
    assert "Not on the plan: 1.9." in refused.content.decode()
    assert client.post(add, {**typed, "references": "1.1"}).status_code == 302
    change = reverse("plans:barrier", args=[plan.slug, 1])
    with_board = {**typed, "references": "1.1, 1.2", "escalation": "board"}
    assert client.post(change, with_board).status_code == 302
    stale = client.post(change, with_board)
    assert stale.status_code == 409
    assert "Someone else changed this barrier while you were typing." in stale.content.decode()
    assert [b.number for b in board_of(plan).barriers_for_the_board] == [1]
    assert client.post(change, {**with_board, "revision": "1", "is_resolved": "on"}).status_code == 422
    done = {**with_board, "revision": "1", "is_resolved": "on", "outcome": "A trainer came."}
    assert client.post(change, done).status_code == 302
    barrier = board_of(plan).barriers[0]
    assert (barrier.is_resolved, [a.reference for a in barrier.actions]) == (True, ["1.1", "1.2"])
    assert BarrierVersion.objects.filter(barrier__plan=plan).count() == 3


def test_a_lead_raises_barriers_only_to_their_own_actions():
    plan = make_plan(actions=1)
    other = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, "Somebody else", other)
    typed = {"revision": "0", "text": "No.", "references": "1.1", "escalation": "lead"}
    address = reverse("plans:barrier-add", args=[plan.slug])
    refused = signed_in(other).post(address, typed)
    assert refused.status_code == 422
    assert "You do not report on: 1.1." in refused.content.decode()
    assert signed_in(make_theme_lead(plan)).post(address, typed).status_code == 302


def test_the_log_says_what_is_open_and_takes_the_same_queries_whatever_there_is(
    django_assert_max_num_queries,
):
    taken = []
    for count in (2, 25):
        plan = make_plan(f"log{count}", actions=count)
        record_challenges(
            plan,
            [
                NewChallenge(f"Why {n}?", make_officer(plan).pk, answer=NewAnswer(None, "So."))
                for n in range(count)
            ],
            provenance=since(TODAY),
        )
        for number in range(count):
            add_barrier(
                plan,
                {"text": f"Barrier {number}", "escalation": Escalation.BOARD},
                list(plan.actions.values_list("pk", flat=True)),
                provenance=since(TODAY),
            )
        client = signed_in(make_user(f"l{count}@test.example", plan, Role.ANALYST))
        with django_assert_max_num_queries(60) as captured:
            page = unescape(client.get(reverse("plans:challenge-log", args=[plan.slug])).content.decode())
        assert f"{count} open challenges" in page
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_the_boards_decisions_about_a_thing_stand_on_its_page():
    plan = make_plan()
    user = make_user("reader@decided.example", plan, Role.BOARD_MEMBER)
    item, theme = plan.recommendations.get(), plan.themes.get()
    decided = [
        NewDecision("Ask the peers to look at it.", recommendation_id=item.pk),
        NewDecision("Widen the theme.", theme_id=theme.pk),
        NewDecision("Meet twice a month."),
    ]
    meeting = add_meetings(plan, [MeetingPlan(date(2026, 11, 6))], provenance=since(date(2026, 11, 6)))[0]
    record_decisions(plan, decided, meeting=meeting, provenance=since(date(2026, 11, 6)))
    record_challenges(
        plan, [NewChallenge("Is it wide enough?", theme_id=theme.pk)], provenance=since(date(2026, 11, 6))
    )
    client = Client()
    client.force_login(user)

    def read(name, **asked):
        return client.get(reverse(f"plans:{name}", args=[plan.slug, 1]), asked).content.decode()

    assert "The board decided" in read("recommendation")
    assert "Ask the peers to look at it." in read("recommendation")
    assert reverse("plans:meeting", args=[plan.slug, meeting.pk]) in read("recommendation")
    assert "Widen the theme." not in read("recommendation")
    assert "6 November 2026: Widen the theme." in read("theme")
    assert "Is it wide enough?" in read("theme")
    assert "Ask the peers" not in read("recommendation", **{"as-at": "2026-11-05"})
