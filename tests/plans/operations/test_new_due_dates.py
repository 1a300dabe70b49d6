"""What a new due date may be, wherever it is asked for; and one request at a time before the board."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from plans.choices import MinutesStep, Role
from plans.imports.run import run_import
from plans.models import DueDateChange, DueDateWithdrawal
from plans.operations.due_dates import (
    NewDate,
    decide_due_date,
    extend_due_dates,
    request_due_date,
    withdraw_request,
)
from plans.operations.history import Provenance
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.position import build_position
from plans.rules.due_dates import has_passed, is_before_start
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, since
from tests.plans.imports.test_plan_workbook import ROWS, request_for

pytestmark = pytest.mark.django_db
NEXT_YEAR = {
    "start_words": "January 2027",
    "start_kind": "month",
    "start_earliest": date(2027, 1, 1),
    "start_latest": date(2027, 1, 31),
    "due_words": "June 2027",
    "due_kind": "month",
    "due_earliest": date(2027, 6, 1),
    "due_latest": date(2027, 6, 30),
}
MAY = NewDate("end May 2027", "month", date(2027, 5, 1), date(2027, 5, 31))
JULY = NewDate("July 2027", "month", date(2027, 7, 1), date(2027, 7, 31))


@pytest.fixture
def plan():
    return make_plan(actions=2)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked_for(plan, client, words: str, reference: str = "1.1"):
    return client.post(
        reverse("plans:action-due-date", args=[plan.slug, reference]),
        {
            "revision": plan.actions.get(reference=reference).revision,
            "to": words,
            "reason": "The supplier is late.",
        },
    )


@pytest.mark.parametrize(
    ("due", "on", "passed"),
    [
        (date(2026, 11, 20), date(2026, 11, 21), True),
        (date(2026, 11, 21), date(2026, 11, 21), False),
        (date(2027, 5, 31), date(2026, 11, 21), False),
    ],
)
def test_a_date_has_passed_after_its_latest_day(due, on, passed):
    assert has_passed(due, on) is passed


@pytest.mark.parametrize(
    ("due", "start", "before"),
    [
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2027, 1, 1), date(2027, 1, 1), False),
        (date(2027, 1, 1), None, False),
        (None, date(2027, 1, 1), False),
    ],
)
def test_a_date_is_before_the_start_where_no_reading_of_both_agrees(due, start, before):
    assert is_before_start(due, start) is before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("March 2026", "March 2026 has passed: the new due date must be 21 November 2026 or later."),
        ("20 November 2026", "20 November 2026 has passed"),
        ("end October 2026", "end October 2026 has passed"),
        ("21 November 2026", ""),
        # It may be the 30th: dates as written are compared by the latest day that they can mean.
        ("November 2026", ""),
        ("end May 2027", ""),
    ],
)
def test_a_new_due_date_in_the_past_is_refused_with_a_sentence(plan, words, said):
    answer = asked_for(plan, signed_in(make_theme_lead(plan)), words)

    assert answer.status_code == (422 if said else 302)
    assert said in unescape(answer.content.decode())
    assert DueDateChange.objects.filter(action__plan=plan).exists() is not bool(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "December 2026",
            "December 2026 is before the start: action 1.1 starts January 2027. Enter a date that is not before it.",
        ),
        ("Quarter 3, 2026", "is before the start: action 1.1 starts January 2027"),
        ("15 January 2027", ""),
        ("February 2027", ""),
    ],
)
def test_a_new_due_date_before_the_start_is_refused_with_a_sentence(words, said):
    plan = make_plan("nextyear", actions=1, **NEXT_YEAR)
    answer = asked_for(plan, signed_in(make_theme_lead(plan)), words)

    assert answer.status_code == (422 if said else 302)
    assert said in unescape(answer.content.decode())
    assert DueDateChange.objects.filter(action__plan=plan).exists() is not bool(said)


def test_a_resolution_that_extends_dates_is_held_to_the_same(plan):
    client = signed_in(make_user("an@test.example", plan, Role.ANALYST))
    page = reverse("plans:dates-extend", args=[plan.slug])
    answer = client.post(page, {"references": "1.1, 1.2", "to": "August 2026", "reason": "Resolved."})
    assert answer.status_code == 422
    assert "August 2026 has passed: the new due date must be 21 November 2026 or later." in unescape(
        answer.content.decode()
    )
    undated = dict.fromkeys(("due_earliest", "due_latest"))
    later = make_plan("nextyear", actions=1, **{**NEXT_YEAR, **undated, "due_words": "", "due_kind": "none"})
    client = signed_in(make_user("an2@test.example", later, Role.ANALYST))
    answer = client.post(
        reverse("plans:dates-extend", args=[later.slug]),
        {"references": "1.1", "to": "December 2026", "reason": "Resolved."},
    )
    assert answer.status_code == 422
    assert "is before the start" in answer.content.decode()
    assert DueDateChange.objects.filter(action__plan__in=[plan, later]).count() == 0
    passed = NewDate("May 2026", "month", date(2026, 5, 1), date(2026, 5, 31))
    with pytest.raises(ValidationError, match="has passed"):
        extend_due_dates(list(plan.actions.all()), passed, "Resolved.", provenance=since(TODAY))


def test_minutes_measure_a_new_date_by_the_day_of_the_meeting(plan):
    """A board that met ten days ago could well agree a date that has come since; not one that had passed then."""
    met = TODAY - timedelta(days=10)
    planned = plan_meetings(plan, [MeetingPlan(met)], provenance=since(date(2026, 10, 1)))[0]
    client = signed_in(make_user("an@test.example", plan, Role.ANALYST))
    step = reverse("plans:minutes-step", args=[plan.slug, planned.pk, MinutesStep.DATES.value])
    names = [
        name
        for name in client.get(step).context["sections"][1].formset.forms[0].fields
        if name in {"references", "to", "reason"}
    ]
    prefix = client.get(step).context["sections"][1].formset.forms[0].prefix

    def noted(to: str):
        management = {
            f"{section.formset.prefix}-{name}_FORMS": section.formset.total_form_count()
            if name == "TOTAL"
            else section.formset.initial_form_count()
            for section in client.get(step).context["sections"]
            for name in ("TOTAL", "INITIAL")
        }
        values = {"references": "1.1", "to": to, "reason": "Resolved."}
        return client.post(step, {**management, **{f"{prefix}-{name}": values[name] for name in names}})

    refused = noted("10 November 2026")
    assert refused.status_code == 422
    assert "10 November 2026 has passed: the new due date must be 11 November 2026 or later." in unescape(
        refused.content.decode()
    )
    assert noted("15 November 2026").status_code == 302


def test_what_was_asked_for_in_time_is_not_agreed_once_it_has_passed(plan):
    action = plan.actions.get(reference="1.1")
    to = NewDate("October 2026", "month", date(2026, 10, 1), date(2026, 10, 31))
    change = request_due_date(action, None, to, "Late.", provenance=since(date(2026, 9, 1)))
    with pytest.raises(ValidationError, match="October 2026, has passed: refuse it"):
        decide_due_date(change, True, provenance=since(TODAY))
    decide_due_date(change, False, provenance=since(TODAY))
    assert build_position(plan, TODAY).action("1.1").due.words == "June 2026"


def test_an_import_keeps_what_the_workbook_says_and_says_so():
    plan = run_import(request_for(), TODAY).plan
    first = run_import(
        request_for([(*ROWS[0][:3], "Dec 26", ROWS[0][4]), *ROWS[1:]], as_at=date(2026, 8, 1)), TODAY
    )
    assert not [message for message in first.messages if "has passed" in message.text]

    back = run_import(
        request_for([(*ROWS[0][:3], "May 26", ROWS[0][4]), *ROWS[1:]], as_at=date(2026, 8, 2)), TODAY
    )
    said = [
        message
        for message in back.messages
        if "moves to May 26, which has passed on 2 August 2026" in message.text
    ]
    assert [(message.level, bool(message.cell)) for message in said] == [("warning", True)]
    assert "kept as it is written" in said[0].text
    assert said[0].__dict__ in back.run.messages
    assert build_position(plan, TODAY).action("1.1").due.words == "May 26"


def test_a_resolution_moves_no_date_to_one_that_is_no_later_than_it(plan):
    extend_due_dates(list(plan.actions.all()), JULY, "Resolved.", provenance=since(TODAY))
    client = signed_in(make_user("an@test.example", plan, Role.ANALYST))
    answer = client.post(
        reverse("plans:dates-extend", args=[plan.slug]),
        {"references": "1.1", "to": "May 2027", "reason": "Resolved."},
    )
    assert answer.status_code == 422
    assert "This is not later than the current due date: 1.1 (July 2027)." in answer.content.decode()


def states(plan, reference: str = "1.1", on: date = TODAY) -> list[tuple[str, str]]:
    return [(move.to_words, move.state) for move in build_position(plan, on).action(reference).due_moves]


def test_a_second_request_is_told_of_the_first_and_takes_its_place(plan):
    first = make_user("first@test.example", plan, Role.LEAD_OFFICER)
    action = plan.actions.get(reference="1.1")
    request_due_date(action, None, MAY, "No trainer.", provenance=since(date(2026, 11, 3), first))
    client = signed_in(make_theme_lead(plan))
    page = unescape(client.get(reverse("plans:action-due-date", args=[plan.slug, "1.1"])).content.decode())
    assert "A request for this action is waiting for the board." in page
    assert "first asked on 3 November 2026 to move it to end of May 2027: No trainer." in page
    assert "withdraw your request" not in page

    assert asked_for(plan, client, "July 2027").status_code == 302
    assert states(plan) == [
        ("end May 2027", "replaced by another request"),
        ("July 2027", "waiting for a decision"),
    ]
    position = build_position(plan, TODAY)
    assert [move.to_words for _action, move in position.waiting_dates] == ["July 2027"]
    # On the day before, the board was asked about the first.
    assert states(plan, on=TODAY - timedelta(days=1)) == [("end May 2027", "waiting for a decision")]
    assert DueDateChange.objects.filter(action=action).count() == 2
    page = unescape(client.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode())
    assert "to end of May 2027, replaced by another request on 21 November 2026. Requested by first" in page


def test_who_asked_withdraws_after_a_question_and_nobody_else_may(plan):
    lead = make_theme_lead(plan)
    officer = make_user("other@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=officer)  # who leads it, too
    client, other = signed_in(lead), signed_in(officer)
    assert asked_for(plan, client, "end May 2027").status_code == 302
    change = DueDateChange.objects.get(action__plan=plan)
    address = reverse("plans:action-due-date-withdraw", args=[plan.slug, "1.1", change.pk])
    assert address in client.get(reverse("plans:action-due-date", args=[plan.slug, "1.1"])).content.decode()
    assert address in client.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode()
    assert address not in other.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode()
    assert [other.post(address, {"confirmed": "1"}).status_code, other.get(address).status_code] == [403, 403]

    question = unescape(client.post(address).content.decode())
    assert "You asked on 21 November 2026 for end of May 2027" in question
    assert "June 2026 stands." in question
    assert not DueDateWithdrawal.objects.filter(change=change).exists()
    assert client.post(address, {"confirmed": "1"}).status_code == 302
    assert states(plan) == [("end May 2027", "withdrawn")]
    assert build_position(plan, TODAY).waiting_dates == []
    again = client.post(address, {"confirmed": "1"}, follow=True)
    assert (
        "This request is no longer waiting: it was withdrawn on 21 November 2026." in again.content.decode()
    )
    assert DueDateWithdrawal.objects.filter(change=change).count() == 1
    trail = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER)).get(
        reverse("plans:trail", args=[plan.slug]), {"kind": "Request to move a date withdrawn"}
    )
    assert "Withdrawn by who asked" in trail.content.decode()


def test_what_was_withdrawn_or_replaced_is_not_decided(plan):
    analyst = signed_in(make_user("an@test.example", plan, Role.ANALYST))
    action = plan.actions.get(reference="1.1")
    change = request_due_date(action, None, MAY, "Late.", provenance=since(TODAY))
    withdraw_request(change, provenance=since(TODAY))
    with pytest.raises(ValidationError, match="is no longer waiting: it was withdrawn on 21 November 2026"):
        decide_due_date(change, True, provenance=since(TODAY))
    page = reverse("plans:action-due-date-decision", args=[plan.slug, "1.1", change.pk])
    answer = analyst.post(page, {"agreed": "yes"}, follow=True)
    assert "This request is no longer waiting: it was withdrawn" in answer.content.decode()
    assert build_position(plan, TODAY).action("1.1").due.words == "June 2026"

    other = request_due_date(action, None, JULY, "Late.", provenance=since(TODAY))
    decide_due_date(other, True, provenance=since(TODAY))
    with pytest.raises(ValidationError, match="The board has already decided this request"):
        withdraw_request(other, provenance=since(TODAY))


def test_what_the_board_decided_before_it_was_withdrawn_stands(plan):
    """Minutes are often closed some days after the meeting."""
    change = request_due_date(
        plan.actions.get(reference="1.1"), None, MAY, "Late.", provenance=since(date(2026, 11, 1))
    )
    withdraw_request(change, provenance=since(date(2026, 11, 12)))
    decide_due_date(change, True, provenance=since(date(2026, 11, 10)))

    assert states(plan) == [("end May 2027", "agreed")]
    assert states(plan, on=date(2026, 11, 9)) == [("end May 2027", "waiting for a decision")]


def test_a_resolution_takes_the_place_of_a_request_that_waits(plan):
    request_due_date(
        plan.actions.get(reference="1.1"), None, MAY, "Late.", provenance=since(date(2026, 11, 1))
    )
    client = signed_in(make_user("an@test.example", plan, Role.ANALYST))
    page = reverse("plans:dates-extend", args=[plan.slug])
    assert "Any waiting request for one of them is replaced" in client.get(page).content.decode()
    answer = client.post(
        page, {"references": "1.1, 1.2", "to": "July 2027", "reason": "Resolved."}, follow=True
    )
    assert "This replaces 1 waiting request." in answer.content.decode()
    assert states(plan) == [("end May 2027", "replaced by another request"), ("July 2027", "agreed")]
    assert build_position(plan, TODAY).waiting_dates == []


def test_the_date_that_an_action_has_is_no_new_date(demo, sign_in):
    action = build_position(demo, TODAY).action("5.8.1")
    client = sign_in("lead")
    waiting = DueDateChange.objects.filter(action=action.action_id).count()
    answer = client.post(
        reverse("plans:action-due-date", args=[demo.slug, "5.8.1"]),
        {"revision": action.revision, "to": "30 June 2027", "reason": "Later."},
    )
    assert answer.status_code == 302
    decided = DueDateChange.objects.filter(action=action.action_id).latest("pk")
    decide_due_date(decided, True, "", provenance=Provenance(TODAY))
    action = build_position(demo, TODAY).action("5.8.1")
    answer = client.post(
        reverse("plans:action-due-date", args=[demo.slug, "5.8.1"]),
        {"revision": action.revision, "to": "30 June 2027", "reason": "The same again."},
    )

    assert answer.status_code == 422
    assert "30 June 2027 is already the due date: enter a different one." in answer.content.decode()
    assert "The same again." in answer.content.decode()
    assert DueDateChange.objects.filter(action=action.action_id).count() == waiting + 1
