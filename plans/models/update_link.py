"""A link in a lead's reminder by which that person updates one action, once, without signing in."""

from django.conf import settings
from django.db import models

from plans.models.action import Action
from plans.models.plan import Plan
from plans.models.update import Update


class UpdateLink(models.Model):
    """For one person and one action. The secret itself stands in the e-mail alone; its SHA-256 is kept."""

    # No page that is made of the plan shows it.
    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="update_links")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="update_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="update_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    update = models.OneToOneField(
        Update, on_delete=models.PROTECT, related_name="update_link", null=True, blank=True
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.action_id} for {self.user_id}"
