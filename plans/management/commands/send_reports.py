"""E-mails people the reports that they asked to be sent regularly. For cron, once a day."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.issuing.schedules import send_due
from plans.models import Plan


class Command(BaseCommand):
    help = (
        "E-mails each person the reports that they asked for: every month, before each board meeting, or once. Each is "
        "sent once; one that could not be sent is tried again the next time. Whoever may not make a report any more is "
        "sent nothing. For example, daily at 6: 0 6 * * * … manage.py send_reports"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", help="one plan by its short name; all of them if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent; send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        plans = Plan.objects.select_related("council", "inspection")
        if options["plan"]:
            plans = plans.filter(slug=options["plan"])
            if not plans:
                raise CommandError(f"There is no plan {options['plan']}.")
        if not settings.EMAIL_HOST and not options["dry_run"]:
            raise CommandError("No mail server is named: set EMAIL_HOST (and DEFAULT_FROM_EMAIL).")
        counts, failed = Counter[str](), set[str]()
        for plan in plans:
            # A plan's failure is its own: the others' people are sent theirs all the same.
            try:
                self.send(plan, counts, failed, dry_run=options["dry_run"])
            except Exception as error:
                self.stderr.write(f"{plan.slug}: stopped by {type(error).__name__}: {error}")
                failed.add(plan.slug)
        if not options["dry_run"]:
            self.stdout.write(
                f"{counts['sent']} sent, {counts['not sent']} not sent, {counts['stopped']} stopped."
            )
        if failed:
            raise CommandError(
                f"Some reports could not be sent ({', '.join(sorted(failed))}); they are tried again the next time."
            )

    def send(self, plan: Plan, counts: Counter[str], failed: set[str], *, dry_run: bool) -> None:
        """Send one plan's reports that are due, and count what became of each."""
        for sent in send_due(plan, timezone.localdate(), settings.SITE_ADDRESS, dry_run=dry_run):
            counts[sent.outcome] += 1
            why = f" ({sent.why})" if sent.why else ""
            self.stdout.write(
                f"{plan.slug}: {sent.label} for {sent.schedule.user.email}: {sent.outcome}{why}"
            )
            if sent.outcome == "not sent":
                failed.add(plan.slug)
