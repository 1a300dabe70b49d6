"""load_demo: load the demo plan through the same import that users have."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.demo.load import ACCOUNTS, IMPORTED_AS_AT, PASSWORD, SLUG, load_demo
from plans.demo.papers import write_papers
from plans.models import Plan
from plans.operations.history import Provenance


class Command(BaseCommand):
    help = "Load the demo plan unless it is there already.\n\nExample: manage.py load_demo --accounts"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--accounts", action="store_true", help="make the demo accounts too, and print them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"] and not settings.DEMO:
            raise CommandError(
                "The demonstration's accounts have a published password: they are made only with IMPROVEMENT_DEMO=1, "
                "never on a real server."
            )
        loaded = load_demo(with_accounts=options["accounts"], today=timezone.localdate())
        if loaded:
            write_papers(Plan.objects.get(slug=SLUG), Provenance(IMPORTED_AS_AT))
        self.stdout.write(
            "The demo plan was loaded." if loaded else "The demo plan is there already: kept as it is."
        )
        if options["accounts"]:
            self.stdout.write(f"Accounts, all with the password {PASSWORD}")
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.email:28}{account.name}")
