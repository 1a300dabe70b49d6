"""That an action of one plan goes on in another: the link between the two, kept for ever."""

from django.db import models

from plans.models.action import Action
from plans.models.history import Dated
from plans.models.plan import Plan


class CarriedOver(Dated):
    """An action of a new plan, and the unfinished one of an earlier plan that it takes on."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="carried_over")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="carried_from")
    earlier = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="carried_to")

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name_plural = "actions carried over"

    def __str__(self) -> str:
        return f"action {self.action_id} takes on action {self.earlier_id}"
