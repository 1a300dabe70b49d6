"""import_observations FILE --plan SLUG: bring figures in long form into a plan's measures."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.imports.figures.record import FigureResult, import_figures
from plans.imports.run import ImportRefused
from plans.management import acting
from plans.management.days import day_so_far
from plans.models import Plan
from plans.position import build_position


def plan_of(slug: str) -> Plan:
    """Return a plan by its short name; a plain error where there is none."""
    plan = Plan.objects.select_related("council").filter(slug=slug).first()
    if plan is None:
        raise CommandError(f"There is no plan {slug!r}.")
    return plan


def content_of(path: Path) -> bytes:
    """Return a file's bytes; a plain error where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error


def report(command: BaseCommand, result: FigureResult, *, as_json: bool, dry_run: bool) -> None:
    """Print what an import came to."""
    if as_json:
        command.stdout.write(json.dumps({**result.as_json(), "dry_run": dry_run}, indent=1))
        return
    for change in result.changes:
        command.stdout.write(f"  {change}")
    for question in result.questions:
        command.stdout.write(f"  Look at  {question}")
    counts = result.counts
    command.stdout.write(
        f"{counts['read']} read: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged."
    )
    command.stdout.write("Nothing was changed (dry run)." if dry_run else "Done.")


def refuse(command: BaseCommand, refused: ImportRefused, *, as_json: bool) -> CommandError:
    """Return the error that ends a command, its messages printed for machines where asked."""
    if as_json:
        messages = [message.__dict__ for message in refused.messages]
        command.stdout.write(json.dumps({"error": True, "messages": messages}))
    return CommandError("\n".join(message.sentence() for message in refused.messages))


class Command(BaseCommand):
    help = (
        "Read figures from a CSV or Excel file: a measure a row with the months across, or the columns measure,\n"
        "period, value and, where known, numerator, denominator, status (final, provisional, not available) and\n"
        "note. Any error changes nothing and exits 1.\n\n"
        "Example: manage.py import_observations figures.csv --plan durham --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", type=Path, help="the .csv or .xlsx file")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument(
            "--as-at",
            type=day_so_far,
            help="the day from which the figures are known (today if left out)",
        )
        parser.add_argument(
            "--confirm", action="store_true", help="figures far from the usual are right: record them too"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would change and change nothing"
        )
        acting.add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print counts and messages for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        plan = plan_of(options["plan"])
        access = acting.access_of(options, plan)
        position = build_position(plan, options["as_at"] or timezone.localdate())
        try:
            result = import_figures(
                plan,
                path.name,
                content_of(path),
                known_on=options["as_at"] or timezone.localdate(),
                dry_run=options["dry_run"],
                confirmed=options["confirm"],
                by=access.user if access else None,
                may_enter=acting.everything
                if options["take_over_measures"]
                else access.enterable(position).intersection
                if access
                else None,
            )
        except ImportRefused as refused:
            raise refuse(self, refused, as_json=options["json"]) from refused
        report(self, result, as_json=options["json"], dry_run=options["dry_run"])
