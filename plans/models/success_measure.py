"""Success measures: how an action or a theme says it will be judged."""

from django.db import models

from improvement.history import interval_constraints
from improvement.models import Officer
from plans.choices import OwnerPart
from plans.models.action import Action
from plans.models.history import DueAsWritten, Interval, Version
from plans.models.plan import Plan
from plans.models.theme import Theme


class SuccessMeasure(models.Model):
    """A success measure's identity. What it says is in its versions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="success_measures")
    reference = models.CharField(max_length=30)

    class Meta:
        ordering = ["plan", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "reference"], name="success_measure_reference_once")
        ]

    def __str__(self) -> str:
        return f"Success measure {self.reference}"


class SuccessMeasureVersion(Version, DueAsWritten):
    """A success measure's words over an interval, under an action or under a theme."""

    success_measure = models.ForeignKey(SuccessMeasure, on_delete=models.PROTECT, related_name="versions")
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="success_measure_versions", null=True, blank=True
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="success_measure_versions", null=True, blank=True
    )
    # A row of a workbook can rate a measure that it does not word.
    text = models.TextField(blank=True)
    progress = models.TextField("progress, as reported", blank=True)

    class Meta:
        ordering = ["success_measure", "known_from", "pk"]
        constraints = [
            *interval_constraints("success_measure_version", "success_measure"),
            models.CheckConstraint(
                condition=models.Q(action__isnull=True) ^ models.Q(theme__isnull=True),
                name="success_measure_under_action_or_theme",
                violation_error_message="A success measure stands under an action or under a theme.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SuccessMeasureOwner(Interval):
    """An officer who answers for a success measure: its lead or the officer responsible, over an interval."""

    success_measure = models.ForeignKey(SuccessMeasure, on_delete=models.PROTECT, related_name="owners")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="success_measures")
    part = models.CharField(max_length=20, choices=OwnerPart)

    class Meta:
        ordering = ["success_measure", "part", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["success_measure", "officer", "part"],
                condition=models.Q(known_to__isnull=True),
                name="success_measure_owner_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} for {self.success_measure_id}"
