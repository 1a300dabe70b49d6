"""That the board let a recommendation or an action leave the plan, or took it back."""

from django.db import models

from plans.models.action import Action
from plans.models.history import Dated
from plans.models.meeting import Meeting
from plans.models.plan import Plan
from plans.models.recommendation import Recommendation


class Closure(Dated):
    """A decision of the board on one recommendation or action. The last one on a thing holds.

    `criteria` keeps each criterion as it stood when the board decided: its words, and whether it was met.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="closures")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="closures", null=True, blank=True
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="closures", null=True, blank=True
    )
    closes = models.BooleanField("it leaves the plan", default=True)
    reason = models.TextField()
    criteria = models.JSONField(default=list)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="closures", null=True, blank=True
    )

    class Meta:
        ordering = ["plan", "known_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(recommendation__isnull=False, action=None)
                    | models.Q(recommendation=None, action__isnull=False)
                ),
                name="closure_of_one_thing",
                violation_error_message="One recommendation or action is closed at a time.",
            )
        ]

    def __str__(self) -> str:
        return f"{'Closed' if self.closes else 'Reopened'}: {self.reason}"
