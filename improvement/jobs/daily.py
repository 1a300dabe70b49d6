"""Rounds of the day: commands that a worker runs once each day after DAILY_AT, in the place of cron.

Each command may be run twice without harm: what it sends is recorded as sent. One that fails is tried again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F, Q
from django.utils import timezone

from improvement.jobs.kinds import Kind, Standing, nobody_asks
from improvement.models import DailyRound

log = logging.getLogger(__name__)
# A round whose worker said nothing for so long was cut off.
SILENCE = timedelta(hours=6)
# How long one that failed is left alone, and how often it is tried.
REST = timedelta(minutes=10)
MOST_TRIES = 5
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Round:
    """A command that is run once a day, and with what."""

    command: str
    options: dict[str, Any] = field(default_factory=dict)
    arguments: Sequence[str] = ()


ROUNDS: list[Round] = []


def add_round(*rounds: Round) -> None:
    """Add an app's own rounds."""
    known = {item.command for item in ROUNDS}
    ROUNDS.extend(item for item in rounds if item.command not in known)


def rounds() -> list[Round]:
    """Return the rounds of a day: the backup first, where a place is named for it."""
    backup = Round("backup", {"keep": settings.BACKUP_KEEP}, (settings.BACKUP_TO,))
    return [*([backup] if settings.BACKUP_TO else []), *ROUNDS]


def begins_at() -> time | None:
    """Return the time of day from which rounds are run; None where a machine's own timetable runs them."""
    return datetime.strptime(settings.DAILY_AT, "%H:%M").time() if settings.DAILY_AT else None  # noqa: DTZ007


def run_next(taken: Callable[[], None] = nobody_asks) -> bool:
    """Run one round that is due and that nobody else runs; return whether there was one."""
    begins, now = begins_at(), timezone.localtime()
    if begins is None or now.time() < begins:
        return False
    for item in rounds():
        row, _made = DailyRound.objects.get_or_create(command=item.command, day=now.date())
        if row.done_at is None and _claim(row):
            taken()
            _run(row, item)
            return True
    return False


def _claim(row: DailyRound) -> bool:
    now = timezone.now()
    free = (
        Q(claimed_at=None) | Q(claimed_at__lt=now - SILENCE) | (~Q(error="") & Q(claimed_at__lt=now - REST))
    )
    waiting = DailyRound.objects.filter(free, pk=row.pk, done_at=None, tries__lt=MOST_TRIES)
    return bool(waiting.update(claimed_at=now, tries=F("tries") + 1, error=""))


def _run(row: DailyRound, item: Round) -> None:
    said = StringIO()
    try:
        call_command(item.command, *item.arguments, stdout=said, stderr=said, **item.options)
    except (Exception, SystemExit) as error:  # whatever stopped it is told on Health, and it is tried again
        lines = said.getvalue().strip().splitlines()
        why = str(error) if isinstance(error, CommandError) else lines[-1] if lines else type(error).__name__
        log.exception("The round %s of %s failed", item.command, row.day)
        DailyRound.objects.filter(pk=row.pk).update(error=why[:300] or "It failed.")
        return
    DailyRound.objects.filter(pk=row.pk).update(done_at=timezone.now())
    DailyRound.objects.filter(day__lt=row.day - KEPT).delete()


def _standing() -> Standing:
    begins, now = begins_at(), timezone.localtime()
    if begins is None:
        return Standing()
    today = {row.command: row for row in DailyRound.objects.filter(day=now.date())}
    waiting = [item for item in rounds() if not (today.get(item.command) and today[item.command].done_at)]
    since = timezone.make_aware(datetime.combine(now.date(), begins))
    failed = [row for row in today.values() if row.error]
    is_due = now.time() >= begins
    return Standing(
        len(waiting) if is_due else 0,
        since if is_due and waiting else None,
        len(failed),
        f"{failed[-1].command}: {failed[-1].error}" if failed else "",
    )


DAILY = Kind("daily", "Daily tasks", run_next, _standing)
