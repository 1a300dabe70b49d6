"""Closes a meeting: its drafts become the record, and the position before and after is kept with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.models import Officer, User
from improvement.written_dates import read_date
from plans.choices import MinutesStep
from plans.models import (
    ActionArising,
    ActionVersion,
    Challenge,
    DueDateChange,
    Meeting,
    Plan,
    PlannedMeeting,
    levels_on,
)
from plans.operations.board import ArisingReport, NewAnswer, NewArising, NewChallenge, NewDecision
from plans.operations.due_dates import DateAnswer, Extension, NewDate
from plans.operations.history import Provenance
from plans.operations.minutes import Minutes, close_meeting, keep_record
from plans.operations.ratings import NewRating
from plans.position import build_position
from plans.position.board import read_board
from plans.position.snapshot import record_of
from plans.procedures.subjects import Subjects, key_of

Content = list[dict[str, Any]]


def drafts_of(planned: PlannedMeeting) -> dict[str, Content]:
    """Return what has been noted so far, by step."""
    return {draft.step: draft.content for draft in planned.drafts.all()}


@transaction.atomic
def close(planned: PlannedMeeting, today: date, by: User) -> Meeting:
    """Make the record of a planned meeting from its drafts: all of it, or nothing.

    Raises ValidationError where the meeting is still to come, is closed, or something noted can't be so any more.
    """
    # Two who close at once come one after the other, and the second is told.
    planned = PlannedMeeting.objects.select_for_update().select_related("plan").get(pk=planned.pk)
    day = planned.versions.get(known_to__isnull=True).meets_on
    if day > today:
        raise ValidationError(f"This meeting is on {day:%-d %B %Y}: you can close it from that date.")
    minutes = read_minutes(planned.plan, drafts_of(planned), day, _criteria(planned.plan, day))
    return close_with(planned, minutes, Provenance(today, by))


def _criteria(plan: Plan, day: date) -> dict[str, list[tuple[str, bool]]]:
    """Return how each recommendation stands against the criteria of closing, by its name in a draft."""
    return {
        key_of("recommendation", item.number): [
            (criterion.words, criterion.is_met) for criterion in item.closing_criteria
        ]
        for item in build_position(plan, day).recommendations
    }


@transaction.atomic
def close_with(planned: PlannedMeeting, minutes: Minutes, provenance: Provenance) -> Meeting:
    """Make a meeting's record, and keep with it the position as it was told and as it left it."""
    day = planned.versions.get(known_to__isnull=True).meets_on
    reported = _record(planned.plan, day)
    meeting = close_meeting(planned, minutes, provenance=provenance)
    keep_record(meeting, reported, _record(planned.plan, day), provenance=provenance)
    return meeting


def _record(plan: Plan, day: date) -> dict[str, Any]:
    position = build_position(plan, day)
    return record_of(position, read_board(position))


def read_minutes(
    plan: Plan,
    drafts: Mapping[str, Content],
    day: date,
    criteria: Mapping[str, Sequence[tuple[str, bool]]] | None = None,
) -> Minutes:
    """Return drafts as what an operation takes; the number of queries does not grow with them.

    Raises ValidationError for something noted that is not there any more: a scale that changed, say.
    """
    criteria = criteria or {}
    subjects = Subjects(plan)
    attendance = (drafts.get(MinutesStep.ATTENDANCE) or [{}])[0]
    arising = drafts.get(MinutesStep.ARISING, [])
    _check_people(plan, drafts)
    return Minutes(
        chair_id=attendance.get("chair"),
        present=attendance.get("present", ()),
        apologies=attendance.get("apologies", ()),
        arising=_arising_reports(plan, [row for row in arising if row["kind"] == "arising"]),
        answers=_answers(plan, [row for row in arising if row["kind"] == "challenge"]),
        ratings=_ratings(plan, day, subjects, drafts.get(MinutesStep.RATINGS, [])),
        dates=_dates(plan, [row for row in drafts.get(MinutesStep.DATES, []) if "change" in row]),
        extensions=_extensions(plan, [row for row in drafts.get(MinutesStep.DATES, []) if "actions" in row]),
        challenges=[
            NewChallenge(
                row["question"],
                row["asked_by"],
                subjects.recommendation_id(row["about"]),
                subjects.theme_id(row["about"]),
                NewAnswer(None, row["answer"], row["what_changed"], row["closes"]) if row["answer"] else None,
            )
            for row in drafts.get(MinutesStep.CHALLENGES, [])
        ],
        decisions=[
            NewDecision(
                row["text"],
                subjects.recommendation_id(row["about"]),
                subjects.theme_id(row["about"]),
                row.get("closes", False),
                criteria.get(row["about"], ()),
            )
            for row in drafts.get(MinutesStep.DECISIONS, [])
        ],
        actions=[
            NewArising(row["text"], row["owner"], date.fromisoformat(row["due_on"]))
            for row in drafts.get(MinutesStep.ACTIONS, [])
        ],
    )


def _check_people(plan: Plan, drafts: Mapping[str, Content]) -> None:
    """Raise ValidationError where somebody who was noted is no officer of the council any more."""
    attendance = (drafts.get(MinutesStep.ATTENDANCE) or [{}])[0]
    keys = {attendance.get("chair"), *attendance.get("present", ()), *attendance.get("apologies", ())}
    keys |= {row["asked_by"] for row in drafts.get(MinutesStep.CHALLENGES, [])}
    keys |= {row["owner"] for row in drafts.get(MinutesStep.ACTIONS, [])}
    keys.discard(None)
    if Officer.objects.filter(pk__in=keys, council=plan.council_id).count() < len(keys):
        raise ValidationError(
            "Someone named in the minutes is no longer one of the council's officers. Check who was "
            "present, who asked and who is to act."
        )


def _arising_reports(plan: Plan, rows: Content) -> list[ArisingReport]:
    arising = ActionArising.objects.filter(plan=plan).in_bulk([row["id"] for row in rows])
    return [
        ArisingReport(arising[row["id"]], row["note"], row["done"]) for row in rows if row["id"] in arising
    ]


def _answers(plan: Plan, rows: Content) -> list[NewAnswer]:
    challenges = Challenge.objects.filter(plan=plan).in_bulk([row["id"] for row in rows])
    return [
        NewAnswer(challenges[row["id"]], row["answer"], row["what_changed"], row["closes"])
        for row in rows
        if row["id"] in challenges
    ]


def _ratings(plan: Plan, day: date, subjects: Subjects, rows: Content) -> list[NewRating]:
    levels = levels_on(plan, day).in_bulk([row["level"] for row in rows])
    given = []
    for row in rows:
        subject, level = subjects.get(row["subject"]), levels.get(row["level"])
        if subject is None or level is None:
            raise ValidationError(
                f"The rating of {row['subject'].replace(':', ' ')} can't be recorded: it, or the rating "
                "chosen, is no longer on the plan. Check the ratings again."
            )
        given.append(NewRating(subject, level, row["reason"]))
    return given


def _extensions(plan: Plan, rows: Content) -> list[Extension]:
    if not rows:
        return []
    standing = ActionVersion.objects.filter(action__plan=plan, known_to=None, withdrawn=False)
    actions = {version.action.reference: version.action for version in standing.select_related("action")}
    gone = [reference for row in rows for reference in row["actions"] if reference not in actions]
    if gone:
        raise ValidationError(f"No longer on the plan: {', '.join(gone)}. Check the due dates again.")
    extensions = []
    for row in rows:
        to = read_date(row["to"])
        extensions.append(
            Extension(
                [actions[reference] for reference in row["actions"]],
                NewDate(to.words, to.kind, to.earliest, to.latest),
                row["reason"],
            )
        )
    return extensions


def _dates(plan: Plan, rows: Content) -> list[DateAnswer]:
    changes = DueDateChange.objects.filter(action__plan=plan).in_bulk([row["change"] for row in rows])
    return [
        DateAnswer(changes[row["change"]], row["agreed"], row["note"])
        for row in rows
        if row["change"] in changes
    ]
