"""A worker: does what waits beside the pages, one job of each kind in turn, and says that it lives.

It ends after an hour or some jobs, so that memory that a job took is given back; whoever started it starts another.
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone

from improvement.jobs.kinds import KINDS
from improvement.models import Worker

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
# It looks for work far more often than it writes that it lives: each write waits for the disk.
SIGN_SECONDS = 20.0
MOST_JOBS = 50
LONGEST_SECONDS = 3600.0
# One that said nothing for so long is gone; while it does a job it may take longer.
SILENCE = timedelta(minutes=2)
LONGEST_JOB = timedelta(minutes=30)
# After the database could not be reached.
REST_SECONDS = 5.0
FORGOTTEN = timedelta(days=1)


def work_round(doing: Callable[[str], None] = lambda name: None) -> int:
    """Do one job of each kind that waits; return how many there were. One that fails keeps none of the others."""
    count = 0
    for kind in KINDS:
        try:
            count += kind.work(partial(doing, kind.name))
        except Exception:  # its own table says what became of it
            log.exception("A job of the kind %s was not done", kind.name)
            close_old_connections()
    return count


class Sign:
    """What a worker says of itself in the database: that it lives, and what it does."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}"
        self.said: tuple[str, float] | None = None
        Worker.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN).delete()

    def say(self, doing: str = "") -> None:
        """Say what it does; while that is the same, only as often as is needed to be taken for alive."""
        if self.said and self.said[0] == doing and time.monotonic() - self.said[1] < SIGN_SECONDS:
            return
        now = timezone.now()
        Worker.objects.update_or_create(
            name=self.name,
            defaults={"seen_at": now, "doing": doing},
            create_defaults={"seen_at": now, "doing": doing},
        )
        self.said = doing, time.monotonic()

    def leave(self) -> None:
        Worker.objects.filter(name=self.name).delete()


def work(is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Work until a signal says to stop, nobody wants it any more or it was long enough; end after a whole job."""
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sign, began, jobs = Sign(), time.monotonic(), 0
    while not stopped and is_wanted() and jobs < MOST_JOBS and time.monotonic() - began < LONGEST_SECONDS:
        close_old_connections()
        try:
            sign.say()
            done = work_round(sign.say)
        except Exception:
            log.exception("The worker could not reach the database")
            done = 0
            time.sleep(REST_SECONDS)
        jobs += done
        if not done and not stopped:
            time.sleep(PAUSE_SECONDS)
    sign.leave()


def alive() -> list[Worker]:
    """Return the workers that gave a sign of life lately, on whichever machine."""
    now = timezone.now()
    return [
        row
        for row in Worker.objects.all()
        if row.seen_at >= now - SILENCE or (row.doing and row.seen_at >= now - LONGEST_JOB)
    ]
