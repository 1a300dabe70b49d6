"""E-mails each lead one digest of what is due, overdue, silent or asked for by the board. For cron, once a day."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.models import Plan
from plans.operations.reminders import send_digest
from plans.position import build_position
from plans.position.board import read_arising
from plans.position.reminding import recipients
from plans.procedures.update_links import links_for
from plans.reach import readers_of


class Command(BaseCommand):
    help = (
        "E-mails each lead one short digest: due in 14 days, due today, overdue, no update for 30 days, asked for by "
        "the board, a return's last day that moved. Nothing is told twice. Where a plan's mail fails the others' goes "
        "all the same, and the command exits 1. For example, daily at 7: 0 7 * * 1-5 … manage.py send_reminders"
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
        today, counts = timezone.localdate(), Counter[str]()
        failed: list[str] = []
        for plan in plans:
            before = counts["not sent"]
            # A plan's failure is its own: the others' leads are told all the same.
            try:
                self.remind(plan, today, counts, dry_run=options["dry_run"])
            except Exception as error:
                self.stderr.write(f"{plan.slug}: stopped by {type(error).__name__}: {error}")
                failed.append(plan.slug)
            else:
                failed += [plan.slug] if counts["not sent"] > before else []
        if not options["dry_run"]:
            self.stdout.write(f"{counts['sent']} sent, {counts['not sent']} not sent.")
        if failed:
            raise CommandError(
                f"Some reminders could not be sent ({', '.join(failed)}); they are tried again the next time."
            )

    def remind(self, plan: Plan, today: date, counts: Counter[str], *, dry_run: bool) -> None:
        """Send one plan's digests, and count those that went and those that did not."""
        position = build_position(plan, today)
        for recipient in recipients(position, read_arising(position), readers_of(plan)):
            occasions = recipient.due_now(today)
            if not occasions:
                continue
            self.stdout.write(f"{plan.slug}: {recipient.address}, {len(occasions)} to look at")
            if dry_run:
                continue
            reminder = send_digest(
                plan,
                recipient.address,
                recipient.name,
                occasions,
                today=today,
                site=settings.SITE_ADDRESS,
                links=links_for(position, recipient, occasions) if settings.SITE_ADDRESS else {},
            )
            if hasattr(reminder, "failure"):
                counts["not sent"] += 1
                self.stderr.write(f"Not sent to {recipient.address}: {reminder.failure.error}")
            else:
                counts["sent"] += 1
