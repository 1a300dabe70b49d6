"""mask_person: one person's name gone from everything that is shown from now on."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement.models import Officer, User
from plans.operations.history import Provenance
from plans.procedures.masking import find_person, mask_person


class Command(BaseCommand):
    help = (
        "Mask one person everywhere: their account, them as an officer, and with --texts every text that names them. "
        "Without --apply it shows what it would do. Back up first: it can't be taken back.\n\n"
        "Example: manage.py mask_person --email ada@council.example --officer 12 --also 'A. Example'\n"
        "         manage.py mask_person --email ada@council.example --officer 12 --texts --apply"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--email", default="", help="the address of their account")
        parser.add_argument(
            "--officer", type=int, action="append", default=[], help="an officer of theirs, by number"
        )
        parser.add_argument("--also", action="append", default=[], help="another way in which they are named")
        parser.add_argument("--texts", action="store_true", help="mask the texts too, which you have read")
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first() if options["email"] else None
        if options["email"] and user is None:
            raise CommandError(f"There is no account {options['email']}.")
        officers = list(Officer.objects.filter(pk__in=options["officer"]))
        if user:
            officers += [officer for officer in user.officers.all() if officer not in officers]
        if not officers and user is None:
            raise CommandError("Say whom: --email, --officer, or both.")
        person = find_person(user, officers, options["also"])
        self.stdout.write(f"Account: {user or 'none'}. Officers: {'; '.join(map(str, officers)) or 'none'}.")
        self.stdout.write(f"Named as: {'; '.join(person.names) or 'nothing that could be looked for'}.")
        for place in person.places:
            self.stdout.write(f"{'KEPT ' if place.is_kept else ''}{place}")
        kept = len(person.places) - len(person.maskable)
        self.stdout.write(
            f"{len(person.maskable)} texts can be masked; {kept} are kept as issued or frozen. Files of "
            "issued reports and imported workbooks are not looked into."
        )
        if not options["apply"]:
            self.stdout.write(
                "Nothing was changed. --apply masks the rows; with --texts the texts above as well."
            )
            return
        try:
            count = mask_person(
                person, with_texts=options["texts"], provenance=Provenance(timezone.localdate())
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(
            f"Masked, with {count} texts. A backup of before, once restored, has to be masked again."
        )
