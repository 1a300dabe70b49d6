"""That somebody looked at a role and found it still needed: what a yearly review of people leaves behind."""

from django.db import models

from plans.models.history import Dated
from plans.models.plan import PlanRole


class RoleReview(Dated):
    """On a day, a plan's administrator confirmed that a person still needs a role."""

    role = models.ForeignKey(PlanRole, on_delete=models.PROTECT, related_name="reviews")

    class Meta:
        ordering = ["role", "known_on", "pk"]

    def __str__(self) -> str:
        return f"Still needed on {self.known_on:%-d %B %Y}"
