"""What commands that mail a plan's people have in common: for which plans, and that one plan's failure is its own."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement.management.mail_server import require_mail_server
from plans.models import Plan


class MailingCommand(BaseCommand):
    """Mails the people of every plan, or of one; ends with 1 where some e-mail could not be sent."""

    # What is mailed, and what can become of one, as the command says it at its end.
    things: str
    outcomes: tuple[str, ...] = ("sent", "not sent")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", help="one plan by its short name; all of them if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent; send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        plans, is_dry = Plan.objects.select_related("council", "inspection"), options["dry_run"]
        if options["plan"]:
            plans = plans.filter(slug=options["plan"])
            if not plans:
                raise CommandError(f"There is no plan {options['plan']}.")
        if not is_dry:
            require_mail_server()
        counts, failed = Counter[str](), list[str]()
        for plan in plans:
            before = counts["not sent"]
            # A plan's failure is its own: the others' people are told all the same.
            try:
                self.mail(plan, counts, dry_run=is_dry)
            except Exception as error:
                self.stderr.write(f"{plan.slug}: stopped by {type(error).__name__}: {error}")
                failed.append(plan.slug)
            else:
                failed += [plan.slug] if counts["not sent"] > before else []
        if not is_dry:
            self.stdout.write(f"{', '.join(f'{counts[outcome]} {outcome}' for outcome in self.outcomes)}.")
        if failed:
            raise CommandError(
                f"Some {self.things} could not be sent ({', '.join(failed)}); they are tried again the next time."
            )

    def mail(self, plan: Plan, counts: Counter[str], *, dry_run: bool) -> None:
        """Mail one plan's people, and count what became of each e-mail."""
        raise NotImplementedError
