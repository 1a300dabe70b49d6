"""Every e-mail that reminded a lead, word for word, and of what."""

from django.db import models

from improvement.history import Recorded
from plans.models.plan import Plan


class Reminder(Recorded):
    """One e-mail to one address. Recorded before it goes, so that nothing is ever told twice."""

    append_only = True
    # The program's own words, as long as what there is to tell.
    text_limits = {"body": None}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reminders")
    address = models.EmailField()
    known_on = models.DateField("sent for the day")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # The keys of what it told of.
    told = models.JSONField(default=list)

    class Meta:
        ordering = ["plan", "-pk"]
        indexes = [models.Index(fields=["plan", "address"], name="reminder_address")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"


class ReminderFailure(Recorded):
    """That an e-mail could not be handed over, and why: what it told of may be told again."""

    append_only = True

    reminder = models.OneToOneField(Reminder, on_delete=models.PROTECT, related_name="failure")
    error = models.CharField(max_length=500)

    class Meta:
        ordering = ["reminder"]

    def __str__(self) -> str:
        return self.error
