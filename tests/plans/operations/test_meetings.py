"""The board's month: a forward plan, a proposal, minutes taken as a draft, a meeting closed and its record kept."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from improvement.editing import ChangedMeanwhile
from plans.choices import MinutesStep, ProgressStatus, RatingStanding, Role
from plans.models import (
    Attendance,
    Meeting,
    MinutesDraft,
    Plan,
    PlannedMeeting,
    Rating,
    RatingLevel,
)
from plans.operations.board import NewAnswer, NewArising, NewChallenge, answer_challenges, record_challenges
from plans.operations.due_dates import NewDate, decide_due_date, extend_due_dates, request_due_date
from plans.operations.meetings import (
    MeetingPlan,
    add_meetings,
    plan_meetings,
    rearrange_meeting,
    save_minutes_draft,
)
from plans.operations.minutes import Minutes, digest
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.structure import adopt_scale
from plans.position import build_position
from plans.position.board import read_board, read_next_meeting
from plans.position.snapshot import differences, record_of
from plans.procedures.close_meeting import close, close_with
from plans.rules.forward_plan import meeting_days, rotation
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, rate, say, since

pytestmark = pytest.mark.django_db
MARCH = NewDate("March 2027", "month", date(2027, 3, 1), date(2027, 3, 31))


def board_of(plan, day=TODAY):
    return read_board(build_position(plan, day))


def planned_today(plan) -> PlannedMeeting:
    return plan_meetings(
        plan, [MeetingPlan(TODAY, focus_id=plan.themes.get().pk)], provenance=since(date(2026, 11, 1))
    )[0]


def analyst(plan) -> Client:
    client = Client()
    client.force_login(make_user(f"analyst@{plan.slug}.example", plan, Role.ANALYST))
    return client


def propose(plan, code: str, on: date, reason: str = "It holds."):
    level = RatingLevel.objects.select_related("scale").get(scale__plan=plan, code=code)
    record_ratings(
        plan,
        [NewRating(plan.recommendations.get(), level, reason, RatingStanding.PROPOSED)],
        provenance=since(on),
    )


# --- the forward plan ---------------------------------------------------------------------------


def test_a_year_falls_on_the_same_weekday_of_the_same_week():
    days = meeting_days(date(2026, 12, 11), 4)

    assert days == [date(2026, 12, 11), date(2027, 1, 8), date(2027, 2, 12), date(2027, 3, 12)]
    assert meeting_days(date(2026, 10, 30), 3) == [date(2026, 10, 30), date(2026, 11, 27), date(2026, 12, 25)]
    assert meeting_days(date(2026, 11, 2), 3, every_months=3)[-1] == date(2027, 5, 3)


def test_four_themes_are_each_in_focus_every_fourth_meeting():
    assert rotation([1, 2, 3, 4], 6, 3) == [3, 4, 1, 2, 3, 4]
    assert rotation([], 2) == [None, None]


def test_a_year_is_laid_out_by_form_and_one_meeting_re_arranged():
    plan = make_plan()
    client = Client()
    client.force_login(make_user("p@test.example", plan, Role.PLAN_ADMINISTRATOR))
    typed = {
        "first_day_day": "11",
        "first_day_month": "12",
        "first_day_year": "2026",
        "count": "12",
        "every": "1",
        "title": "Board",
    }
    answer = client.post(reverse("plans:meetings-plan", args=[plan.slug]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    first = board_of(plan).to_come[0]
    assert (len(board_of(plan).to_come), first.meets_on, first.focus_number) == (12, date(2026, 12, 11), 1)

    again = client.post(reverse("plans:meetings-plan", args=[plan.slug]), typed)
    assert again.status_code == 422
    assert "Board already meets on 11 December 2026." in again.content.decode()

    address = reverse("plans:meeting-rearrange", args=[plan.slug, first.planned_id])
    moved = {
        "revision": "0",
        "meets_on_day": "18",
        "meets_on_month": "12",
        "meets_on_year": "2026",
        "title": "Board",
        "place": "Hall",
    }
    assert client.post(address, moved).status_code == 302
    assert (board_of(plan).to_come[0].meets_on, board_of(plan).to_come[0].place) == (
        date(2026, 12, 18),
        "Hall",
    )
    stale = client.post(address, moved)
    assert stale.status_code == 409
    assert "Someone else rearranged this meeting while you were typing" in stale.content.decode()
    call_off = reverse("plans:meeting-call-off", args=[plan.slug, first.planned_id])
    assert "It is removed from the forward plan" in client.post(call_off).content.decode()
    stale = client.post(call_off, {"confirmed": "1", "revision": "0"}, follow=True)
    assert "It was not cancelled." in stale.content.decode()
    assert len(board_of(plan).to_come) == 12
    assert client.post(call_off, {"confirmed": "1", "revision": "1"}).status_code == 302
    assert len(board_of(plan).to_come) == 11


def test_the_forward_plan_can_be_asked_for_as_it_stood():
    plan = make_plan()
    planned = plan_meetings(plan, [MeetingPlan(date(2026, 12, 11))], provenance=since(date(2026, 9, 1)))[0]
    rearrange_meeting(planned, 0, {"meets_on": date(2026, 12, 18)}, provenance=since(date(2026, 10, 1)))

    assert board_of(plan, date(2026, 8, 1)).to_come == []
    assert board_of(plan, date(2026, 9, 30)).to_come[0].meets_on == date(2026, 12, 11)
    assert board_of(plan).to_come[0].meets_on == date(2026, 12, 18)


# --- a proposal ---------------------------------------------------------------------------------


def test_a_proposal_waits_and_the_present_rating_stands_until_the_board_rates():
    plan = make_plan()
    item = plan.recommendations.get()
    rate(plan, item, "A", date(2026, 10, 1))
    propose(plan, "G", date(2026, 11, 1))
    found = build_position(plan, TODAY).recommendation(1)
    assert (found.rating.level.code, found.proposal.level.code) == ("A", "G")
    assert [thing.number for thing in build_position(plan, TODAY).proposed] == [1]

    rate(plan, item, "A", date(2026, 11, 6), "Not yet.")
    assert build_position(plan, TODAY).recommendation(1).proposal is None
    assert build_position(plan, date(2026, 11, 5)).recommendation(1).proposal.level.code == "G"


def test_a_lead_proposes_for_what_they_lead_and_nobody_else_does():
    plan = make_plan()
    client = Client()
    client.force_login(make_theme_lead(plan))
    green = RatingLevel.objects.get(scale__plan=plan, code="G")
    address = reverse("plans:recommendation-propose", args=[plan.slug, 1])

    assert client.post(address, {"level": green.pk}).status_code == 422
    assert client.post(address, {"level": green.pk, "reason": "It holds."}).status_code == 302
    found = build_position(plan, TODAY).recommendation(1)
    assert (found.rating, found.proposal.level.name, found.proposal.by) == (None, "Green", "lead")
    assert (
        "Propose another rating"
        in client.get(reverse("plans:recommendation", args=[plan.slug, 1])).content.decode()
    )
    other = Client()
    other.force_login(make_user("board@test.example", plan, Role.BOARD_MEMBER))
    assert other.post(address, {"level": green.pk, "reason": "No."}).status_code == 403
    assert Rating.objects.filter(plan=plan).count() == 1


# --- minutes ------------------------------------------------------------------------------------


def rows(prefix: str, *values: dict) -> dict[str, str]:
    """Return what a browser posts for the rows of a step."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": str(len(values))}
    for number, value in enumerate(values):
        data |= {f"{prefix}-{number}-{name}": given for name, given in value.items()}
    return data


def test_a_meeting_is_minuted_step_by_step_and_closed_as_one():
    plan = make_plan(actions=2)
    officer = make_officer(plan, "Independent chair")
    rate(plan, plan.recommendations.get(), "A", date(2026, 10, 1))
    propose(plan, "G", date(2026, 11, 10))
    change = request_due_date(
        plan.actions.get(reference="1.1"),
        None,
        MARCH,
        "The trainer left.",
        provenance=since(date(2026, 11, 11)),
    )
    planned, client = planned_today(plan), analyst(plan)
    green = RatingLevel.objects.get(scale__plan=plan, code="G")

    def save(step: str, data: dict, revision: int = 0):
        address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, step])
        return client.post(address, {**data, "revision": str(revision)})

    early = client.post(reverse("plans:minutes-close", args=[plan.slug, planned.pk]))
    assert early.status_code == 422
    assert "First record who was present." in early.content.decode()
    assert save("attendance", rows("attendancerow", {"chair": officer.pk})).status_code == 422
    present = {"chair": officer.pk, "present": [officer.pk]}
    assert save("attendance", rows("attendancerow", present)).status_code == 302
    confirmed = rows("ratingrow", {"subject": "recommendation:1", "level": green.pk, "reason": ""},
                     {"subject": "theme:1", "level": "", "reason": ""}) | rows("otherratingrow")  # fmt: skip
    assert save("ratings", confirmed).status_code == 302
    assert (
        save(
            "dates",
            rows("daterow", {"change": change.pk, "agreed": "yes", "note": "Once only."})
            | rows("extensionrow", {"references": ""}),
        ).status_code
        == 302
    )
    asked = rows(
        "challengerow", {"question": "What do children say?", "about": "theme:1", "asked_by": officer.pk}, {}
    )
    assert save("challenges", asked).status_code == 302
    assert (
        save("decisions", rows("decisionrow", {"text": "Hear from a family next time."})).status_code == 302
    )
    incomplete = save("actions", rows("newarisingrow", {"text": "Invite a family."}))
    assert incomplete.status_code == 422
    assert "Choose an owner." in incomplete.content.decode()
    assert "Invite a family." in incomplete.content.decode()
    arising = {
        "text": "Invite a family.",
        "owner": officer.pk,
        "due_on_day": "1",
        "due_on_month": "12",
        "due_on_year": "2026",
    }
    assert save("actions", rows("newarisingrow", arising)).status_code == 302

    # Nothing of it is on record until the meeting is closed.
    position = build_position(plan, TODAY)
    assert (position.recommendation(1).rating.level.code, position.meetings) == ("A", [])
    assert position.action("1.1").due.words == "June 2026"
    overview = unescape(client.get(reverse("plans:minutes", args=[plan.slug, planned.pk])).content.decode())
    assert "Recommendation 1: Green. It holds." in overview
    assert "Action 1.1 to March 2027: agreed. Once only." in overview

    closed = client.post(reverse("plans:minutes-close", args=[plan.slug, planned.pk]))
    meeting = Meeting.objects.get(plan=plan)
    assert closed["Location"] == reverse("plans:meeting", args=[plan.slug, meeting.pk])
    position, board = build_position(plan, TODAY), board_of(plan)
    rating = position.recommendation(1).rating
    assert (rating.level.code, rating.reason, rating.meeting_id) == ("G", "It holds.", meeting.pk)
    assert position.recommendation(1).proposal is None
    assert (position.action("1.1").due.words, position.action("1.1").first_due_words) == (
        "March 2027",
        "June 2026",
    )
    assert [item.question for item in board.open_challenges] == ["What do children say?"]
    assert [item.text for item in board.open_arising] == ["Invite a family."]
    assert [item.text for item in board.decisions] == ["Hear from a family next time."]
    assert MinutesDraft.objects.count() == 0
    page = unescape(client.get(closed["Location"]).content.decode())
    for words in (
        "Independent chair",
        "Hear from a family next time.",
        "from June 2026 to March 2027",
        "Green",
        "Once only.",
    ):
        assert words in page
    assert client.get(reverse("plans:minutes", args=[plan.slug, planned.pk])).status_code == 404


def test_two_minute_takers_never_overwrite_each_other():
    plan = make_plan()
    planned, client = planned_today(plan), analyst(plan)
    address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "decisions"])
    assert (
        client.post(address, {**rows("decisionrow", {"text": "First."}), "revision": "0"}).status_code == 302
    )
    answer = client.post(address, {**rows("decisionrow", {"text": "Second."}), "revision": "0"})

    assert answer.status_code == 409
    assert "First." in answer.content.decode()
    assert "Second." in answer.content.decode()
    assert MinutesDraft.objects.get().content == [{"text": "First.", "about": "", "closes": False}]
    with pytest.raises(ChangedMeanwhile):
        save_minutes_draft(planned, MinutesStep.DECISIONS, [], 7, by=make_user("x@test.example"))


def noted(plan, planned, step: MinutesStep, content: list[dict]) -> None:
    save_minutes_draft(planned, step, content, 0, by=make_user(f"{step}@test.example"))


def test_a_meeting_to_come_is_not_closed_and_nothing_is_half_applied():
    plan = make_plan()
    planned = plan_meetings(
        plan, [MeetingPlan(TODAY + timedelta(days=1))], provenance=since(date(2026, 11, 1))
    )[0]
    with pytest.raises(ValidationError, match="you can close it from that date"):
        close(planned, TODAY, make_user("c@test.example"))

    today = planned_today(plan)
    change = request_due_date(plan.actions.get(), None, MARCH, "Late.", provenance=since(date(2026, 11, 2)))
    green = RatingLevel.objects.get(scale__plan=plan, code="G")
    noted(
        plan,
        today,
        MinutesStep.RATINGS,
        [{"subject": "recommendation:1", "level": green.pk, "reason": "So."}],
    )
    noted(plan, today, MinutesStep.DATES, [{"change": change.pk, "agreed": True, "note": ""}])
    decide_due_date(change, False, provenance=since(date(2026, 11, 3)))
    with pytest.raises(ValidationError, match="already been decided"):
        close(today, TODAY, make_user("d@test.example"))
    assert (Meeting.objects.filter(plan=plan).count(), Rating.objects.filter(plan=plan).count()) == (0, 0)
    assert MinutesDraft.objects.count() == 2


def test_a_meeting_is_closed_once():
    plan = make_plan()
    planned = planned_today(plan)
    close_with(planned, Minutes(), since(TODAY))
    with pytest.raises(ValidationError, match="already been closed"):
        close_with(planned, Minutes(), since(TODAY))
    with pytest.raises(ValidationError, match="has been held"):
        rearrange_meeting(planned, 0, {"place": "Elsewhere"}, provenance=since(TODAY))


def test_the_database_keeps_a_closed_meeting_as_it_is():
    plan = make_plan()
    officer = make_officer(plan)
    meeting = close_with(planned_today(plan), Minutes(present=[officer.pk]), since(TODAY))
    for refused in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(place="Elsewhere"),
        lambda: Attendance.objects.filter(meeting=meeting).delete(),
        lambda: type(meeting.record).objects.update(digest=""),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()


def test_what_was_reported_stays_and_later_corrections_are_said_beside_it():
    plan = make_plan(actions=2)
    day = date(2026, 11, 6)
    planned = plan_meetings(plan, [MeetingPlan(day)], provenance=since(date(2026, 10, 1)))[0]
    green = RatingLevel.objects.select_related("scale").get(scale__plan=plan, code="G")
    meeting = close_with(
        planned, Minutes(ratings=[NewRating(plan.recommendations.get(), green, "Seen.")]), since(day)
    )
    record = meeting.record
    record.refresh_from_db()
    assert record.reported["items"]["Recommendation 1"]["rating"] == "Not yet rated"
    assert record.decided["items"]["Recommendation 1"]["rating"] == "Green"
    assert record.digest == digest(record.reported, record.decided)
    address = reverse("plans:meeting", args=[plan.slug, meeting.pk])
    client = analyst(plan)
    assert "Nothing has been corrected for that date since." in client.get(address).content.decode()

    # Known before the meeting, entered after it.
    rate(plan, plan.themes.get(), "R", date(2026, 11, 5), "Found out later.")
    page = unescape(client.get(address).content.decode())
    assert "Corrections made since" in page
    assert "Theme 1" in page
    record.refresh_from_db()
    assert record.decided["items"]["Theme 1"]["rating"] == "Not yet rated"


def test_another_word_for_themes_changes_nothing_of_what_a_closed_meeting_was_told():
    plan = make_plan()
    position = build_position(plan, TODAY)
    told = record_of(position, read_board(position))
    Plan.objects.filter(pk=plan.pk).update(theme_word="priority")
    position = build_position(Plan.objects.get(pk=plan.pk), TODAY)
    rate(plan, plan.themes.get(), "R", TODAY, "Found out later.")
    later = build_position(Plan.objects.get(pk=plan.pk), TODAY)

    assert differences(told, record_of(position, read_board(position)), "priority").is_empty
    changed = differences(told, record_of(later, read_board(later)), "priority")
    assert (changed.added, changed.removed) == ([], [])
    assert {difference.item for difference in changed.changed} == {"Priority 1"}


def test_a_field_that_an_older_record_did_not_have_is_no_correction():
    plan = make_plan()
    position = build_position(plan, TODAY)
    now = record_of(position, read_board(position))
    older = {**now, "items": {key: dict(fields) for key, fields in now["items"].items()}}
    del older["items"]["Action 1.1"]["status"]
    older["items"]["Action 1.1"]["text"] = "Other words."
    # An earlier release called the same otherwise.
    assert now["items"]["Recommendation 1"]["working"] == "No evidence yet"
    older["items"]["Recommendation 1"]["working"] = "Can't be said"

    assert [(d.item, d.field) for d in differences(older, now).changed] == [("Action 1.1", "text")]


def test_every_item_of_a_kind_is_written_down_with_the_same_fields(demo):
    position = build_position(demo, TODAY)
    fields: dict[str, set[tuple[str, ...]]] = {}
    for key, found in record_of(position, read_board(position))["items"].items():
        fields.setdefault(key.partition(" ")[0], set()).add(tuple(found))

    assert {kind: len(found) for kind, found in fields.items()} == dict.fromkeys(fields, 1)


def test_the_board_extends_several_dates_at_once():
    plan = make_plan(actions=5)
    actions = list(plan.actions.order_by("position")[:4])
    extend_due_dates(
        actions, MARCH, "Timescales for these four are extended.", provenance=since(date(2026, 11, 6))
    )
    position = build_position(plan, TODAY)

    assert [action.due.words for action in position.actions] == ["March 2027"] * 4 + ["June 2026"]
    assert {action.first_due_words for action in position.actions[:4]} == {"June 2026"}
    assert build_position(plan, date(2026, 11, 5)).actions[0].due.words == "June 2026"


def test_extending_takes_the_same_queries_whatever_the_number(django_assert_max_num_queries):
    taken = []
    for count in (2, 30):
        plan = make_plan(f"extend{count}", actions=count)
        with django_assert_max_num_queries(25) as captured:
            extend_due_dates(list(plan.actions.all()), MARCH, "Together.", provenance=since(TODAY))
        taken.append(len(captured))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("name", ["meetings", "meeting-agenda", "meeting"])
def test_pages_of_meetings_take_the_same_queries_whatever_the_plans_size(name, django_assert_max_num_queries):
    taken = []
    for count in (2, 30):
        plan = make_plan(f"meets{count}", actions=count)
        officer = make_officer(plan)
        planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since(date(2026, 11, 1)))[0]
        plan_meetings(
            plan, [MeetingPlan(TODAY + timedelta(days=n + 1)) for n in range(count)], provenance=since(TODAY)
        )
        meeting = close_with(planned, Minutes(chair_id=officer.pk, present=[officer.pk]), since(TODAY))
        argument = {"meeting": [meeting.pk], "meeting-agenda": [board_of(plan).to_come[0].planned_id]}.get(
            name, []
        )
        client = analyst(plan)
        with django_assert_max_num_queries(100) as captured:
            assert client.get(reverse(f"plans:{name}", args=[plan.slug, *argument])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_the_pack_tells_the_board_what_there_is_to_decide(demo, sign_in):
    position = build_position(demo, TODAY)
    planned = read_board(position).next_meeting
    page = unescape(
        sign_in("board")
        .get(reverse("plans:meeting-agenda", args=[demo.slug, planned.planned_id]))
        .content.decode()
    )
    for words in (
        "2 proposed ratings",
        "2 requests to move due dates",
        "2 barriers for the board",
        "2 open challenges",
        "2 open actions from earlier meetings",
        "In focus: Building a stable and well-led workforce",
        "What are children being told while the placement with parents assessments are late?",
        "What has changed since 6 November 2026",
        *(action.full_text for action in position.overdue_actions),
        *(
            f"{action.days_overdue} days overdue"
            for action in position.overdue_actions
            if action.days_overdue > 1
        ),
    ):
        assert words in page, words


def test_a_resolution_moves_the_dates_of_several_actions_and_names_what_it_cannot():
    plan = make_plan(actions=3)
    client = analyst(plan)
    say(
        plan.actions.get(reference="1.3"),
        ProgressStatus.COMPLETED,
        date(2026, 10, 1),
        completed_on=date(2026, 10, 1),
    )
    address = reverse("plans:dates-extend", args=[plan.slug])
    typed = {"references": "1.1, 1.2 1.3;9.9", "to": "March 2027", "reason": "Extended."}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Not on the plan: 9.9." in refused.content.decode()
    assert "Already completed: 1.3." in refused.content.decode()
    assert client.post(address, {**typed, "references": "1.1, 1.2"}).status_code == 302
    assert [action.due.words for action in build_position(plan, TODAY).actions] == [
        "March 2027",
        "March 2027",
        "June 2026",
    ]

    planned = planned_today(plan)
    step = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "dates"])
    rows_posted = rows("daterow") | rows(
        "extensionrow", {"references": "1.1", "to": "May 2027", "reason": "Once more."}
    )
    assert client.post(step, {**rows_posted, "revision": "0"}).status_code == 302
    noted(
        plan,
        planned,
        MinutesStep.ATTENDANCE,
        [{"chair": None, "present": [make_officer(plan).pk], "apologies": []}],
    )
    close(planned, TODAY, make_user("e@test.example"))
    action = build_position(plan, TODAY).action("1.1")
    assert (action.due.words, action.first_due_words, action.due_moves[-1].meeting_id) == (
        "May 2027", "June 2026", plan.meetings.get().pk,
    )  # fmt: skip


def test_what_was_noted_can_be_taken_out_again():
    plan = make_plan()
    planned, client = planned_today(plan), analyst(plan)
    address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "decisions"])
    client.post(address, {**rows("decisionrow", {"text": "A slip."}), "revision": "0"})
    emptied = client.post(address, {**rows("decisionrow", {"text": ""}), "revision": "1"})

    assert emptied.status_code == 302
    assert MinutesDraft.objects.get().content == []


def test_what_can_no_longer_be_so_is_named_when_the_meeting_closes():
    plan = make_plan(actions=1)
    planned, clerk = planned_today(plan), make_user("clerk@test.example")
    green = RatingLevel.objects.get(scale__plan=plan, code="G")
    noted(
        plan,
        planned,
        MinutesStep.RATINGS,
        [{"subject": "recommendation:1", "level": green.pk, "reason": "So."}],
    )
    adopt_scale(plan, "BRAG", TODAY)
    with pytest.raises(ValidationError, match="is no longer on the plan"):
        close(planned, TODAY, clerk)
    MinutesDraft.objects.all().delete()
    noted(plan, planned, MinutesStep.ATTENDANCE, [{"chair": 0, "present": [987654], "apologies": []}])
    with pytest.raises(ValidationError, match="no longer one of the council's officers"):
        close(planned, TODAY, clerk)
    MinutesDraft.objects.all().delete()
    noted(plan, planned, MinutesStep.DATES, [{"actions": ["9.9"], "to": "March 2027", "reason": "So."}])
    with pytest.raises(ValidationError, match=r"No longer on the plan: 9\.9"):
        close(planned, TODAY, clerk)
    assert Meeting.objects.filter(plan=plan).count() == 0


def test_minutes_of_an_earlier_day_offer_only_what_was_there_on_it():
    plan = make_plan()
    planned = plan_meetings(plan, [MeetingPlan(date(2026, 11, 10))], provenance=since(date(2026, 10, 1)))[0]
    propose(plan, "G", date(2026, 11, 15))
    address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "ratings"])
    assert "Rating proposed" not in analyst(plan).get(address).content.decode()
    propose(plan, "A", date(2026, 11, 9))
    client = Client()
    client.force_login(make_user("second@test.example", plan, Role.ANALYST))
    assert "Amber, as proposed" in client.get(address).content.decode()


def test_impossible_entries_are_refused():
    plan = make_plan(actions=1)
    chair, other = make_officer(plan, "Chair"), make_officer(plan, "Other")
    planned, client = planned_today(plan), analyst(plan)

    def save(step: str, data: dict) -> str:
        address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, step])
        return unescape(client.post(address, {**data, "revision": "0"}).content.decode())

    absent = rows("attendancerow", {"chair": chair.pk, "present": [other.pk]})
    assert "The chair must have been present" in save("attendance", absent)
    late = {
        "text": "Do it.",
        "owner": other.pk,
        "due_on_day": "1",
        "due_on_month": "11",
        "due_on_year": "2026",
    }
    assert "The date must be 21 November 2026 or later: the board met then." in save(
        "actions", rows("newarisingrow", late)
    )
    back = rows("daterow") | rows(
        "extensionrow", {"references": "1.1", "to": "January 2026", "reason": "So."}
    )
    assert "January 2026 has passed: the new due date must be" in save("dates", back)


def test_a_board_that_is_content_with_what_the_lead_wrote_writes_no_answer_of_its_own():
    plan = make_plan()
    challenge = record_challenges(plan, [NewChallenge("Why so late?")], provenance=since(date(2026, 10, 1)))[
        0
    ]
    planned, client = planned_today(plan), analyst(plan)
    address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "arising"])
    ticked = {**rows("challengeanswerrow", {"id": challenge.pk, "closes": "on"}), "revision": "0"}
    ticked |= {key: value for key, value in rows("arisingrow").items() if key not in ticked}
    assert "Enter the answer." in client.post(address, ticked).content.decode()

    answer_challenges([NewAnswer(challenge, "The figures came.")], provenance=since(date(2026, 10, 20)))
    assert client.post(address, ticked).status_code == 302
    close(planned, TODAY, make_user("c@test.example"))
    told = board_of(plan).challenges[0]
    assert (told.is_open, told.answers[-1].answer) == (False, "As answered on 20 October 2026.")


@pytest.mark.parametrize("form", ["minutes", "action"])
def test_a_new_date_is_refused_with_the_boards_own_reason(form):
    plan = make_plan(actions=1)
    change = request_due_date(plan.actions.get(), None, MARCH, "The pilot runs on.", provenance=since())
    planned, client = planned_today(plan), analyst(plan)
    if form == "minutes":
        address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, "dates"])
        typed = (
            rows("daterow", {"change": change.pk, "agreed": "no"}) | rows("extensionrow") | {"revision": "0"}
        )
    else:
        address = reverse("plans:action-due-date-decision", args=[plan.slug, "1.1", change.pk])
        typed = {"agreed": "no"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Enter why the board refused the new date." in unescape(refused.content.decode())


def test_the_record_tells_what_was_said_of_earlier_matters():
    plan = make_plan()
    first = plan_meetings(plan, [MeetingPlan(date(2026, 10, 1))], provenance=since())[0]
    officer = make_officer(plan)
    asked = Minutes(
        challenges=[NewChallenge("Why so late?")],
        actions=[NewArising("Write to them.", officer.pk, date(2026, 11, 1))],
    )
    close_with(first, asked, since(date(2026, 10, 1)))
    board = board_of(plan)
    said = [
        {
            "kind": "arising",
            "id": board.open_arising[0].arising_id,
            "note": "Both letters went.",
            "done": True,
        },
        {
            "kind": "challenge",
            "id": board.open_challenges[0].challenge_id,
            "answer": "A bidder.",
            "what_changed": "",
            "closes": True,
        },
    ]
    planned = planned_today(plan)
    noted(plan, planned, MinutesStep.ARISING, said)
    overview = unescape(
        analyst(plan).get(reverse("plans:minutes", args=[plan.slug, planned.pk])).content.decode()
    )
    assert "Write to them.: done. Both letters went." in overview
    meeting = close(planned, TODAY, make_user("c@test.example"))
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = unescape(client.get(reverse("plans:meeting", args=[plan.slug, meeting.pk])).content.decode())

    assert "Both letters went." in page
    assert "The board is content." in page


ODD = ("²", "١", "9" * 25, "0", "-1")


@pytest.mark.parametrize("odd", ODD)
def test_odd_numbers_are_answered_and_never_a_fault(odd):
    plan = make_plan(actions=1)
    planned, officer = planned_today(plan), make_officer(plan)
    client = analyst(plan)
    for name, arguments, query in (
        ("evidence-attach", ["recommendation", odd], {}),
        ("evidence-attach", ["milestone", f"{odd}.M1"], {}),
        ("exempt", ["recommendation", odd], {}),
        ("timeline", [], {"theme": odd}),
        ("trail", [], {"page": odd, "person": odd}),
        ("compare", [], {"since": odd, "as-at": odd}),
    ):
        assert client.get(reverse(f"plans:{name}", args=[plan.slug, *arguments]), query).status_code in {
            200,
            404,
        }
    for step, data in (
        ("attendance", rows("attendancerow", {"present": [odd], "chair": odd})),
        ("attendance", {"attendancerow-TOTAL_FORMS": "1", "attendancerow-INITIAL_FORMS": "0"}),
        (
            "ratings",
            rows("ratingrow", {"subject": f"recommendation:{odd}", "level": odd}) | rows("otherratingrow"),
        ),
        (
            "actions",
            rows(
                "newarisingrow",
                {
                    "text": "x",
                    "owner": officer.pk,
                    "due_on_day": "1",
                    "due_on_month": "1",
                    "due_on_year": odd,
                },
            ),
        ),
    ):
        address = reverse("plans:minutes-step", args=[plan.slug, planned.pk, step])
        assert client.post(address, {**data, "revision": odd}).status_code == 422


@pytest.mark.parametrize("year", ["9999", "0001", "99999999999"])
def test_a_year_of_meetings_beyond_the_calendar_is_refused(year):
    plan = make_plan()
    typed = {
        "first_day_day": "31",
        "first_day_month": "12",
        "first_day_year": year,
        "count": "12",
        "every": "1",
        "title": "B",
        "opens": "14",
    }
    answer = analyst(plan).post(reverse("plans:meetings-plan", args=[plan.slug]), typed)

    assert answer.status_code == 422
    assert "The year of the first meeting must be between 1900 and 2199." in answer.content.decode()


# --- the next meeting -----------------------------------------------------------------------------


def test_the_next_meeting_of_a_past_day_is_the_one_that_came_next(demo, sign_in):
    """The demo's meetings of the year were put on record without being planned; those to come are planned."""
    day = date(2026, 6, 30)
    held = min(meeting.held_on for meeting in demo.meetings.all() if meeting.held_on > day)
    for name in ("dashboard", "meetings"):
        html = sign_in("board").get(reverse(f"plans:{name}", args=[demo.slug]), {"as-at": day.isoformat()})
        assert f"Next meeting: {held:%-d %B %Y}" in html.content.decode().replace(f"{held:%A} ", "")


@pytest.mark.parametrize("name", ["dashboard", "meetings"])
def test_a_meeting_without_minutes_never_hides_the_next_one(name):
    plan = make_plan()
    plan_meetings(
        plan, [MeetingPlan(date(2026, 11, 6)), MeetingPlan(TODAY)], provenance=since(date(2026, 9, 1))
    )
    html = analyst(plan).get(reverse(f"plans:{name}", args=[plan.slug])).content.decode()

    assert "Minutes not yet taken: " in html
    assert "6 November 2026" in html.partition("Minutes not yet taken: ")[2][:60]
    assert "21 November 2026" in html.partition("Next meeting: ")[2][:60]


def test_what_was_planned_on_a_past_day_stands_though_it_was_held_on_another():
    plan = make_plan()
    planned = plan_meetings(plan, [MeetingPlan(date(2026, 7, 10))], provenance=since(date(2026, 3, 1)))[0]
    rearrange_meeting(planned, 0, {"meets_on": date(2026, 7, 17)}, provenance=since(date(2026, 7, 3)))
    add_meetings(plan, [MeetingPlan(date(2026, 8, 7))], provenance=since(date(2026, 8, 7)))
    position = build_position(plan, date(2026, 6, 30))

    assert read_next_meeting(position, read_board(position)).meets_on == date(2026, 7, 10)
    position = build_position(plan, date(2026, 7, 30))
    assert read_next_meeting(position, read_board(position)).meets_on == date(2026, 8, 7)
