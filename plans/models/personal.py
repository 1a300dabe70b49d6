"""What is a person's own and no part of a plan's record: when they looked, views they keep, mails they want."""

from django.conf import settings
from django.db import models

from plans.models.plan import Plan


class Visit(models.Model):
    """When a person last opened a plan's Overview, and when on an earlier day: what came since is new to them."""

    # It changes nothing of what a page shows on that day.
    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "user"]
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="visit_once")]

    def __str__(self) -> str:
        return f"User {self.user_id} on plan {self.plan_id}"


class SavedView(models.Model):
    """A list as a person filtered it, under a name of theirs. `listed` is the list's address, `query` what it asks."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="saved_views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    listed = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["plan", "user", "listed", "name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "listed", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReminderChoice(models.Model):
    """Of what a person does not want to be reminded by e-mail, on any plan: kinds of `plans/rules/reminders.py`."""

    raises_no_revision = True

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminder_choice"
    )
    unwanted = models.JSONField(default=list)

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return ", ".join(self.unwanted) or "All reminders"
