"""export_report cabinet --plan SLUG --output FILE.xlsx: write a report as Excel."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.models import Plan
from plans.position import build_position
from plans.position.eyes import PUBLIC
from plans.reports.cabinet import write_cabinet_report

REPORTS = {"cabinet": write_cabinet_report}


class Command(BaseCommand):
    help = (
        "Write a report of a plan as an Excel workbook.\n\n"
        "Example: manage.py export_report cabinet --plan durham --as-at 2017-09-13 --output cabinet.xlsx"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("report", choices=sorted(REPORTS))
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument(
            "--as-at", type=date.fromisoformat, help="the day, YYYY-MM-DD (today if left out)"
        )
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("council", "inspection").filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        position = build_position(plan, options["as_at"] or timezone.localdate(), PUBLIC)
        workbook = REPORTS[options["report"]](position, plan.council.name, timezone.localtime())
        try:
            workbook.save(options["output"])
        except OSError as error:
            raise CommandError(f"{options['output']} can't be written: {error.strerror}.") from error
        self.stdout.write(f"Written: {options['output']}")
