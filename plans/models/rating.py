"""Rating scales as a plan words them, and the board's judgements on them."""

from datetime import date

from django.db import models

from plans.choices import Outlook, RatingStanding
from plans.models.action import Action
from plans.models.history import Dated
from plans.models.meeting import Meeting
from plans.models.plan import Plan
from plans.models.recommendation import Recommendation
from plans.models.success_measure import SuccessMeasure
from plans.models.theme import Theme


class RatingScale(models.Model):
    """A scale as one plan words it, in use from a day. Scales without a plan are patterns to copy."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="rating_scales", null=True, blank=True
    )
    name = models.CharField(max_length=100)
    adopted_on = models.DateField("in use from", null=True, blank=True)

    class Meta:
        ordering = ["plan", "adopted_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "adopted_on"], name="rating_scale_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=True) | models.Q(adopted_on__isnull=False),
                name="rating_scale_of_a_plan_has_a_day",
                violation_error_message="Enter the day from which the plan uses this scale.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RatingLevel(models.Model):
    """One level of a scale: its code, its word, and what the plan means by it."""

    scale = models.ForeignKey(RatingScale, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    meaning = models.TextField(blank=True)
    colour = models.CharField(max_length=7, help_text="As #rrggbb.")
    order = models.PositiveSmallIntegerField(help_text="1 is the best.")
    value = models.DecimalField(
        "number, where averages are made", max_digits=6, decimal_places=2, null=True, blank=True
    )
    outlook = models.CharField(max_length=10, choices=Outlook)
    means_finished = models.BooleanField(default=False)

    class Meta:
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="rating_level_code_once"),
            models.UniqueConstraint(fields=["scale", "order"], name="rating_level_order_once"),
        ]

    def __str__(self) -> str:
        return self.name


def scale_on(plan: Plan, day: date) -> RatingScale | None:
    """Return the scale that a plan uses on a day; None where it has none.

    What a plan is set up with first is also what an earlier day is read with: a workbook of last month brought into a
    plan that was started today is rated on the plan's scale.
    """
    scales = plan.rating_scales.order_by("adopted_on")
    return scales.filter(adopted_on__lte=day).last() or scales.first()


def levels_on(plan: Plan, day: date) -> models.QuerySet[RatingLevel]:
    """Return the levels of the scale that a plan uses on a day, the best first."""
    return RatingLevel.objects.filter(scale=scale_on(plan, day)).select_related("scale")


class Rating(Dated):
    """The board's judgement of one thing at a date, with a reason. Never changed, never deleted."""

    insert_guards = {
        "level_of_the_plans_own_scale": (
            "EXISTS (SELECT 1 FROM plans_ratinglevel level_row JOIN plans_ratingscale scale_row "
            "ON scale_row.id = level_row.scale_id "
            "WHERE level_row.id = NEW.level_id AND scale_row.plan_id = NEW.plan_id)"
        )
    }

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="ratings")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True
    )
    success_measure = models.ForeignKey(
        SuccessMeasure, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True
    )
    level = models.ForeignKey(RatingLevel, on_delete=models.PROTECT, related_name="ratings")
    standing = models.CharField(max_length=20, choices=RatingStanding, default=RatingStanding.CONFIRMED)
    reason = models.TextField(blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True
    )

    class Meta:
        ordering = ["plan", "known_on", "pk"]
        indexes = [models.Index(fields=["plan", "known_on"], name="rating_as_at")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(recommendation__isnull=False, theme=None, action=None, success_measure=None)
                    | models.Q(recommendation=None, theme__isnull=False, action=None, success_measure=None)
                    | models.Q(recommendation=None, theme=None, action__isnull=False, success_measure=None)
                    | models.Q(recommendation=None, theme=None, action=None, success_measure__isnull=False)
                ),
                name="rating_of_one_thing",
                violation_error_message="A rating is of one recommendation, theme, action or success measure.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} on {self.known_on:%-d %B %Y}"
