"""make_reports: make the long reports that people asked for and that wait."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plans.issuing.runs import make_waiting

PAUSE = 2


class Command(BaseCommand):
    help = (
        "Make the long reports that wait, then end. With --watch it goes on for ever: run it so as a service, and set "
        "REPORT_MAKER=service, where pages shall start no process of their own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            count = make_waiting()
            if count or not options["watch"]:
                self.stdout.write(f"Reports made: {count}")
            if not options["watch"]:
                return
            time.sleep(PAUSE)
