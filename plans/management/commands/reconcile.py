"""reconcile --plan SLUG: figures that papers state beside what the plan's rows give."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.management.days import day_so_far
from plans.models import Plan
from plans.position import build_position

VERDICTS = {None: "can't be checked", True: "agrees", False: "DIFFERS"}


class Command(BaseCommand):
    help = (
        "Print every figure stated in a plan's papers beside what the plan gives.\n\n"
        "Example: manage.py reconcile --plan durham --json"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument("--as-at", type=day_so_far, help="the day, YYYY-MM-DD (today if left out)")
        parser.add_argument("--json", action="store_true", help="print it for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        position = build_position(plan, options["as_at"] or timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(position.as_json()["stated_figures"], indent=1))
            return
        for figure in position.stated_figures:
            recomputed = "-" if figure.recomputed is None else figure.recomputed
            self.stdout.write(
                f"{figure.label:34}{figure.stated_on:%d %b %Y}{figure.stated!s:>10}{recomputed!s:>10}  "
                f"{VERDICTS[figure.agrees]:14}{figure.sheet}!{figure.cell}"
            )
