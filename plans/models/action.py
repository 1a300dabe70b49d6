"""Actions: owned, dated pieces of work, some with sub-actions."""

from django.db import models
from django.urls import reverse

from improvement.history import days_in_order, interval_constraints
from improvement.models import Officer
from plans.choices import ProgressStatus
from plans.models.history import DueAsWritten, Interval, StartAsWritten, Version
from plans.models.plan import Plan
from plans.models.recommendation import Recommendation
from plans.models.theme import Commitment, Theme


class Action(models.Model):
    """An action's identity: its reference on its plan, which never changes once given."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=30)
    # Sorts references as people do (5.2 before 5.10).
    position = models.CharField(max_length=60, editable=False)
    # Counts every change, so that the second of two people editing at once is noticed.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "reference"], name="action_reference_once")]

    def __str__(self) -> str:
        return f"Action {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.plan.slug, self.reference])


class ActionVersion(Version, StartAsWritten, DueAsWritten):
    """An action's words, dates, status and place over an interval.

    A parent's words are the sentence that its sub-actions complete; only lowest-level actions are counted.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="action_versions", null=True, blank=True
    )
    parent = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="sub_action_versions", null=True, blank=True
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="action_versions", null=True, blank=True
    )
    group = models.CharField("group word", max_length=200, blank=True)
    text = models.TextField()
    expected_outcome = models.TextField(blank=True)
    cost = models.TextField("cost, as written", blank=True)
    status = models.CharField(max_length=20, choices=ProgressStatus, default=ProgressStatus.NOT_SUPPLIED)
    # Of an action without a status it says that one was given, which nobody has explained yet (decision 9).
    status_words = models.CharField("word for progress, as written", max_length=200, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    exempt = models.BooleanField(
        "exempt information (Part 2)",
        default=False,
        help_text="Shown only to those who may see exempt items, and left out of public reports.",
    )

    class Meta:
        ordering = ["action", "known_from", "pk"]
        indexes = [models.Index(fields=["theme", "known_from"], name="action_version_theme")]
        constraints = [
            *interval_constraints("action_version", "action"),
            days_in_order(
                "action_start_in_order",
                "start_earliest",
                "start_latest",
                "The start date's days are out of order.",
            ),
            days_in_order(
                "action_due_in_order", "due_earliest", "due_latest", "The due date's days are out of order."
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("action")),
                name="action_not_its_own_parent",
                violation_error_message="An action can't be its own sub-action.",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_on__isnull=True) | models.Q(status="completed"),
                name="action_completed_on_only_when_completed",
                violation_error_message="Only a completed action has a completion date.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ActionLead(Interval):
    """An officer who leads an action, over an interval."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="leads")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="action_leads")

    class Meta:
        ordering = ["action", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "officer"],
                condition=models.Q(known_to__isnull=True),
                name="action_lead_once",
            )
        ]

    def __str__(self) -> str:
        return "Leads it"


class ActionRecommendation(Interval):
    """That an action serves a recommendation, over an interval."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="recommendations")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")

    class Meta:
        ordering = ["action", "recommendation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "recommendation"],
                condition=models.Q(known_to__isnull=True),
                name="action_recommendation_once",
            )
        ]

    def __str__(self) -> str:
        return "Serves it"
