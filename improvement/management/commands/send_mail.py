"""Sends the e-mails of accounts and invitations that the mail server did not take. For cron, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement.management.mail_server import require_mail_server
from improvement.outbox import send_waiting


class Command(BaseCommand):
    help = (
        "Send the e-mails of accounts and invitations that wait because the mail server did not take them. What "
        "is of no use any more is given up. For example: */5 * * * * … manage.py send_mail"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        require_mail_server()
        sent, failed = send_waiting()
        if sent or failed:
            self.stdout.write(f"{sent} sent, {failed} not sent.")
        if failed:
            raise CommandError(
                "The mail server did not take some e-mails; they are tried again the next time."
            )
