"""import_plan WORKBOOK --plan SLUG: bring a council's workbook into a plan."""

import json
import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement.spreadsheets import SpreadsheetRefused, read_workbook
from plans.choices import ExplainedStatus
from plans.imports.blocks.vocabulary import FIELD_WORDS
from plans.imports.layouts import LAYOUTS
from plans.imports.people import people_to_confirm
from plans.imports.pointing import KINDS, NOTHING, point
from plans.imports.request import Request
from plans.imports.run import ImportRefused, Result, preview, run_import
from plans.imports.values import header_words, shown
from plans.management import acting
from plans.management.days import day
from plans.models import Plan
from plans.operations.imports import remember_tables, remember_words

LEVELS = {"error": "Error", "warning": "Look at", "note": "Note"}


FIELDS = sorted(FIELD_WORDS)
STATUSES = list(ExplainedStatus.values)


def _meanings(texts: list[str], takes: str, known: list[str], called: str) -> dict[str, str]:
    """Return what words are said to mean, by an option's texts such as `Who=leads`."""
    meanings = {}
    for text in texts:
        words, equals, meaning = text.rpartition("=")
        if not equals or not words.strip() or (meaning and meaning not in known):
            raise CommandError(f"{takes}, not {text!r}. {called}: {', '.join(known)}.")
        meanings[header_words(words)] = meaning
    return meanings


TABLE = re.compile(r"^(?P<sheet>.+?)(?:!(?P<row>\d+))?=(?P<kind>[a-z]+)(?P<without>,no-headings)?$")
TABLE_TAKES = (
    "--table takes SHEET!ROW=KIND, the row of the headings, or SHEET!ROW=KIND,no-headings and the first row of "
    "the list"
)


def _tables(texts: list[str], name: str, content: bytes) -> dict[str, dict[str, Any]]:
    """Return what is pointed at by sheet, by an option's texts such as `Jobs!3=actions`."""
    if not texts:
        return {}
    try:
        sheets = {sheet.title: sheet for sheet in read_workbook(content, name).sheets}
    except SpreadsheetRefused as refused:
        raise CommandError(f"{name}: {refused}") from refused
    tables = {}
    for text in texts:
        match = TABLE.match(text)
        if match is None or match["kind"] not in KINDS or (match["kind"] != NOTHING and not match["row"]):
            raise CommandError(f"{TABLE_TAKES}, not {text!r}. Kinds: {', '.join(KINDS)}.")
        sheet, row = sheets.get(match["sheet"]), int(match["row"] or 0)
        if sheet is None:
            raise CommandError(f"There is no sheet {match['sheet']}. Its sheets: {', '.join(sheets)}.")
        if row and row not in sheet.rows:
            raise CommandError(f"Row {row} of {match['sheet']} is empty.")
        tables[sheet.title] = point(sheet, match["kind"], row, has_headings=not match["without"]).as_said()
    return tables


class Command(BaseCommand):
    help = (
        "Read a council's workbook into a plan. Any error changes nothing and exits 1.\n\n"
        "Example: manage.py import_plan plan.xlsx --plan durham --create --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("workbook", type=Path, help="the .xlsx file")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument(
            "--create", action="store_true", help="make the plan if there is none of that name"
        )
        parser.add_argument(
            "--council", default="", help="the council's name, where the workbook does not say it"
        )
        parser.add_argument(
            "--title", default="", help="the plan's title, where the workbook does not say it"
        )
        parser.add_argument("--layout", default="", choices=["", *LAYOUTS], help="instead of recognising it")
        parser.add_argument("--as-at", type=day, help="the date that the workbook speaks for")
        parser.add_argument(
            "--sheet",
            action="append",
            default=[],
            metavar="NAME",
            help="read only this sheet; may be repeated",
        )
        parser.add_argument(
            "--accept-suggestions",
            action="store_true",
            help="take the days suggested for dates in a foreign order (01/16/2018) or with two readings",
        )
        parser.add_argument(
            "--blank-means-empty",
            action="store_true",
            help="an empty cell takes away what its column held before (otherwise it changes nothing)",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help="what a header means, such as 'Who=leads'; an empty field keeps the column as notes",
        )
        parser.add_argument(
            "--status",
            action="append",
            default=[],
            metavar="WORD=STATUS",
            help="what a word for progress means, such as 'In progress=on_target'; an empty status keeps it a word",
        )
        parser.add_argument(
            "--table",
            action="append",
            default=[],
            metavar="SHEET!ROW=KIND",
            help="where a sheet's headings are and what each row below is, such as 'Jobs!3=actions'; "
            "'Jobs!1=actions,no-headings' for a list without any, 'Ideas=nothing' to leave a sheet out",
        )
        parser.add_argument(
            "--leave-out-measures",
            action="store_true",
            help="keep what the workbook says of measures that other plans keep as notes (otherwise the plan gets "
            "measures of its own)",
        )
        acting.add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="print the difference and change nothing")
        parser.add_argument("--json", action="store_true", help="print counts and messages for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["workbook"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        plan = Plan.objects.filter(slug=options["plan"]).first()
        access = acting.access_of(options, plan)
        request = Request(
            path.name,
            content,
            options["plan"],
            create=options["create"],
            council=options["council"],
            title=options["title"],
            layout=options["layout"],
            as_at=options["as_at"],
            choices=_meanings(options["column"], "--column takes HEADER=FIELD", FIELDS, "Fields"),
            statuses=_meanings(options["status"], "--status takes WORD=STATUS", STATUSES, "Statuses"),
            tables=_tables(options["table"], path.name, content),
            only=tuple(options["sheet"]),
            accept_suggestions=options["accept_suggestions"],
            blank_means_empty=options["blank_means_empty"],
            by=access.user if access else None,
            definable=acting.everything
            if options["take_over_measures"]
            else access.definable
            if access
            else None,
            leave_out_measures=options["leave_out_measures"],
        )
        today = timezone.localdate()
        try:
            result = preview(request, today) if options["dry_run"] else run_import(request, today)
            if not options["dry_run"] and result.plan is not None:
                # What is said here is known next month, as what is said in the browser.
                remember_words(result.plan, request.by, request.choices, request.statuses)
                remember_tables(result.plan, request.by, request.tables)
        except ImportRefused as refused:
            if options["json"]:
                self.stdout.write(
                    json.dumps({"error": True, "messages": [m.__dict__ for m in refused.messages]})
                )
            raise CommandError("\n".join(message.sentence() for message in refused.messages)) from refused
        if options["json"]:
            self.stdout.write(json.dumps({**result.summary(), "dry_run": options["dry_run"]}, indent=1))
        else:
            self.stdout.write(f"Acting for {access.user.email if access else acting.SYSTEM}.")
            self.report(result, dry_run=options["dry_run"])

    def report(self, result: Result, *, dry_run: bool) -> None:
        document = result.document
        if result.already_imported and result.run:
            self.stdout.write(
                f"This very file was imported on {result.run.recorded_at:%-d %B %Y}: nothing changes. To read it "
                "another way, say how with --column, --table, --sheet or --layout."
            )
        self.stdout.write(
            f"Council: {document.council or 'not stated'}. Title: {document.title or 'not stated'}. "
            f"The workbook speaks for {result.known_on:%-d %B %Y}. Layout: {document.layout}."
        )
        for message in result.messages:
            self.stdout.write(f"  {LEVELS[message.level]}  {message.sentence()}")
        if dry_run:
            self.difference(result)
        self.stdout.write(
            f"{'':16}{'read':>6}{'new':>6}{'changed':>9}{'same':>6}{'conflict':>10}{'missing':>9}"
        )
        for kind, counts in result.counts().items():
            self.stdout.write(
                f"{kind.replace('_', ' '):16}{counts['read']:>6}{counts['created']:>6}{counts['changed']:>9}"
                f"{counts['unchanged']:>6}{counts['conflict']:>10}{counts['missing']:>9}"
            )
        self.stdout.write("Cells, by sheet: mapped / kept as notes / not understood")
        for sheet, counts in document.cells.items():
            self.stdout.write(
                f"  {sheet}: {counts['mapped']} / {counts['noted']} / {counts['not_understood']}"
            )
        for left in document.left_over:
            if not left.understood:
                self.stdout.write(f"  Not understood  {left.sheet}!{left.cell}: {left.text[:80]!r}")
        if asked := people_to_confirm(result.plan, result.difference):
            self.stdout.write(
                f"Post or person? {len(asked)} to confirm under Officers, before anything is published:"
            )
            for title, name in asked:
                self.stdout.write(f"  {', '.join(part for part in (name, title) if part)}")
        self.stdout.write("Nothing was changed (dry run)." if dry_run else "Done.")

    def difference(self, result: Result) -> None:
        for change in result.difference.changes:
            where = f"{change.row.source.sheet}!{change.row.source.cell}"
            if change.outcome == "created":
                self.stdout.write(
                    f"  New      {where} {change.row.kind.replace('_', ' ')}: {change.row.label}"
                )
            for name, value in change.values.items() if change.known else ():
                before = shown(change.before.get(name), name)
                self.stdout.write(
                    f"  Changed  {where} {change.row.label}: {name} {before!r} -> {shown(value, name)!r}"
                )
        for kind, existing in result.difference.missing:
            self.stdout.write(
                f"  Missing  {kind.replace('_', ' ')} {existing.label}: not in the file, kept here"
            )
