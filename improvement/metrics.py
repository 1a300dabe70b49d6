"""How the server stands in numbers, for a monitor that asks again and again: Prometheus' text format.

Each number is read from the database or the machine when it is asked for, so that every worker says the same. How many
requests there were and how long they took stands in the request log (`request_log`), a line each.

Exposition format: prometheus.io, "Text-based format", version 0.0.4.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from improvement import __version__
from improvement.health import checks
from improvement.models import BackupMade, WaitingMail

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "improvement_"


@dataclass(frozen=True)
class Gauge:
    """A number that goes up and down: its name, what it is in a sentence, how it is read; None where there is none."""

    name: str
    about: str
    read: Callable[[], float | None]


def age(moment: datetime | None) -> float | None:
    """Return how many seconds ago something was; None for nothing."""
    return (timezone.now() - moment).total_seconds() if moment else None


def _backup_age() -> float | None:
    last = BackupMade.objects.first()
    return age(last.made_at if last else None)


def _oldest_mail() -> float:
    first = WaitingMail.objects.first()
    return age(first.created_at if first else None) or 0


GAUGES: list[Gauge] = [
    Gauge("backup_age_seconds", "Age of the newest backup, in seconds.", _backup_age),
    Gauge("mails_waiting", "E-mails that the mail server has not taken yet.", WaitingMail.objects.count),
    Gauge("mails_longest_wait_seconds", "How long the first of them has waited, in seconds.", _oldest_mail),
]


def register(*gauges: Gauge) -> None:
    """Add an app's own numbers."""
    names = {gauge.name for gauge in GAUGES}
    GAUGES.extend(gauge for gauge in gauges if gauge.name not in names)


def as_text() -> str:
    """Return all numbers as a monitor reads them."""
    lines = [
        f"# HELP {PREFIX}info The version that is served.",
        f"# TYPE {PREFIX}info gauge",
        f'{PREFIX}info{{version="{__version__}"}} 1',
        f"# HELP {PREFIX}check Whether what the server needs is well: 1 for well, 0 for not.",
        f"# TYPE {PREFIX}check gauge",
        *(f'{PREFIX}check{{name="{check.name}"}} {int(check.is_well)}' for check in checks()),
    ]
    for gauge in GAUGES:
        value = gauge.read()
        lines += [f"# HELP {PREFIX}{gauge.name} {gauge.about}", f"# TYPE {PREFIX}{gauge.name} gauge"]
        if value is not None:
            lines.append(f"{PREFIX}{gauge.name} {value:g}")
    return "\n".join([*lines, ""])
