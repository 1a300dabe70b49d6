"""export_report NAME --plan SLUG --output FILE: write a report as a file."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.issuing.files import forms_of, write_file
from plans.issuing.making import NoSuchReport, make_report
from plans.issuing.names import NamesCheck, NamesNotRead
from plans.management.days import day_so_far
from plans.models import Plan
from plans.position.report_texts import read_custom_reports
from plans.position.viewer import PUBLIC
from plans.reports.catalogue import KINDS
from plans.reports.custom import CUSTOM


def _names_to_confirm(check: NamesCheck) -> str:
    """Return what is still to be confirmed and read, a line each, for somebody at a command line."""
    lines = [
        check.problem,
        "Nothing was written. Decide in the browser: Reports, the public version, its questions.",
    ]
    lines += [f"  Post or person?  {officer}" for officer in check.unsure]
    lines += [f"  Somebody's name?  {standing.words} ({standing.where})" for standing in check.standing]
    return "\n".join(lines)


class Command(BaseCommand):
    help = (
        "Write a report of a plan as a file; the ending of --output says in which form. NAME is one of "
        f"{', '.join(KINDS)}, or the short name of a report that was saved for the plan. Exempt items are left out.\n\n"
        "Example: manage.py export_report cabinet --plan durham --as-at 2017-09-13 --output cabinet.xlsx"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("report", metavar="NAME")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument("--as-at", type=day_so_far, help="the day, YYYY-MM-DD (today if left out)")
        parser.add_argument(
            "--public", action="store_true", help="the public version: no names, no counts under five"
        )
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("council", "inspection").filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        custom = read_custom_reports(plan)
        name = options["report"]
        if name not in KINDS:
            name = f"{CUSTOM}{name.removeprefix(CUSTOM)}"
        forms = {form.ending: form for form in forms_of(name)}
        ending = options["output"].suffix.lstrip(".").lower()
        if ending not in forms:
            endings = " or ".join(f".{accepted}" for accepted in forms)
            raise CommandError(f"{options['output'].name} can't be written: this report comes as {endings}.")
        try:
            document = make_report(
                plan,
                name,
                options["as_at"] or timezone.localdate(),
                PUBLIC,
                plan.council.name,
                timezone.localtime(),
                is_public=options["public"],
                leaves=True,
            )
        except NamesNotRead as error:
            raise CommandError(_names_to_confirm(error.check)) from None
        except NoSuchReport:
            raise CommandError(
                f"There is no report {options['report']!r}. There are: {', '.join([*KINDS, *custom])}."
            ) from None
        for question in document.questions:
            self.stderr.write(f"To decide: {question.text}")
        try:
            options["output"].write_bytes(write_file(plan, document, forms[ending]).content)
        except OSError as error:
            raise CommandError(f"{options['output']} can't be written: {error.strerror}.") from error
        self.stdout.write(f"Written: {options['output']}")
