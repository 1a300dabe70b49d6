"""import_comparators FILE --plan SLUG --measure CODE --indicator COLUMN: set others' figures beside a measure."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.imports.figures.published import read_published
from plans.imports.figures.record import import_comparators
from plans.imports.other_plans import kept_here_alone
from plans.imports.run import ImportRefused
from plans.management import acting
from plans.management.commands.import_observations import content_of, plan_of, refuse, report
from plans.management.days import day_so_far
from plans.position import build_position


class Command(BaseCommand):
    help = (
        "Read national figures in the layout of explore education statistics (time_period, time_identifier,\n"
        "geographic_level, region_name, la_name, indicators). Any error changes nothing and exits 1.\n\n"
        "Example: manage.py import_comparators cla.csv --plan durham --measure re-referrals\n"
        '         --indicator pc_rereferrals --region "North East" --neighbour Sunderland --neighbour Gateshead'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", type=Path, help="the .csv or .xlsx file")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument("--measure", required=True, metavar="CODE", help="the measure's code")
        parser.add_argument(
            "--indicator", required=True, metavar="COLUMN", help="the column with the figures"
        )
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="COLUMN=VALUE",
            help="only such rows; may be repeated",
        )
        parser.add_argument("--region", default="", help="the council's region as the file names it")
        parser.add_argument(
            "--neighbour",
            action="append",
            default=[],
            metavar="NAME",
            help="a statistical neighbour; may be repeated",
        )
        parser.add_argument(
            "--as-at",
            type=day_so_far,
            help="the day from which the figures are known (today if left out)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would change and change nothing"
        )
        acting.add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print counts and messages for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        plan, path = plan_of(options["plan"]), options["file"]
        known_on = options["as_at"] or timezone.localdate()
        access = acting.access_of(options, plan)
        position = build_position(plan, known_on)
        measures = {measure.code: measure for measure in position.measures}
        if options["measure"] not in measures:
            raise CommandError(
                f"The plan keeps no measure {options['measure']!r}. It keeps {', '.join(measures)}."
            )
        keys = {measures[options["measure"]].measure_id}
        allowed = access.enterable(position) if access else kept_here_alone(plan)(keys)
        if not options["take_over_measures"] and not keys <= allowed:
            raise CommandError(
                f"Another plan of the council keeps {options['measure']!r} too, and its board would read these "
                "figures: say --take-over-measures if that is meant."
            )
        pairs = [text.partition("=") for text in options["where"]]
        if any(not equals for _column, equals, _value in pairs):
            raise CommandError("--where takes COLUMN=VALUE.")
        try:
            file, lines = read_published(
                path.name,
                content_of(path),
                options["indicator"],
                where={column: value for column, _equals, value in pairs},
                region=options["region"],
                neighbours=options["neighbour"],
            )
        except ImportRefused as refused:
            raise refuse(self, refused, as_json=options["json"]) from refused
        result = import_comparators(
            plan,
            measures[options["measure"]].measure_id,
            file,
            lines,
            indicator=options["indicator"],
            known_on=known_on,
            by=access.user if access else None,
            dry_run=options["dry_run"],
        )
        report(self, result, as_json=options["json"], dry_run=options["dry_run"])
