"""A board member asks between meetings; the lead is shown it and answers; the board says when it is content."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from improvement.models import Officer
from plans.choices import Role
from plans.models import Challenge
from plans.operations.structure import change_actions, mark_exempt
from plans.position import build_position
from plans.position.actions import action_asked_about, asked_about
from plans.position.board import read_board
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan("asked", actions=1)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(client, plan, kind, reference, question="Why is it late?"):
    return client.post(
        reverse("plans:challenge-ask", args=[plan.slug, kind, reference]), {"question": question}, follow=True
    )


def test_it_is_asked_answered_and_closed(plan):
    member, lead = (
        make_user("member@ask.example", plan, Role.BOARD_MEMBER),
        make_theme_lead(plan, "lead@ask.example"),
    )
    told = ask(signed_in(member), plan, "action", plan.actions.get().reference)
    challenge = Challenge.objects.get(plan=plan)

    assert "Your question is in the challenge log." in unescape(told.content.decode())
    assert challenge.question == "Action 1.1: Why is it late?"
    assert (challenge.recommendation.number, challenge.asked_by.name) == (1, member.name)
    assert challenge.asked_by.public_label == "Board member"
    work = unescape(signed_in(lead).get(reverse("plans:my-actions", args=[plan.slug])).content.decode())
    assert "Asked by the board (1)" in work
    assert "Why is it late?" in work
    answer = reverse("plans:challenge-answer", args=[plan.slug, challenge.pk])
    assert signed_in(lead).post(answer, {"answer": "We wait for the figures."}).status_code == 302
    board = read_board(build_position(plan, TODAY))
    assert [item.answer for item in board.open_challenges[0].answers] == ["We wait for the figures."]


def test_the_actions_own_lead_officer_is_asked_as_well(plan):
    action, member = plan.actions.get(), make_user("member@ask.example", plan, Role.BOARD_MEMBER)
    officer = make_user("officer@ask.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, "Head of Practice", officer)
    ask(signed_in(member), plan, "action", action.reference)
    challenge = Challenge.objects.get(plan=plan)

    def page(name, *parts):
        response = signed_in(officer).get(reverse(f"plans:{name}", args=[plan.slug, *parts]))
        return " ".join(unescape(response.content.decode()).split())

    answer = reverse("plans:challenge-answer", args=[plan.slug, challenge.pk])
    assert "1 question from the board" in page("dashboard")
    assert "Asked by the board (1)" in page("my-actions")
    assert answer in page("action", action.reference)
    assert signed_in(member).get(answer).status_code == 403
    assert signed_in(officer).post(answer, {"answer": "We wait for the figures."}).status_code == 302


@pytest.mark.parametrize("reference", ["1.1", "AP 4 (b)", "2/3"])
def test_the_log_tells_which_action_a_question_is_about_however_it_is_numbered(reference):
    assert action_asked_about(f"{asked_about(reference)}Why: is it late?") == reference
    assert action_asked_about("Why is action 1.1 late?") == ""


def test_somebody_is_one_officer_however_often_they_ask(plan):
    member = make_user("member@ask.example", plan, Role.BOARD_MEMBER)
    client, before = signed_in(member), Officer.objects.count()
    for kind, reference in (("recommendation", 1), ("theme", 1), ("action", "1.1")):
        ask(client, plan, kind, reference)

    assert Challenge.objects.filter(plan=plan).count() == 3
    assert Officer.objects.count() == before + 1


def test_one_without_a_recommendation_is_filed_under_its_theme(plan):
    action = plan.actions.get()
    change_actions({}, provenance=since(TODAY), recommendations={action.pk: []})
    ask(signed_in(make_user("member@ask.example", plan, Role.BOARD_MEMBER)), plan, "action", "1.1")
    assert build_position(plan, TODAY).action("1.1").recommendation_numbers in {(), (1,)}
    assert Challenge.objects.get(plan=plan).question.startswith("Action 1.1: ")


@pytest.mark.parametrize(
    ("kind", "reference", "status"),
    [("action", "9.9", 404), ("recommendation", "7", 404), ("recommendation", "x", 404), ("plan", "1", 404)],
)
def test_what_is_not_there_is_not_asked_about(plan, kind, reference, status):
    client = signed_in(make_user("member@ask.example", plan, Role.BOARD_MEMBER))
    assert ask(client, plan, kind, reference).status_code == status
    assert not Challenge.objects.filter(plan=plan).exists()


def test_what_is_exempt_is_asked_about_at_the_meeting(plan):
    client = signed_in(make_user("member@ask.example", plan, Role.BOARD_MEMBER))
    mark_exempt(plan.actions.get(), True, "Names a child.", provenance=since(TODAY))

    assert ask(client, plan, "action", "1.1").status_code == 403
    page = client.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode()
    assert "Ask a question" not in page
    assert ask(client, plan, "recommendation", 1, "").status_code == 422
