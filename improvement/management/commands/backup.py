"""Backs up the database and the evidence files."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.backups.archive import Unreadable
from improvement.backups.backup import keep_newest, make_backup
from improvement.rounding import with_commas


class Command(BaseCommand):
    help = (
        "Back up the database and the evidence files into one archive; the server may run. "
        "Example: manage.py backup /srv/backups/ --keep 30"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", type=Path, help="a file, or a folder in which it gets a name by its time"
        )
        parser.add_argument("--keep", type=int, help="in a folder: delete all but so many of the newest")
        parser.add_argument(
            "--recipient",
            default=os.environ.get("BACKUP_RECIPIENT", ""),
            help="encrypt for this public key of age (age1…); BACKUP_RECIPIENT otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, keep = options["target"], options["keep"]
        if keep is not None and (keep < 1 or not folder.is_dir()):
            raise CommandError("--keep takes a number from 1 on, and a folder to keep them in.")
        try:
            made = make_backup(folder, options["recipient"])
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        size = with_commas(made.stat().st_size / 1_000_000, 1)
        self.stdout.write(f"Backed up to {made} ({size} MB).")
        for gone in keep_newest(folder, keep) if keep is not None else ():
            self.stdout.write(f"Deleted {gone}.")
