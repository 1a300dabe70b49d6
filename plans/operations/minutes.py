"""Closing a meeting: everything that was noted becomes the record in one step, and stays as it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plans.models import Attendance, Meeting, MeetingRecord, PlannedMeeting
from plans.operations.board import (
    ArisingReport,
    NewAnswer,
    NewArising,
    NewChallenge,
    NewDecision,
    add_actions_arising,
    answer_challenges,
    record_challenges,
    record_decisions,
    report_on_actions_arising,
)
from plans.operations.due_dates import DateAnswer, Extension, decide_due_dates, extend_due_dates
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_ratings


@dataclass(frozen=True)
class Minutes:
    """What a meeting did. Officers by key."""

    chair_id: int | None = None
    present: Sequence[int] = ()
    apologies: Sequence[int] = ()
    arising: Sequence[ArisingReport] = ()
    answers: Sequence[NewAnswer] = ()
    ratings: Sequence[NewRating] = ()
    dates: Sequence[DateAnswer] = ()
    extensions: Sequence[Extension] = ()
    challenges: Sequence[NewChallenge] = ()
    decisions: Sequence[NewDecision] = ()
    actions: Sequence[NewArising] = field(default_factory=tuple)


@transaction.atomic
def close_meeting(planned: PlannedMeeting, minutes: Minutes, *, provenance: Provenance) -> Meeting:
    """Write a meeting's record, known on the day that it was held, and let the draft go. All or nothing.

    Raises ValidationError where it is closed already, or something noted can no longer be so.
    """
    version = planned.versions.get(known_to__isnull=True)
    if version.withdrawn:
        raise ValidationError("This meeting was cancelled.")
    held = Provenance(version.meets_on, provenance.by)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                plan=planned.plan,
                held_on=version.meets_on,
                title=version.title,
                place=version.place,
                chair_id=minutes.chair_id,
                focus_id=version.focus_id,
                planned=planned,
                **held.dated(),
            )
    except IntegrityError:
        raise ValidationError("This meeting has already been closed.") from None
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, officer_id=officer, was_present=was_present, **held.dated())
        for officers, was_present in ((minutes.present, True), (minutes.apologies, False))
        for officer in officers
    )
    report_on_actions_arising(minutes.arising, meeting=meeting, provenance=held)
    answer_challenges(minutes.answers, meeting=meeting, provenance=held)
    record_ratings(
        planned.plan,
        [NewRating(item.subject, item.level, item.reason, meeting=meeting) for item in minutes.ratings],
        provenance=held,
    )
    decide_due_dates(minutes.dates, meeting=meeting, provenance=held)
    for extension in minutes.extensions:
        extend_due_dates(extension.actions, extension.to, extension.reason, meeting=meeting, provenance=held)
    record_challenges(planned.plan, minutes.challenges, meeting=meeting, provenance=held)
    record_decisions(planned.plan, minutes.decisions, meeting=meeting, provenance=held)
    add_actions_arising(meeting, minutes.actions, provenance=held)
    planned.drafts.all().delete()
    return meeting


@transaction.atomic
def keep_record(
    meeting: Meeting, reported: dict[str, Any], decided: dict[str, Any], *, provenance: Provenance
) -> MeetingRecord:
    """Store the position as a meeting was told it and as it left it."""
    return MeetingRecord.objects.create(
        meeting=meeting,
        reported=reported,
        decided=decided,
        digest=digest(reported, decided),
        **Provenance(meeting.held_on, provenance.by).dated(),
    )


def digest(reported: dict[str, Any], decided: dict[str, Any]) -> str:
    """Return the SHA-256 of a record as canonical JSON, in hexadecimal."""
    text = json.dumps([reported, decided], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
