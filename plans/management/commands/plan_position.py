"""plan_position --plan SLUG: print the position as JSON, the figures that pages and reports show."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.management.days import day_so_far
from plans.models import Plan
from plans.position import build_position


class Command(BaseCommand):
    help = (
        "Print a plan's position as JSON: the same figures that pages and reports show.\n\n"
        "Example: manage.py plan_position --plan durham --as-at 2017-09-13"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument("--as-at", type=day_so_far, help="the day, YYYY-MM-DD (today if left out)")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        position = build_position(plan, options["as_at"] or timezone.localdate())
        self.stdout.write(json.dumps(position.as_json(), indent=1))
