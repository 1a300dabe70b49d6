"""Making a backup, keeping the newest of them, and restoring one."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
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
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file


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
            held = any(evidence.iterdir()) if evidence.exists() else False
            if not replace and (held or not databases.is_empty()):
                raise Unreadable(
                    "There is data here already: --replace sets it aside and restores the backup."
                )
            at = timezone.localtime()
            take_out(archive, "database", work / "database")
            fresh = evidence.with_name(f"{evidence.name}.restoring")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True, mode=0o700)
            for name, stored in evidence_in(manifest):
                take_out(archive, name, fresh / stored)
            kept = [databases.put_in_place(work / "database", at), _put_evidence(fresh, evidence, at)]
    _settle()
    return Restored(manifest, [words for words in kept if words], manifest.secret_key == key_fingerprint())


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


def _put_evidence(fresh: Path, evidence: Path, at: datetime) -> str:
    kept = ""
    if evidence.exists() and any(evidence.iterdir()):
        aside = evidence.with_name(f"{evidence.name}.before-{at:%Y%m%d-%H%M%S}")
        os.replace(evidence, aside)
        kept = str(aside)
    elif evidence.exists():
        evidence.rmdir()
    os.replace(fresh, evidence)
    return kept


def _settle() -> None:
    """Bring a restored database up to this version; sign everybody out; let nothing that was kept stand for it."""
    call_command("migrate", verbosity=0)
    with connections["default"].cursor() as cursor:
        cursor.execute('DELETE FROM "django_session"')
    for council in Council.objects.all():
        Council.objects.filter(pk=council.pk).update(revision=council.revision + BEYOND)
