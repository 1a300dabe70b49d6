"""E-mails each lead one digest of what is due, overdue, silent or asked for by the board. For cron, once a day."""

from collections import Counter

from django.conf import settings
from django.utils import timezone

from plans.management.mailing import MailingCommand
from plans.models import Plan
from plans.operations.reminders import send_digest
from plans.position import build_position
from plans.position.board import read_arising
from plans.position.reminding import recipients
from plans.procedures.update_links import links_for
from plans.reach import readers_of


class Command(MailingCommand):
    help = (
        "E-mails each lead one short digest: due in 14 days, due today, overdue, no update for 30 days, asked for by "
        "the board, a return's last day that moved. Nothing is told twice. Where a plan's mail fails the others' goes "
        "all the same, and the command exits 1. For example, daily at 7: 0 7 * * 1-5 … manage.py send_reminders"
    )
    things = "reminders"

    def mail(self, plan: Plan, counts: Counter[str], *, dry_run: bool) -> None:
        """Send one plan's digests, and count those that went and those that did not."""
        today = timezone.localdate()
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
