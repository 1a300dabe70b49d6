"""Recommendations: what the inspectorate asked for, numbered and quoted."""

from django.db import models
from django.urls import reverse

from improvement.history import interval_constraints
from improvement.models import Officer
from plans.choices import RecommendationKind
from plans.models.history import Interval, Version
from plans.models.plan import Plan
from plans.models.theme import Theme


class Recommendation(models.Model):
    """A recommendation's identity: its number on its plan today. What it was numbered before is in its versions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="recommendation_number_once")]

    def __str__(self) -> str:
        return f"Recommendation {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:recommendation", args=[self.plan.slug, self.number])


class RecommendationVersion(Version):
    """A recommendation's number and words over an interval."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # A workbook can number a recommendation without quoting it.
    text = models.TextField(blank=True)
    kind = models.CharField(
        max_length=30, choices=RecommendationKind, default=RecommendationKind.RECOMMENDATION
    )
    outcome = models.TextField("outcome sought", blank=True)
    evidence = models.TextField("evidence of progress", blank=True)
    further_actions = models.TextField("further actions in progress", blank=True)
    exempt = models.BooleanField(
        "exempt information (Part 2)",
        default=False,
        help_text="Shown only to those who may see exempt items, and left out of public reports.",
    )

    class Meta:
        ordering = ["recommendation", "known_from", "pk"]
        constraints = interval_constraints("recommendation_version", "recommendation")

    def __str__(self) -> str:
        return self.text


class RecommendationTheme(Interval):
    """That a recommendation is worked on in a theme, over an interval."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="recommendations")

    class Meta:
        ordering = ["recommendation", "theme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "theme"],
                condition=models.Q(known_to__isnull=True),
                name="recommendation_theme_once",
            )
        ]

    def __str__(self) -> str:
        return f"recommendation {self.recommendation_id} in theme {self.theme_id}"


class RecommendationLead(Interval):
    """An officer who leads the answer to a recommendation, over an interval."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="leads")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="recommendation_leads")

    class Meta:
        ordering = ["recommendation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "officer"],
                condition=models.Q(known_to__isnull=True),
                name="recommendation_lead_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} leads {self.recommendation_id}"
