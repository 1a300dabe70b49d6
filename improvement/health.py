"""Is the server well? What a proxy, a monitor and an administrator ask, each answered in a few milliseconds."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from improvement.counting import counted
from improvement.jobs.worker import alive
from improvement.models import BackupMade
from improvement.revisions import missing_raisers
from improvement.rounding import with_commas
from improvement.triggers import missing_triggers

# Less room than this is trouble: an import and its copies take some of it.
LEAST_ROOM = 200 * 1024 * 1024
# A backup that is older is too old.
OLDEST_BACKUP = timedelta(hours=26)


@dataclass(frozen=True)
class Check:
    """One thing that was asked: its name, what people call it, whether it is well, and in words how it stands.

    What only ought to be well, and does not keep the server from serving, `is_needed` leaves out.
    """

    name: str
    label: str
    is_well: bool
    words: str
    is_needed: bool = True


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "The database answers."


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise LookupError(f"{len(waiting)} migrations are not applied: run migrate.")
    return "The database is up to date."


def _guards() -> str:
    missing = [*missing_triggers("default"), *missing_raisers("default")]
    if missing:
        raise LookupError(f"{len(missing)} guards of the history are missing: run migrate.")
    return "Nothing that was recorded can be changed or deleted."


def _room() -> str:
    storage = storages["evidence"]
    folders = [Path(settings.VAR_DIR)]
    if isinstance(storage, FileSystemStorage):
        folders.append(Path(storage.location))
    free = min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    if free < LEAST_ROOM:
        raise LookupError(f"{free // 1_000_000} MB are free.")
    return f"{with_commas(free / 1_000_000_000, 1)} GB are free."


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _backup() -> str:
    last = BackupMade.objects.first()
    if last is None:
        raise LookupError("No backup has been made.")
    age = timezone.now() - last.made_at
    words = f"The last was made on {_local(last.made_at):%-d %B %Y at %H:%M}"
    if age > OLDEST_BACKUP:
        raise LookupError(
            f"{words}, {age.days} days ago." if age.days > 1 else f"{words}, more than a day ago."
        )
    return f"{words}{', encrypted' if last.is_encrypted else ''}."


def _worker() -> str:
    living = alive()
    if living:
        return f"{counted(len(living), 'worker')} at hand for reports, e-mails and daily tasks."
    if settings.REPORT_MAKER == "service":
        raise LookupError("No worker has given a sign of life: start manage.py work.")
    return "Pages start a worker when there is something to do."


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


CHECKS: tuple[tuple[str, str, Callable[[], str], bool], ...] = (
    ("database", "Database", _database, True),
    ("migrations", "Database updates", _migrations, True),
    ("guards", "Protection of the history", _guards, True),
    ("disk", "Disk space", _room, True),
    ("backup", "Backup", _backup, False),
    ("worker", "Background work", _worker, False),
)


def checks() -> list[Check]:
    """Return each check, in order; what can't be asked because the database does not answer is not well either."""
    found = []
    for name, label, ask, is_needed in CHECKS:
        try:
            found.append(Check(name, label, True, ask(), is_needed))
        except LookupError as told:
            found.append(Check(name, label, False, str(told), is_needed))
        except (DatabaseError, OSError):
            found.append(Check(name, label, False, "It can't be asked.", is_needed))
    return found


def is_ready(found: list[Check]) -> bool:
    """Whether the server can serve: everything that is needed is well."""
    return all(check.is_well for check in found if check.is_needed)
