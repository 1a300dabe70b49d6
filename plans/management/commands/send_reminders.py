"""E-mails each lead one digest of what is due, overdue, silent or asked for by the board. For cron, once a day."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.models import Plan
from plans.operations.reminders import send_digest
from plans.position import build_position
from plans.position.board import read_arising
from plans.position.reminding import due_now, recipients


class Command(BaseCommand):
    help = (
        "E-mails each lead one short digest: due in 14 days, due today, overdue, no update for 30 days, asked for by "
        "the board, a return's last day that moved. "
        "Nothing is told twice. For example, daily at 7: 0 7 * * 1-5 … manage.py send_reminders"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", help="one plan by its short name; all of them if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent; send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        plans = Plan.objects.select_related("council")
        if options["plan"]:
            plans = plans.filter(slug=options["plan"])
            if not plans:
                raise CommandError(f"There is no plan {options['plan']}.")
        if not settings.EMAIL_HOST and not options["dry_run"]:
            raise CommandError("No mail server is named: set EMAIL_HOST (and DEFAULT_FROM_EMAIL).")
        today, sent, failed = timezone.localdate(), 0, 0
        for plan in plans:
            position = build_position(plan, today)
            for recipient in recipients(position, read_arising(position)):
                occasions = due_now(recipient.occasions, recipient.told, today)
                if not occasions:
                    continue
                self.stdout.write(f"{plan.slug}: {recipient.address}, {len(occasions)} to look at")
                if options["dry_run"]:
                    continue
                reminder = send_digest(
                    plan,
                    recipient.address,
                    recipient.name,
                    occasions,
                    today=today,
                    site=settings.SITE_ADDRESS,
                )
                if hasattr(reminder, "failure"):
                    failed += 1
                    self.stderr.write(f"Not sent to {recipient.address}: {reminder.failure.error}")
                else:
                    sent += 1
        if not options["dry_run"]:
            self.stdout.write(f"{sent} sent, {failed} not sent.")
        if failed:
            raise CommandError("Some reminders could not be sent; they are tried again the next time.")
