"""recognise_workbook FILE: what the importer sees in a file, without touching any plan."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement.counting import agreeing, counted
from improvement.rounding import percentage_in_words
from improvement.spreadsheets import SpreadsheetRefused
from plans.imports.layouts import LEAST_CONFIDENCE
from plans.imports.recognition import SURE, Recognition, recognise_file


class Command(BaseCommand):
    help = (
        "Print the sheets, tables, header rows and columns that the importer sees in a workbook or CSV file, how\n"
        "sure it is of each and why. Changes nothing.\n\n"
        "Example: manage.py recognise_workbook plan.xlsx --json"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", type=Path, help="the .xlsx or .csv file")
        parser.add_argument("--json", action="store_true", help="print it for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            seen = recognise_file(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except SpreadsheetRefused as refused:
            raise CommandError(f"{path.name}: {refused}") from refused
        if options["json"]:
            self.stdout.write(json.dumps(seen.as_json(), indent=1))
        else:
            self.report(seen)

    def report(self, seen: Recognition) -> None:
        as_json = seen.as_json()
        if seen.confidence < LEAST_CONFIDENCE:
            self.stdout.write("No layout fits. Likely headers are below: say what their columns mean.")
        self.stdout.write(f"Layout: {seen.layout}, {percentage_in_words(seen.confidence)} sure.")
        others = [
            f"{name} {percentage_in_words(score)}"
            for name, score in seen.scores.items()
            if name != seen.layout
        ]
        self.stdout.write(f"Others: {', '.join(others)}.")
        self.stdout.write(
            f"Council: {as_json['council'] or 'not stated'}. Title: {as_json['title'] or 'not stated'}. "
            f"It speaks for {as_json['as_at'] or 'no stated day'}."
        )
        for sheet in as_json["sheets"]:
            self.stdout.write(
                f"{sheet['name']}: {counted(sheet['mapped'], 'cell')} mapped, {sheet['noted']} kept as "
                f"{agreeing(sheet['noted'], 'a note', 'notes')}, "
                f"{sheet['not_understood']} not understood"
            )
            for block in sheet["blocks"]:
                self.stdout.write(
                    f"  {block['kind']}: header in row {block['header_row']}, {counted(block['rows'], 'row')} below"
                )
                for column in block["columns"]:
                    ask = "  (asked about)" if column["confidence"] < SURE else ""
                    self.stdout.write(
                        f"    {column['cell']:7}{column['header'][:34]:36}-> {column['field']:18}"
                        f"{percentage_in_words(column['confidence'])}  {column['why']}{ask}"
                    )
                for column in block["unmapped"]:
                    self.stdout.write(f"    {column['cell']:7}{column['header'][:34]:36}-> kept as notes")
