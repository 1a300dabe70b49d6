"""Does what waits beside the pages: long reports, e-mails that did not go, rounds of the day."""

import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from improvement.jobs.worker import work
from improvement.own_commands import start

REST_SECONDS = 5.0
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Do what waits beside the pages, for ever: long reports, e-mails that the mail server did not take, and with "
        "DAILY_AT the rounds of the day (reminders, regular reports, and with BACKUP_TO a backup). `serve` starts one; "
        "run more, here or on other machines, where much waits: each job is done once. Stop it with Ctrl+C or SIGTERM: "
        "it ends after the job at hand; one that is killed gives its job back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="end when the process that started it ends"
        )
        parser.add_argument(
            "--alone", action="store_true", help="work in this process, and end after an hour"
        )

    def handle(self, *args: Any, **options: Any) -> None:

        def is_wanted() -> bool:
            return options["with_parent"] is None or os.getppid() == options["with_parent"]

        if options["alone"]:
            work(is_wanted)
            return
        self._watch(is_wanted)

    def _watch(self, is_wanted: Any) -> None:
        """Start a worker, and another when it ends: what a job took of memory goes with the process."""
        stopped: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: stopped.append(number))
        while not stopped and is_wanted():
            child = start("work", "--alone", "--with-parent", str(os.getpid()))
            while child.poll() is None:
                if stopped or not is_wanted():
                    child.terminate()
                    child.wait()
                time.sleep(LOOK_SECONDS)
            if child.returncode and not stopped:
                time.sleep(REST_SECONDS)
