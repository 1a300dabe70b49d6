"""Restores what `backup` wrote."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.backups.archive import Unreadable
from improvement.backups.backup import NotSettled, restore


class Command(BaseCommand):
    help = (
        "Restore a backup: the database and the evidence files. Stop the server first. "
        "Example: manage.py restore /srv/backups/improvement-20261129-020000.backup --replace"
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 -- as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--replace", action="store_true", help="set aside what is here, and restore")
        parser.add_argument(
            "--identity", type=Path, help="a file with the private key of age, for an encrypted one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = options["identity"].read_text() if options["identity"] else ""
            done = restore(options["backup"], replace=options["replace"], identity=identity)
        except (Unreadable, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        except NotSettled as error:
            raise CommandError(str(error)) from error
        manifest = done.manifest
        self.stdout.write(
            f"Restored the backup of {manifest.made_at}: {manifest.plans} plan{'' if manifest.plans == 1 else 's'}, "
            f"{len(manifest.files) - 1} evidence files. Everybody has to sign in again."
        )
        for kept in done.kept:
            self.stdout.write(f"What was here before is kept as {kept}.")
        if not done.same_key:
            self.stderr.write(
                "The secret key is another one than the backup was made with: second steps have to be set up again, "
                "and links that were sent open nothing. Put the old key back if you have it."
            )
