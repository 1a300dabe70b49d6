"""What every command that sends e-mail needs."""

from django.conf import settings
from django.core.management.base import CommandError


def require_mail_server() -> None:
    """Refuse to go on where the site has no mail server."""
    if not settings.EMAIL_HOST:
        raise CommandError("No mail server is named: set EMAIL_HOST (and DEFAULT_FROM_EMAIL).")
