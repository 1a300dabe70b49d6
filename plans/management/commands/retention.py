"""retention: what is kept for how long, what is due to go, and letting it go."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils import timezone

from improvement.security_log import note
from plans.procedures.retention import apply_rule, due_at


class Command(BaseCommand):
    help = (
        "Show what is kept for how long and what is due to go; with --apply let it go. "
        "Example: manage.py retention --apply"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="do what the table says")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        for due in due_at(at):
            days = due.rule.kept_for.days
            kept = f"{days} day{'' if days == 1 else 's'}" if days else "until then"
            line = f"{due.rule.kind:38}{kept:>12}{due.count:>8} due"
            if options["apply"] and due.count:
                try:
                    line += f", {apply_rule(due.rule, at)} {due.rule.done}"
                except ValidationError as refused:
                    line += f", not {due.rule.done}: {' '.join(refused.messages)}"
            self.stdout.write(line)
        if options["apply"]:
            note("retention applied")
        else:
            self.stdout.write("Nothing was changed. --apply does what the table says.")
