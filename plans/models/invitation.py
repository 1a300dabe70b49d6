"""Invitations to a plan, and which roles a group of the council's own sign-in gives."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from plans.choices import Role
from plans.models.plan import Plan


def new_nonce() -> str:
    """Return what makes an invitation's link another one."""
    return secrets.token_urlsafe(16)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Those that nobody took and nobody withdrew; of some the time may be over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> "InvitationQuerySet":
        """Those whose link can still be followed."""
        return self.unanswered().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """That a plan's administrator asked somebody to take a role: until they do, it is withdrawn, or its time is over.

    Its link holds the row and a nonce, signed: nothing in the database opens it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=30, choices=Role)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "email", "role"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display()} on plan {self.plan_id}"

    @property
    def is_open(self) -> bool:
        """Whether its link can still be followed."""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at


class GroupRole(models.Model):
    """That whoever is in a group of the council's own sign-in has a role on a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="group_roles")
    group = models.CharField(
        max_length=200, help_text="As the sign-in names it: the group's object id, or an app role's value."
    )
    role = models.CharField(max_length=30, choices=Role)

    class Meta:
        ordering = ["plan", "group", "role"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "group", "role"], name="group_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()} on plan {self.plan_id}"
