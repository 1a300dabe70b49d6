"""E-mails people the reports that they asked to be sent regularly. For cron, once a day."""

from collections import Counter

from django.conf import settings
from django.utils import timezone

from plans.issuing.schedules import send_due
from plans.management.mailing import MailingCommand
from plans.models import Plan


class Command(MailingCommand):
    help = (
        "E-mails each person the reports that they asked for: every month, before each board meeting, or once. Each is "
        "sent once; one that could not be sent is tried again the next time. Whoever may not make a report any more is "
        "sent nothing. For example, daily at 6: 0 6 * * * … manage.py send_reports"
    )
    things = "reports"
    outcomes = ("sent", "not sent", "stopped")

    def mail(self, plan: Plan, counts: Counter[str], *, dry_run: bool) -> None:
        """Send one plan's reports that are due, and count what became of each."""
        for sent in send_due(plan, timezone.localdate(), settings.SITE_ADDRESS, dry_run=dry_run):
            counts[sent.outcome] += 1
            why = f" ({sent.why})" if sent.why else ""
            self.stdout.write(
                f"{plan.slug}: {sent.label} for {sent.schedule.user.email}: {sent.outcome}{why}"
            )
