"""Writing the forward plan: meetings to come, re-arranged or called off, and minutes while they are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.editing import claim, keep_draft
from improvement.models import User
from plans.choices import MinutesStep
from plans.models import Meeting, MinutesDraft, Plan, PlannedMeeting, PlannedMeetingVersion
from plans.operations.history import Provenance, change_versions
from plans.rules.returns_window import Window, moved_along


@dataclass(frozen=True)
class MeetingPlan:
    """What is planned of a meeting; chair and focus by key of officer and theme."""

    meets_on: date
    title: str = "Improvement board"
    place: str = ""
    chair_id: int | None = None
    focus_id: int | None = None
    returns_open_on: date | None = None
    returns_close_on: date | None = None


@transaction.atomic
def plan_meetings(
    plan: Plan, meetings: Sequence[MeetingPlan], *, provenance: Provenance
) -> list[PlannedMeeting]:
    """Put meetings on the forward plan. Raises ValidationError where the same board meets on the day already."""
    taken = set(
        PlannedMeetingVersion.objects.filter(
            planned__plan=plan, known_to__isnull=True, withdrawn=False
        ).values_list("meets_on", "title")
    ) | set(plan.meetings.values_list("held_on", "title"))
    for meeting in meetings:
        if (meeting.meets_on, meeting.title) in taken:
            raise ValidationError(f"{meeting.title} already meets on {meeting.meets_on:%-d %B %Y}.")
        taken.add((meeting.meets_on, meeting.title))
        if Window(meeting.returns_open_on, meeting.returns_close_on).ends_after(meeting.meets_on):
            raise _returns_after(meeting.meets_on)
    added = PlannedMeeting.objects.bulk_create(PlannedMeeting(plan=plan) for _meeting in meetings)
    PlannedMeetingVersion.objects.bulk_create(
        PlannedMeetingVersion(planned=planned, **asdict(meeting), **provenance.interval())
        for planned, meeting in zip(added, meetings, strict=True)
    )
    return added


@transaction.atomic
def add_meetings(plan: Plan, meetings: Sequence[MeetingPlan], *, provenance: Provenance) -> list[Meeting]:
    """Add meetings that were held without minutes here; each is known from the day it was held."""
    return Meeting.objects.bulk_create(
        Meeting(
            plan=plan,
            held_on=meeting.meets_on,
            title=meeting.title,
            place=meeting.place,
            chair_id=meeting.chair_id,
            focus_id=meeting.focus_id,
            **provenance.dated(min(meeting.meets_on, provenance.known_on)),
        )
        for meeting in meetings
    )


@transaction.atomic
def rearrange_meeting(
    planned: PlannedMeeting, revision: int, fields: Mapping[str, Any], *, provenance: Provenance
) -> None:
    """Change what is planned of a meeting; raise ChangedMeanwhile if somebody else did first.

    `withdrawn` calls it off. A meeting that was held can't be re-arranged. Where it moves to before the last day of its
    returns, that day moves along; a window that was changed to end after the meeting is refused.
    """
    PlannedMeeting.objects.select_for_update().get(pk=planned.pk)
    if Meeting.objects.filter(planned=planned).exists():
        raise ValidationError("This meeting has been held and its record is closed.")
    claim(planned, revision)
    current = planned.versions.get(known_to__isnull=True)
    if not fields.get("withdrawn"):
        fields = {**fields, **_returns_window(current, fields, provenance.known_on)}
    change_versions(PlannedMeetingVersion, "planned", {planned.pk: fields}, provenance)


def _returns_after(meets_on: date) -> ValidationError:
    return ValidationError(
        f"Returns can't be submitted after the meeting on {meets_on:%-d %B %Y}: enter that day or an earlier one."
    )


def _returns_window(
    current: PlannedMeetingVersion, fields: Mapping[str, Any], today: date
) -> dict[str, date | None]:
    """Return between which days returns are open once a meeting is changed: no later than the meeting."""
    stood = Window(current.returns_open_on, current.returns_close_on)
    meets_on = fields.get("meets_on", current.meets_on)
    wanted = Window(fields.get("returns_open_on", stood.opens), fields.get("returns_close_on", stood.closes))
    if wanted.ends_after(meets_on):
        if wanted != stood or meets_on == current.meets_on:
            raise ValidationError({"returns_close_on": _returns_after(meets_on)})
        wanted = moved_along(wanted, current.meets_on, meets_on, today)
    return {"returns_open_on": wanted.opens, "returns_close_on": wanted.closes}


@transaction.atomic
def save_minutes_draft(
    planned: PlannedMeeting, step: MinutesStep, content: list[dict[str, Any]], revision: int, *, by: User
) -> None:
    """Keep what was noted under a step; `revision` is the draft's when it was read, 0 where there was none.

    Raises ChangedMeanwhile when somebody else noted something under it first.
    """
    # Whoever closes the meeting holds the same row: a note comes before that, or is refused.
    PlannedMeeting.objects.select_for_update().get(pk=planned.pk)
    if Meeting.objects.filter(planned=planned).exists():
        raise ValidationError("This meeting has been closed; its record can't be changed.")
    keep_draft(MinutesDraft, {"planned": planned, "step": step}, revision, {"content": content, "by": by})
