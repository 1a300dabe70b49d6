"""Milestones of a theme's project initiation document."""

from django.db import models

from improvement.history import days_in_order, interval_constraints
from plans.choices import ProgressStatus
from plans.models.history import DueAsWritten, Version
from plans.models.theme import Theme


class Milestone(models.Model):
    """A milestone's identity: its code (M1, M2 …) within its theme."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ["theme", "code"]
        constraints = [models.UniqueConstraint(fields=["theme", "code"], name="milestone_code_once")]

    def __str__(self) -> str:
        return self.code


class MilestoneVersion(Version, DueAsWritten):
    """A milestone's words and status over an interval."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField()
    status = models.CharField(max_length=20, choices=ProgressStatus, default=ProgressStatus.NOT_SUPPLIED)
    achieved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["milestone", "known_from", "pk"]
        constraints = [
            *interval_constraints("milestone_version", "milestone"),
            days_in_order(
                "milestone_due_in_order",
                "due_earliest",
                "due_latest",
                "The due date's days are out of order.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
