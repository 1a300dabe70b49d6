"""Which measures evidence which parts of a plan. The links live here: performance knows nothing of plans."""

from django.db import models
from django.db.models.functions import Coalesce

from performance.models import Measure
from plans.models.action import Action
from plans.models.history import Interval
from plans.models.plan import Plan
from plans.models.recommendation import Recommendation
from plans.models.theme import Theme


class MeasureLink(Interval):
    """That a measure belongs to a plan, and which theme, recommendation or action it evidences."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measure_links")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="plan_links")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="measure_links", null=True, blank=True
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="measure_links", null=True, blank=True
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="measure_links", null=True, blank=True
    )

    class Meta:
        ordering = ["plan", "measure", "pk"]
        constraints = [
            models.UniqueConstraint(
                "plan",
                "measure",
                Coalesce("theme", 0),
                Coalesce("recommendation", 0),
                Coalesce("action", 0),
                condition=models.Q(known_to__isnull=True),
                name="measure_link_once",
            )
        ]

    def __str__(self) -> str:
        return f"measure {self.measure_id} on plan {self.plan_id}"
