"""person_data: everything that is held on one person, as a file."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement.models import User
from improvement.security_log import note
from plans.procedures.person_data import person_data


class Command(BaseCommand):
    help = (
        "Write down everything that is held on one person, for who asks to see it.\n\n"
        "Example: manage.py person_data --email ada@council.example --name 'Ada Example' --output ada.json"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument(
            "--email", default="", help="the address of their account, or of them as an officer"
        )
        parser.add_argument("--name", default="", help="their name, as plans and texts have it")
        parser.add_argument("--output", required=True, help="the file to write; it must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email, path = options["name"].strip(), options["email"].strip(), Path(options["output"])
        if not name and not email:
            raise CommandError("Say whom: --email, --name, or both.")
        if path.exists():
            raise CommandError(f"{path} is there already: choose another name.")
        user = User.objects.filter(email__iexact=email).first() if email else None
        data = person_data(user, name or (user.name if user else ""), email)
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            json.dump(data, file, ensure_ascii=False, indent=2, default=str)
        count = sum(len(rows) for rows in data["rows"].values())
        note("person data written", account=user.pk if user else None)
        self.stdout.write(
            f"{path}: {count} rows in {len(data['rows'])} tables, {len(data['texts'])} texts that name them. "
            "Read it before it leaves: texts may name others."
        )
