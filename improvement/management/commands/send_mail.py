"""Sends the e-mails of accounts and invitations that the mail server did not take. For cron, every few minutes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from improvement.outbox import send_waiting


class Command(BaseCommand):
    help = (
        "Send the e-mails of accounts and invitations that wait because the mail server did not take them. After a day "
        "they are given up. For example: */5 * * * * … manage.py send_mail"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_HOST:
            raise CommandError("No mail server is named: set EMAIL_HOST (and DEFAULT_FROM_EMAIL).")
        sent, failed = send_waiting()
        if sent or failed:
            self.stdout.write(f"{sent} sent, {failed} not sent.")
        if failed:
            raise CommandError(
                "The mail server did not take some e-mails; they are tried again the next time."
            )
