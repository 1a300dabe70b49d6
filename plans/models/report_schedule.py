"""A report that a person is sent regularly."""

from django.conf import settings
from django.db import models

from plans.choices import SentWhen
from plans.models.plan import Plan


class ReportSchedule(models.Model):
    """Which report, in which form, when (`plans/rules/report_days.py`); until it is stopped or a role ends."""

    # No page that is made of the plan shows it but the person's own list, which is never kept.
    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="report_schedules")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_schedules"
    )
    report = models.CharField(max_length=60)
    form = models.CharField("Excel, Word or PDF", max_length=10, default="xlsx")
    when = models.CharField(max_length=10, choices=SentWhen)
    # A day of the month, or days before a meeting.
    number = models.PositiveSmallIntegerField(default=0)
    on = models.DateField(null=True, blank=True)
    begins_on = models.DateField()
    # The occasion that it was last sent for, or is being sent for: of two at once one sends it.
    claimed_for = models.CharField(max_length=40, blank=True)
    last_sent_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Why it ended, where it was not the person who stopped it.
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["plan", "user", "pk"]

    def __str__(self) -> str:
        return f"{self.report} for {self.user_id}, {self.get_when_display().lower()}"
