"""That something was changed which keeps no versions of its own: an inspection, a scale, an officer."""

from django.db import models

from plans.models.history import Dated
from plans.models.plan import Plan


class SetUpChange(Dated):
    """One change of a plan's set-up, in words: what it was of, and each field before and after."""

    # The program's own words, about fields before and after.
    text_limits = {"words": None}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="set_up_changes")
    subject = models.CharField(max_length=200)
    words = models.TextField()

    class Meta:
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"
