"""Sending an invitation: by e-mail where the site has a server for it, by a link to pass on where it has none."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from improvement.one_line import one_line
from improvement.outbox import post
from plans.models import Invitation
from plans.operations.invitations import token_of


def link_of(invitation: Invitation, site: str) -> str:
    """Return the address that accepts an invitation. `site` is where people open the site."""
    return f"{site}{reverse('plans:invitation', args=[token_of(invitation)])}"


def send_invitation(invitation: Invitation, site: str) -> str:
    """Send an invitation; return why it can't be sent, or an empty text. A mail server that is down is tried again."""
    if not settings.EMAIL_HOST:
        return "This site sends no e-mail."
    title = one_line(invitation.plan.title)
    body = render_to_string(
        "plans/emails/invitation.txt",
        {
            "by": one_line(invitation.by.name),
            "title": title,
            "council": invitation.plan.council.name,
            "role": invitation.get_role_display().lower(),
            "link": link_of(invitation, site),
            "expires_at": invitation.expires_at,
        },
    )
    holds_for = invitation.expires_at - timezone.now()
    post(EmailMessage(f"Invitation to {title}", body, to=[invitation.email]), holds_for)
    return ""
