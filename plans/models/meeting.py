"""The board's year: meetings that are planned, the minutes being taken, and the record of those that were held.

A meeting that is to come is an identity with versions, so that the forward plan can be re-arranged and still be asked
for as it stood on a day. Its minutes are a draft until it is closed. Closing writes one `Meeting` row, with everything
that hangs on it, in one transaction; from then on the database refuses to change it.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse

from improvement.history import days_in_order, interval_constraints
from improvement.models import Officer
from improvement.one_line import OneLineField
from plans.choices import MinutesStep
from plans.models.history import Dated, Version
from plans.models.plan import Plan
from plans.models.theme import Theme


class PlannedMeeting(models.Model):
    """A meeting on the forward plan. What is planned of it is in its versions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="planned_meetings")
    # Counts every change of its plan, so that the second of two people re-arranging at once is noticed.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return f"Planned meeting {self.pk}"


class PlannedMeetingVersion(Version):
    """When and where a meeting is to be, who takes the chair, and which theme is in focus, over an interval."""

    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="versions")
    meets_on = models.DateField("date of the meeting")
    title = OneLineField("board", max_length=200, default="Improvement board")
    place = OneLineField(max_length=200, blank=True)
    chair = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    focus = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="theme in focus",
    )

    returns_open_on = models.DateField("monthly returns open on", null=True, blank=True)
    returns_close_on = models.DateField("monthly returns close on", null=True, blank=True)

    class Meta:
        ordering = ["planned", "known_from", "pk"]
        constraints = [
            *interval_constraints("planned_meeting_version", "planned"),
            days_in_order(
                "returns_window_in_order",
                "returns_open_on",
                "returns_close_on",
                "Returns can't close before they open.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.meets_on:%-d %B %Y}"


class MinutesDraft(models.Model):
    """What was noted under one step of a meeting's minutes, while they are being taken. Gone when it is closed."""

    planned = models.ForeignKey(PlannedMeeting, on_delete=models.CASCADE, related_name="drafts")
    step = models.CharField(max_length=20, choices=MinutesStep)
    content = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["planned", "pk"]
        constraints = [models.UniqueConstraint(fields=["planned", "step"], name="minutes_draft_once")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} of planned meeting {self.planned_id}"


class Meeting(Dated):
    """A meeting of the board that oversees a plan, as it was held."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    title = OneLineField("board", max_length=200, default="Improvement board")
    place = OneLineField(max_length=200, blank=True)
    chair = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    focus = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="theme in focus",
    )
    # The entry of the forward plan that it came from; none where it was held before the plan was kept here.
    planned = models.OneToOneField(
        PlannedMeeting, on_delete=models.PROTECT, related_name="meeting", null=True, blank=True
    )

    class Meta:
        ordering = ["plan", "held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "held_on", "title"], name="meeting_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plans:meeting", args=[self.plan.slug, self.pk])


class Attendance(Dated):
    """That an officer was at a meeting, or sent apologies."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="attendances")
    was_present = models.BooleanField()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "officer"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.officer}: {'present' if self.was_present else 'apologies'}"


class MeetingRecord(Dated):
    """The whole position as a meeting was told it, and as it left it: values and words, kept for ever.

    `reported` is the position on the meeting's day before its decisions, `decided` the same with them. `digest` is the
    SHA-256 of both, written as canonical JSON.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="record")
    reported = models.JSONField()
    decided = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["meeting"]

    def __str__(self) -> str:
        return f"Record of {self.meeting}"
