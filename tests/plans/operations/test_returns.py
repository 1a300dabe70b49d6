"""The monthly return: one page a lead, submitted, sent back, accepted; open by date; the chair sees who is late."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, ReturnState, Role
from plans.models import MonthlyReturn, RatingLevel, ReturnStep, Update
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.returns import save_return, submit_return
from plans.operations.structure import change_actions
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import build_position
from plans.position.board import read_board
from plans.position.returns import read_returns
from plans.rules.overdue import has_begun
from tests.conftest import TODAY
from tests.factories import make_actions, make_officer, make_plan, make_theme_lead, make_user, say, since
from tests.forms_on_pages import forms_of

pytestmark = pytest.mark.django_db


def with_window(actions: int = 2, opens: int = 7, closes: int = 5):
    """Make a plan whose window opened `opens` days ago and closes in `closes` days."""
    plan = make_plan(actions=actions)
    plan_meetings(
        plan,
        [
            MeetingPlan(
                TODAY + timedelta(days=10),
                returns_open_on=TODAY - timedelta(days=opens),
                returns_close_on=TODAY + timedelta(days=closes),
            )
        ],
        provenance=since(date(2026, 10, 1)),
    )
    return plan


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def returns_of(plan, day=TODAY):
    position = build_position(plan, day)
    return read_returns(position, read_board(position).to_come[0])


def row(plan, reference: str, **fields: str) -> dict[str, str]:
    key = plan.actions.get(reference=reference).pk
    return {f"action-{key}-{name}": value for name, value in fields.items()}


def test_a_lead_returns_everything_on_one_page_and_it_stands_once_it_is_accepted():
    plan = with_window(actions=3)
    lead = make_theme_lead(plan)
    client, analyst = signed_in(lead), signed_in(make_user("a@test.example", plan, Role.ANALYST))
    mine = reverse("plans:my-return", args=[plan.slug])
    say(plan.actions.get(reference="1.2"), ProgressStatus.ON_TARGET, date(2026, 10, 1), "Half done.")
    assert "Half done." in client.get(mine).content.decode()
    green = RatingLevel.objects.get(scale__plan=plan, code="G")
    typed = {
        "revision": "0",
        **row(
            plan,
            "1.1",
            status="behind_target",
            progress="The trainer left.",
            next_steps="Find another.",
            barriers="Money",
        ),
        "recommendation-1-level": str(green.pk),
    }
    draft = client.post(mine, typed)
    assert draft.status_code == 302
    assert returns_of(plan).of(lead.pk).state_label == "Started"

    refused = client.post(mine, {**typed, "revision": "1", "submit": "1"})
    page = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "Confirm that nothing has changed on the 2 actions that you left as they are." in page
    assert "Choose the status of action 1.3: none has been given yet." in page
    assert "Enter why this rating is proposed for recommendation 1." in page
    assert "The trainer left." in page
    whole = {
        **typed, **row(plan, "1.2", status="on_target"), **row(plan, "1.3", status="not_started"),
        "recommendation-1-reason": "It holds.", "others_unchanged": "on", "revision": "1", "submit": "1",
    }  # fmt: skip
    assert client.post(mine, whole).status_code == 302
    expected = returns_of(plan).of(lead.pk)
    assert (expected.state, expected.is_in) == (ReturnState.SUBMITTED, True)
    assert Update.objects.filter(action__plan=plan).count() == 1
    assert client.post(mine, {**whole, "revision": "2"}).status_code == 403

    address = reverse("plans:return", args=[plan.slug, expected.return_id])
    assert "The trainer left." in analyst.get(address).content.decode()
    assert analyst.post(address, {"send_back": "1"}).status_code == 422
    assert analyst.post(address, {"send_back": "1", "note": "By when?"}).status_code == 302
    back = returns_of(plan).of(lead.pk)
    assert (back.state, back.note) == (ReturnState.SENT_BACK, "By when?")
    page = client.get(mine).content.decode()
    assert "By when?" in page
    revision = str(MonthlyReturn.objects.get().revision)
    again = {**whole, **row(plan, "1.1", next_steps="Find another by March."), "revision": revision}
    assert client.post(mine, again).status_code == 302
    assert analyst.post(address, {"accept": "1"}).status_code == 302
    assert analyst.post(address, {"accept": "1"}).status_code == 422

    position = build_position(plan, TODAY)
    said = {action.reference: action.update for action in position.lowest_level_actions}
    assert (said["1.1"].status, said["1.1"].next_steps, said["1.1"].barriers) == (
        "behind_target",
        "Find another by March.",
        "Money",
    )
    assert said["1.1"].by == "lead"
    assert said["1.2"].progress.startswith("Half done. (Said on 1 October 2026; no change confirmed on")
    assert said["1.2"].status == "on_target"
    assert said["1.3"].status == "not_started"
    assert list(
        Update.objects.filter(action__plan=plan, no_change=True).values_list("action__reference", flat=True)
    ) == ["1.2", "1.3"]
    assert (position.recommendation(1).proposal.level.code, position.recommendation(1).proposal.by) == (
        "G",
        "lead",
    )
    assert [step.state for step in ReturnStep.objects.order_by("pk")] == [
        "submitted",
        "sent_back",
        "submitted",
        "accepted",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "may", "late"),
    [(7, 5, True, 0), (-1, 5, False, 0), (7, -1, False, 1), (0, 0, True, 0)],
)
def test_the_window_opens_and_locks_by_date_and_says_who_is_late(opens, closes, may, late):
    plan = with_window(opens=opens, closes=closes)
    lead = make_theme_lead(plan)
    found = returns_of(plan)

    assert found.may_write(found.of(lead.pk)) is may
    assert len(found.late) == late
    posted = signed_in(lead).post(
        reverse("plans:my-return", args=[plan.slug]), {"revision": "0", **row(plan, "1.1", progress="x")}
    )
    assert posted.status_code == (302 if may else 403)
    page = unescape(
        signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
        .get(reverse("plans:returns", args=[plan.slug]))
        .content.decode()
    )
    assert ("1 late" in page) is bool(late)
    assert "0 of 1 received" in page


def test_an_action_is_asked_of_its_own_lead_officer_else_of_its_themes_lead():
    plan = with_window(actions=2)
    lead = make_theme_lead(plan)
    assert [a.reference for a in returns_of(plan).of(lead.pk).actions] == ["1.1", "1.2"]
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=officer)  # who leads both
    found = returns_of(plan)
    assert [a.reference for a in found.of(officer.pk).actions] == ["1.1", "1.2"]
    assert found.of(lead.pk).actions == []
    assert len(found.of(lead.pk).subjects) == 2


def test_what_was_saved_in_another_window_is_not_overwritten():
    plan = with_window(actions=1)
    client = signed_in(make_theme_lead(plan))
    mine = reverse("plans:my-return", args=[plan.slug])
    assert client.post(mine, {"revision": "0", **row(plan, "1.1", progress="First")}).status_code == 302
    answer = client.post(mine, {"revision": "0", **row(plan, "1.1", progress="Second")})

    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert MonthlyReturn.objects.get().content["actions"]["1.1"]["progress"] == "First"


@pytest.mark.parametrize("name", ["returns", "my-return"])
def test_returns_take_the_same_queries_whatever_the_plans_size(name, django_assert_max_num_queries):
    taken = []
    for count in (2, 40):
        plan = make_plan(f"returns{count}", actions=count)
        plan_meetings(plan, [MeetingPlan(TODAY, returns_open_on=TODAY)], provenance=since())
        client = signed_in(make_theme_lead(plan, f"l{count}@test.example"))
        with django_assert_max_num_queries(50) as captured:
            assert client.get(reverse(f"plans:{name}", args=[plan.slug])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def submitted(plan, lead, **fields) -> str:
    """Submit a lead's return, and return the address where it is read."""
    posted = {"revision": "0", "submit": "1", "others_unchanged": "on", **fields}
    assert signed_in(lead).post(reverse("plans:my-return", args=[plan.slug]), posted).status_code == 302
    return reverse("plans:return", args=[plan.slug, returns_of(plan).of(lead.pk).return_id])


def test_what_was_said_after_the_return_stands_over_it():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Old words."))
    say(plan.actions.get(), ProgressStatus.BEHIND_TARGET, TODAY, "Newer words.")
    client = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    assert "There are newer updates to 1.1" in client.get(address).content.decode()
    assert client.post(address, {"accept": "1"}).status_code == 302

    action = build_position(plan, TODAY).action("1.1")
    assert (action.status, action.update.progress) == ("behind_target", "Newer words.")


def test_nobody_accepts_what_they_have_not_read():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="First."))
    client = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    read = client.get(address).context["last"].pk
    client.post(address, {"send_back": "1", "note": "More."})
    revision = str(MonthlyReturn.objects.get().revision)
    submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Second."), revision=revision)
    late = client.post(address, {"accept": "1", "read": str(read)})

    assert late.status_code == 422
    assert "please read it again" in late.content.decode()
    assert not Update.objects.filter(action__plan=plan).exists()


def test_a_status_that_moved_is_not_lost_for_want_of_words():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 11, 1))
    posted = {
        "revision": "0",
        "submit": "1",
        "others_unchanged": "on",
        **row(plan, "1.1", status="behind_target"),
    }
    answer = signed_in(lead).post(reverse("plans:my-return", args=[plan.slug]), posted)

    assert answer.status_code == 422
    assert "Enter what changed on action 1.1." in answer.content.decode()


def test_a_lead_reads_what_they_returned_and_a_past_day_does_not_change():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    yesterday = {"as-at": (TODAY - timedelta(days=1)).isoformat()}
    page = reverse("plans:returns", args=[plan.slug])
    before = signed_in(lead).get(page, yesterday).content.decode()
    submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="My words."))

    assert "My words." in signed_in(lead).get(reverse("plans:my-return", args=[plan.slug])).content.decode()
    after = signed_in(lead).get(page, yesterday).content.decode()
    assert "Not started" in before
    assert after.count("Not started") == before.count("Not started")


NEXT_YEAR = {
    "start_words": "January 2027",
    "start_earliest": date(2027, 1, 1),
    "start_latest": date(2027, 1, 31),
    "due_words": "June 2027",
    "due_earliest": date(2027, 6, 1),
    "due_latest": date(2027, 6, 30),
}


@pytest.mark.parametrize(
    ("status", "start", "begun"),
    [
        ("not_supplied", date(2027, 1, 1), False),
        ("not_started", date(2027, 1, 1), False),
        ("not_supplied", TODAY, True),
        ("not_supplied", None, True),
        ("on_target", date(2027, 1, 1), True),
    ],
)
def test_an_action_has_begun_once_its_start_has_come_or_somebody_says_so(status, start, begun):
    assert has_begun(status, start, TODAY) is begun


@pytest.mark.parametrize("confirms", [True, False])
def test_what_starts_next_year_keeps_no_return_from_being_submitted(confirms):
    """Nobody has said how it stands, and nobody is asked: the confirmation is for what has begun."""
    plan = with_window(actions=1)
    make_actions(plan, 2, **NEXT_YEAR)
    lead, analyst = make_theme_lead(plan), make_user("a@test.example", plan, Role.ANALYST)
    say(plan.actions.get(reference="1.1"), ProgressStatus.ON_TARGET, date(2026, 11, 1))
    mine = reverse("plans:my-return", args=[plan.slug])
    page = unescape(signed_in(lead).get(mine).content.decode())
    assert page.count("Starts January 2027, due June 2027.") == 2
    assert "2 actions start later: nothing is needed yet" in " ".join(page.split())

    said = (
        {"others_unchanged": "on"}
        if confirms
        else row(plan, "1.1", status="on_target", progress="Half done.")
    )
    answer = signed_in(lead).post(mine, {"revision": "0", "submit": "1", **said})
    assert answer.status_code == 302
    address = reverse("plans:return", args=[plan.slug, returns_of(plan).of(lead.pk).return_id])
    assert signed_in(analyst).get(address).status_code == 200
    assert signed_in(analyst).post(address, {"accept": "1"}).status_code == 302
    references = Update.objects.filter(action__plan=plan).values_list("action__reference", flat=True)
    assert set(references) == {"1.1"}
    assert build_position(plan, TODAY).action("1.2").status == ProgressStatus.NOT_SUPPLIED


def test_what_has_begun_without_a_status_is_asked_still_and_what_has_not_can_be_reported_on():
    plan = with_window(actions=1)
    make_actions(plan, 1, **NEXT_YEAR)
    lead = make_theme_lead(plan)
    mine = reverse("plans:my-return", args=[plan.slug])
    posted = {"revision": "0", "submit": "1", "others_unchanged": "on"}
    answer = signed_in(lead).post(mine, posted)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Choose the status of action 1.1: none has been given yet." in page
    assert "Choose the status of action 1.2" not in page
    early = {**posted, **row(plan, "1.1", status="on_target"), **row(plan, "1.2", progress="Begun early.")}
    assert "Choose the status of action 1.2." in signed_in(lead).post(mine, early).content.decode()


def test_what_has_not_begun_is_not_said_to_be_silent():
    plan = make_plan(actions=0)
    make_actions(plan, 1, **NEXT_YEAR)
    page = signed_in(make_theme_lead(plan)).get(reverse("plans:my-actions", args=[plan.slug]))
    groups = {name: [action.reference for action in found] for name, found, *_rest in page.context["groups"]}
    assert groups == {"Overdue": [], "No update for a month": [], "Other open actions": ["1.1"]}


def test_a_draft_that_is_kept_again_says_when():
    plan = with_window()
    planned, lead = plan.planned_meetings.get(), make_theme_lead(plan)
    first = save_return(planned, lead, {}, 0)

    again = save_return(planned, lead, {"actions": {}}, first.revision)

    assert again.revision == first.revision + 1
    assert again.changed_at > first.changed_at


def test_a_lead_withdraws_what_they_submitted_until_it_is_accepted_or_the_window_closes():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    client, analyst = signed_in(lead), signed_in(make_user("a@test.example", plan, Role.ANALYST))
    mine = reverse("plans:my-return", args=[plan.slug])
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Too soon."))
    assert "Withdraw it to change something" in client.get(mine).content.decode()

    assert client.post(mine, {"withdraw": "1"}).status_code == 302
    assert returns_of(plan).of(lead.pk).state_label == "Withdrawn"
    assert returns_of(plan).returned == 0
    assert "Too soon." in client.get(mine).content.decode()
    assert analyst.post(address, {"accept": "1"}).status_code == 422
    assert client.post(mine, {"withdraw": "1"}).status_code == 403

    revision = str(MonthlyReturn.objects.get().revision)
    submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Ready."), revision=revision)
    assert analyst.post(address, {"accept": "1"}).status_code == 302
    assert client.post(mine, {"withdraw": "1"}).status_code == 403
    assert build_position(plan, TODAY).action("1.1").update.progress == "Ready."


def test_nobody_withdraws_a_return_once_the_window_has_closed():
    plan = with_window(actions=1, closes=0)
    lead = make_theme_lead(plan)
    submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Late thoughts."))
    position = build_position(plan, TODAY + timedelta(days=1))
    later = read_returns(position, read_board(position).to_come[0])
    assert not later.may_withdraw(later.of(lead.pk))


def test_who_accepts_reads_what_moves_and_what_was_confirmed():
    plan = with_window(actions=3)
    lead = make_theme_lead(plan)
    for reference in ("1.1", "1.2", "1.3"):
        say(plan.actions.get(reference=reference), ProgressStatus.ON_TARGET, date(2026, 11, 1), "Begun.")
    said = row(plan, "1.1", status="behind_target", progress="The trainer left.")
    address = submitted(plan, lead, **said, **row(plan, "1.2", status="on_target"))
    page = " ".join(
        unescape(
            signed_in(make_user("a@test.example", plan, Role.ANALYST)).get(address).content.decode()
        ).split()
    )

    assert "What changed (1)" in page
    moved = page[page.index("What changed (1)") : page.index("No change, confirmed: 2 actions")]
    assert moved.index("On target") < moved.index("→") < moved.index("Behind target")
    assert "The trainer left." in moved


def test_a_lead_reads_their_own_returns_and_nobody_elses():
    plan = with_window(actions=1)
    lead, other = make_theme_lead(plan), make_user("o@test.example", plan, Role.LEAD_OFFICER)
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Mine."))

    read = signed_in(lead).get(address)
    assert "Mine." in read.content.decode()
    assert "Accept and record" not in read.content.decode()
    assert signed_in(lead).post(address, {"accept": "1"}).status_code == 403
    assert signed_in(other).get(address).status_code == 403


def test_earlier_returns_are_listed_by_meeting():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Mine."))
    plan_meetings(
        plan,
        [MeetingPlan(TODAY + timedelta(days=3), returns_open_on=TODAY - timedelta(days=9))],
        provenance=since(),
    )
    for person, name in ((lead, "my-return"), (make_user("a@test.example", plan, Role.ANALYST), "returns")):
        page = signed_in(person).get(reverse(f"plans:{name}", args=[plan.slug])).content.decode()
        assert address in page, name


def test_an_action_that_starts_later_is_not_confirmed_with_the_rest():
    """It stood folded away on the page: who confirmed that nothing changed on the others did not look at it."""
    plan = with_window(actions=1)
    make_actions(plan, 1, **NEXT_YEAR)
    lead, analyst = make_theme_lead(plan), make_user("a@test.example", plan, Role.ANALYST)
    say(plan.actions.get(reference="1.2"), ProgressStatus.NOT_STARTED, date(2026, 11, 1), "It is not time.")
    address = submitted(
        plan, lead, **row(plan, "1.1", status="on_target"), **row(plan, "1.2", status="not_started")
    )
    assert "No change, confirmed: 1 action<" in " ".join(
        signed_in(analyst).get(address).content.decode().split()
    )
    assert signed_in(analyst).post(address, {"accept": "1"}).status_code == 302
    assert build_position(plan, TODAY).action("1.2").update.progress == "It is not time."
    assert build_position(plan, TODAY).action("1.1").update.progress == "Nothing to report yet, confirmed."


def accepted(plan, address: str) -> None:
    analyst = signed_in(make_user(f"analyst{len(address)}@test.example", plan, Role.ANALYST))
    assert analyst.post(address, {"accept": "1"}).status_code == 302


def test_what_was_said_before_stands_in_papers_where_it_was_only_confirmed():
    """A pack that printed *No change since the last update* for every late action told a board nothing."""
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    said = NewUpdate(
        plan.actions.get(), None, ProgressStatus.BEHIND_TARGET, "22 of 33 files read.", "No reader.", "Find one.",
        evidence=(NewEvidence("Audit of October"),),
    )  # fmt: skip
    record_updates([said], provenance=since(date(2026, 11, 1)))
    accepted(plan, submitted(plan, lead, **row(plan, "1.1", status="behind_target")))

    update = build_position(plan, TODAY).action("1.1").update
    assert update.known_on == TODAY
    assert update.progress == (
        "22 of 33 files read. (Said on 1 November 2026; no change confirmed on 21 November 2026.)"
    )
    assert (update.barriers, update.next_steps) == ("No reader.", "Find one.")
    assert [item.description for item in update.evidence] == ["Audit of October"]
    assert build_position(plan, date(2026, 11, 2)).action("1.1").update.progress == "22 of 33 files read."


def test_a_status_chosen_of_what_starts_later_is_not_lost_for_want_of_words():
    plan = with_window(actions=1)
    make_actions(plan, 1, **NEXT_YEAR)
    lead = make_theme_lead(plan)
    posted = {
        "revision": "0", "submit": "1", "others_unchanged": "on",
        **row(plan, "1.1", status="on_target"), **row(plan, "1.2", status="on_target"),
    }  # fmt: skip
    answer = signed_in(lead).post(reverse("plans:my-return", args=[plan.slug]), posted)
    assert answer.status_code == 422
    assert "Enter what changed on action 1.2." in answer.content.decode()


def test_nobody_confirms_what_began_after_they_submitted():
    plan = with_window(actions=1)
    make_actions(plan, 1, **NEXT_YEAR)
    lead = make_theme_lead(plan)
    later = plan.actions.get(reference="1.2")
    say(later, ProgressStatus.NOT_STARTED, date(2026, 11, 1), "Not yet time.")
    address = submitted(
        plan, lead, **row(plan, "1.1", status="on_target"), **row(plan, "1.2", status="not_started")
    )
    change_actions({later.pk: {"start_earliest": TODAY, "start_latest": TODAY}}, provenance=since(TODAY))
    accepted(plan, address)
    assert not Update.objects.filter(action=later, no_change=True).exists()


def test_a_return_with_a_tick_a_row_is_accepted_as_it_was_given():
    """As returns were submitted before one tick stood for the rest."""
    plan = with_window(actions=2)
    lead = make_theme_lead(plan)
    for action in plan.actions.all():
        say(action, ProgressStatus.ON_TARGET, date(2026, 11, 1), "Begun.")
    empty = {"status": "on_target", "progress": "", "next_steps": "", "barriers": "", "evidence": ""}
    content = {
        "others_unchanged": False,
        "actions": {"1.1": {**empty, "evidence_source": "", "no_change": True},
                    "1.2": {**empty, "evidence_source": "", "no_change": False}},
        "proposals": {},
    }  # fmt: skip
    saved = save_return(plan.planned_meetings.get(), lead, content, 0)
    submit_return(saved, provenance=since(TODAY, lead))
    address = reverse("plans:return", args=[plan.slug, saved.pk])
    accepted(plan, address)
    confirmed = Update.objects.filter(action__plan=plan, no_change=True)
    assert list(confirmed.values_list("action__reference", flat=True)) == ["1.1"]


def test_nobody_sends_back_what_they_have_not_read():
    plan = with_window(actions=1)
    lead = make_theme_lead(plan)
    address = submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="First."))
    analyst = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    read = analyst.get(address).context["last"].pk
    signed_in(lead).post(reverse("plans:my-return", args=[plan.slug]), {"withdraw": "1"})
    revision = str(MonthlyReturn.objects.get().revision)
    submitted(plan, lead, **row(plan, "1.1", status="on_target", progress="Second."), revision=revision)
    late = analyst.post(address, {"send_back": "1", "note": "More.", "read": str(read)})
    assert late.status_code == 422
    assert returns_of(plan).of(lead.pk).state == ReturnState.SUBMITTED


def test_a_withdrawn_return_is_submitted_again_as_it_was():
    """The same words a moment later are no second press of a button: the page asks nothing."""
    plan = with_window(actions=1)
    client = signed_in(make_theme_lead(plan))
    mine = reverse("plans:my-return", args=[plan.slug])
    said = row(plan, "1.1", status="on_target", progress="The trainer has begun and eleven people came.")
    for _attempt in range(2):
        page = client.get(mine).content.decode()
        form = next(found for found in forms_of(page) if any(name == "revision" for name, _v in found.values))
        shown = {name: value for name, value in form.values if name in {"form_token", "revision"}}
        answer = client.post(mine, {**shown, **said, "submit": "1"})
        assert answer.status_code == 302, answer.content.decode()[4000:7000]
        assert "Return submitted." in client.get(mine).content.decode()
        client.post(mine, {"withdraw": "1"})


def test_a_lead_is_told_of_what_others_return():
    plan = with_window(actions=3)
    lead = make_theme_lead(plan)
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    named = make_officer(plan, "Head of Fostering", officer)
    change_actions({}, provenance=since(), leads={plan.actions.get(reference="1.2").pk: [named.pk]})
    answer = signed_in(lead).get(reverse("plans:my-return", args=[plan.slug]))
    page = " ".join(answer.content.decode().split())
    assert "Your actions (2)" in page
    assert "1 other open action that you can report on is in the return of its own lead officer." in page
