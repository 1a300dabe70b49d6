"""What leads say about their actions, and dates they ask to move."""

from django.db import models

from improvement.models import Officer
from plans.choices import ProgressStatus
from plans.models.action import Action
from plans.models.history import Dated
from plans.models.meeting import Meeting
from plans.models.monthly_return import MonthlyReturn


class Update(Dated):
    """A dated narrative on an action by its lead. Never edited, never deleted; corrected by a later one.

    One that `replaces` another is its author's correction: both stand on record, and pages show the later.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField("progress status", max_length=20, choices=ProgressStatus)
    completed_on = models.DateField("date completed", null=True, blank=True)
    progress = models.TextField("progress since the last update", blank=True)
    barriers = models.TextField("barriers", blank=True)
    next_steps = models.TextField("next steps", blank=True)
    no_evidence_reason = models.TextField("why there is no evidence", blank=True)
    # Said on purpose: that nothing changed since the last update.
    no_change = models.BooleanField("no change, confirmed", default=False)
    # Saved by the link of a reminder, without signing in.
    is_by_link = models.BooleanField("by link", default=False)
    # Whose word it is, where somebody else recorded it for them.
    reported_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="updates", null=True, blank=True
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    # The return to the board that it came with, where it did.
    monthly_return = models.ForeignKey(
        MonthlyReturn, on_delete=models.PROTECT, related_name="updates", null=True, blank=True
    )

    class Meta:
        ordering = ["action", "known_on", "pk"]
        indexes = [models.Index(fields=["action", "known_on"], name="update_as_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(completed_on__isnull=True) | models.Q(status="completed"),
                name="update_completed_on_only_when_completed",
                violation_error_message="Only a completed action has a completion date.",
            )
        ]

    def __str__(self) -> str:
        correction = ", correcting what was said before" if self.replaces_id else ""
        return f"{self.get_status_display()} on {self.known_on:%-d %B %Y}{correction}"


class DueDateChange(Dated):
    """A request to move an action's due date, or a move that an import brought. The first date stays known."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="due_date_changes")
    from_words = models.CharField(max_length=200, blank=True)
    from_latest = models.DateField(null=True, blank=True)
    to_words = models.CharField(max_length=200)
    to_kind = models.CharField(max_length=20, default="exact")
    to_earliest = models.DateField(null=True, blank=True)
    to_latest = models.DateField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ["action", "known_on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_words or 'no date'} to {self.to_words}"


class DueDateDecision(Dated):
    """The board's answer to a request to move a due date."""

    change = models.OneToOneField(DueDateChange, on_delete=models.PROTECT, related_name="decision")
    agreed = models.BooleanField()
    note = models.TextField(blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="due_date_decisions", null=True, blank=True
    )

    class Meta:
        ordering = ["change", "pk"]

    def __str__(self) -> str:
        return "Agreed" if self.agreed else "Refused"


class DueDateWithdrawal(Dated):
    """That a request to move a due date waits no longer: its asker took it back, or another took its place."""

    change = models.OneToOneField(DueDateChange, on_delete=models.PROTECT, related_name="withdrawal")
    replaced_by = models.ForeignKey(
        DueDateChange, on_delete=models.PROTECT, related_name="replaces", null=True, blank=True
    )

    class Meta:
        ordering = ["change", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(replaced_by=models.F("change")),
                name="due_date_request_replaced_by_another",
                violation_error_message="A request can't take its own place.",
            )
        ]

    def __str__(self) -> str:
        return "Replaced by another request" if self.replaced_by_id else "Withdrawn by who asked"
