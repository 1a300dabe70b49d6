"""A key by which a program reads one plan as one person may: Power BI, Excel, a script."""

from django.conf import settings
from django.db import models

from plans.choices import TokenScope
from plans.models.plan import Plan


class AccessToken(models.Model):
    """What a person made for a program of theirs. The secret itself is shown once and kept only as its SHA-256."""

    # No page that is made of the plan shows it.
    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="access_tokens")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_tokens")
    name = models.CharField(max_length=60)
    # A calendar's key stands in an address, which servers write into their logs: it opens dates alone.
    scope = models.CharField(max_length=10, choices=TokenScope, default=TokenScope.DATA)
    digest = models.CharField(max_length=64, unique=True)
    # Its first letters, by which a person knows it again.
    begins = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins}…)"
