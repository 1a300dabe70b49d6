"""What a lead returns before a meeting: a draft of their own, then submitted, sent back or accepted."""

from django.conf import settings
from django.db import models

from plans.choices import ReturnState
from plans.models.history import Dated
from plans.models.meeting import PlannedMeeting


class MonthlyReturn(models.Model):
    """One lead's return to one meeting. `content` is their draft; what they submitted is in its steps."""

    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="returns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["planned", "user"]
        constraints = [models.UniqueConstraint(fields=["planned", "user"], name="monthly_return_once")]

    def __str__(self) -> str:
        return f"Return of user {self.user_id} to planned meeting {self.planned_id}"


class ReturnStep(Dated):
    """That a return was submitted, withdrawn, sent back with a note, or accepted, with what it said then."""

    monthly_return = models.ForeignKey(MonthlyReturn, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=ReturnState)
    note = models.TextField(blank=True)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["monthly_return", "pk"]

    def __str__(self) -> str:
        return str(self.get_state_display())
