"""Making a backup, keeping the newest of them, and restoring one."""

import hashlib
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from improvement import __version__
from improvement.backups import databases
from improvement.backups.archive import (
    Manifest,
    Unreadable,
    check_whole,
    decrypt,
    encrypt,
    evidence_in,
    is_encrypted,
    open_archive,
    read_manifest,
    take_out,
    write_archive,
)
from improvement.models import BackupMade, Council

NAMED = "improvement-%Y%m%d-%H%M%S.backup"
PATTERN = "improvement-????????-??????.backup"
# A restored council's revision: beyond any that a worker, which was not started anew, may have kept something under.
BEYOND = 1_000_000
# In seconds: the working folder of a backup that is older is of one that was killed.
LEFT_BEHIND = 24 * 60 * 60


class NotSettled(RuntimeError):
    """A backup was put in place and is not of use yet; the text says what is left to do."""


@dataclass(frozen=True)
class Restored:
    """What was restored, and in words where what stood there is kept."""

    manifest: Manifest
    kept: list[str]
    same_key: bool


def key_fingerprint() -> str:
    """Return which secret key this server has, as a fingerprint that tells nothing of it."""
    return hashlib.sha256(f"backup:{settings.SECRET_KEY}".encode()).hexdigest()[:16]


def evidence_folder() -> Path:
    """Return where evidence lies. Raises Unreadable where that is no folder of this machine."""
    storage = storages["evidence"]
    if not isinstance(storage, FileSystemStorage):
        raise Unreadable("Evidence is not kept in a folder: back its storage up by its own means.")
    return Path(storage.location)


def _evidence() -> Iterator[tuple[str, Path]]:
    folder = evidence_folder()
    for file in sorted(folder.rglob("*")) if folder.exists() else ():
        name = file.relative_to(folder).as_posix()
        # What a restore set aside, or left behind, begins with a dot.
        if file.is_file() and not name.startswith("."):
            yield name, file


def _applied() -> dict[str, str]:
    """Return the last migration that was applied of each app."""
    applied = MigrationLoader(connections["default"]).applied_migrations
    last: dict[str, str] = {}
    for app, name in sorted(applied):
        last[app] = name
    return last


def make_backup(target: Path, recipient: str = "") -> Path:
    """Write a backup to a file, or under its own name into a folder; return where. Raises Unreadable with a sentence.

    The database is copied first, then the files that its rows name: none is ever taken away while one is made.
    """
    if target.is_dir():
        target = target / timezone.localtime().strftime(NAMED)
    if target.exists():
        raise Unreadable(f"{target} is there already: a backup never takes another's place.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        work = Path(folder)
        databases.snapshot(work / "database")
        plans = _count("plans_plan")
        manifest = Manifest(
            timezone.now().isoformat(timespec="seconds"),
            __version__,
            databases.engine(),
            _applied(),
            key_fingerprint(),
            plans,
        )
        archive = work / "archive"
        write_archive(archive, manifest, work / "database", _evidence())
        if recipient:
            encrypt(archive, work / "encrypted", recipient)
            archive = work / "encrypted"
        archive.chmod(0o600)
        with archive.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        os.replace(archive, target)
    BackupMade.objects.create(size=target.stat().st_size, sha256=digest, is_encrypted=bool(recipient))
    return target


def _count(table: str) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 -- our own name
        return int(cursor.fetchone()[0])


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Delete all but the newest backups of a folder, by the names that `make_backup` gives; return those deleted."""
    gone = sorted(folder.glob(PATTERN), reverse=True)[number:]
    for path in gone:
        path.unlink()
    # What a backup that was killed left behind is neither whole nor encrypted.
    for left in folder.glob(".backup-*"):
        if left.stat().st_mtime < time.time() - LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
    return gone


def restore(source: Path, *, replace: bool, identity: str = "") -> Restored:
    """Put a backup in the place of the database and the evidence. Raises Unreadable, with nothing changed.

    The server must not run. The backup is read wholly before anything is touched; what stood there is set aside.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        work = Path(folder)
        if is_encrypted(source):
            if not identity:
                raise Unreadable("The backup is encrypted: give the private key with --identity FILE.")
            decrypt(source, work / "plain", identity)
            source = work / "plain"
        with open_archive(source) as archive:
            manifest = read_manifest(archive)
            check_whole(archive, manifest)
            _check_fits(manifest)
            evidence = evidence_folder()
            held = any(_evidence())
            if not replace and (held or not databases.is_empty()):
                raise Unreadable(
                    "There is data here already: --replace sets it aside and restores the backup."
                )
            if sum(info.file_size for info in archive.infolist()) > shutil.disk_usage(work).free:
                raise Unreadable("There is not enough room on the disk for what the backup holds.")
            at = timezone.localtime()
            take_out(archive, "database", work / "database")
            with _evidence_in_place(archive, manifest, evidence, at) as aside:
                kept = [databases.put_in_place(work / "database", at), aside]
    try:
        _settle()
    except Exception as error:
        raise NotSettled(
            "The backup is in place, but the database could not be brought up to this version of the program. "
            f"What was here before is kept as {' and '.join(words for words in kept if words) or 'nothing'}. {error}"
        ) from error
    return Restored(manifest, [words for words in kept if words], manifest.secret_key == key_fingerprint())


@contextmanager
def _evidence_in_place(
    archive: zipfile.ZipFile, manifest: Manifest, evidence: Path, at: datetime
) -> Iterator[str]:
    """Put the evidence in place, by renames within its folder, which may be a mount; give where the old is kept.

    Where what comes next fails, the old files stand there again.
    """
    evidence.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh, aside = evidence / f".restoring-{at:%Y%m%d-%H%M%S}", evidence / f".before-{at:%Y%m%d-%H%M%S}"
    moved: list[tuple[Path, Path]] = []
    try:
        fresh.mkdir(mode=0o700)
        for name, stored in evidence_in(manifest):
            take_out(archive, name, fresh / stored)
        old = [path for path in evidence.iterdir() if not path.name.startswith(".")]
        if old:
            aside.mkdir(mode=0o700)
        for path in old:
            moved.append((path, aside / path.name))
            os.replace(path, aside / path.name)
        for path in list(fresh.iterdir()):
            moved.append((path, evidence / path.name))
            os.replace(path, evidence / path.name)
        yield str(aside) if old else ""
    except BaseException:
        for source, target in reversed(moved):
            if target.exists():
                os.replace(target, source)
        if aside.exists():
            aside.rmdir()
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(fresh, ignore_errors=True)


def _check_fits(manifest: Manifest) -> None:
    if manifest.engine != databases.engine():
        raise Unreadable(
            f"The backup is of a {manifest.engine} database and this server has {databases.engine()}: set "
            "DATABASE_URL to a database of the same kind."
        )
    known = {(app, name) for app, name in MigrationLoader(None).disk_migrations}
    unknown = [f"{app} {name}" for app, name in manifest.migrations.items() if (app, name) not in known]
    if unknown:
        raise Unreadable(
            f"The backup is of a newer version of the program ({manifest.program}): upgrade first. Unknown here: "
            f"{', '.join(unknown)}."
        )


def _settle() -> None:
    """Bring a restored database up to this version; sign everybody out; let nothing that was kept stand for it."""
    call_command("migrate", verbosity=0)
    with connections["default"].cursor() as cursor:
        cursor.execute('DELETE FROM "django_session"')
    for council in Council.objects.all():
        Council.objects.filter(pk=council.pk).update(revision=council.revision + BEYOND)
