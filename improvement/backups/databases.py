"""A copy of the database as it stands at one moment, while others write; and putting one in its place."""

import os
import shutil
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from improvement.backups.archive import Unreadable

SQLITE, POSTGRES = "sqlite", "postgresql"


def engine() -> str:
    """Return which kind of database the settings name."""
    return connections[DEFAULT_DB_ALIAS].vendor


def snapshot(target: Path) -> None:
    """Copy the database to a file, as it stands at one moment. Raises Unreadable where its programs fail."""
    if engine() == SQLITE:
        _snapshot_of_sqlite(target)
    else:
        # The schema alone: what an earlier restore set aside beside it is no part of the data.
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={target}"
        )  # fmt: skip
    target.chmod(0o600)


def _snapshot_of_sqlite(target: Path) -> None:
    """By SQLite's own online backup: writers go on, and the copy is of one moment."""
    source = sqlite3.connect(f"file:{_file()}?mode=ro", uri=True, timeout=60)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        source.close()


def _file() -> Path:
    name = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise Unreadable("The database is kept in memory: there is nothing to back up.")
    return Path(name)


def is_empty() -> bool:
    """Whether the database holds nobody and no plan: one that was never used."""
    if engine() == SQLITE and not _file().exists():
        return True
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        tables = set(connections[DEFAULT_DB_ALIAS].introspection.table_names(cursor))
        for table in ("improvement_user", "plans_plan"):
            if table in tables:
                cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 -- our own names
                if cursor.fetchone():
                    return False
    return True


def put_in_place(snapshot_file: Path, at: datetime) -> str:
    """Put a snapshot in the database's place; return in words where what stood there is kept, empty for nothing.

    Nothing is lost where it fails: what stood there stands there again.
    """
    connections.close_all()
    return _put_sqlite(snapshot_file, at) if engine() == SQLITE else _put_postgres(snapshot_file, at)


def _put_sqlite(snapshot_file: Path, at: datetime) -> str:
    target = _file()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(snapshot_file, fresh)
    fresh.chmod(0o600)
    kept = ""
    if target.exists():
        # What is still in the log belongs to the old database, and would be put into the new one.
        old = sqlite3.connect(target, timeout=2)
        try:
            busy = old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            old.close()
        if busy:
            fresh.unlink()
            raise Unreadable(
                "The database is in use: stop the server and whatever else reads it, then restore."
            )
        aside = target.with_name(f"{target.name}.before-{at:%Y%m%d-%H%M%S}")
        # By a second name for it, so that at no moment there is no database where one is looked for.
        os.link(target, aside)
        kept = str(aside)
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
    os.replace(fresh, target)
    return kept


def _put_postgres(snapshot_file: Path, at: datetime) -> str:
    """The old schema is set aside under another name, and comes back where the new one can't be made."""
    aside = f"before_{at:%Y%m%d_%H%M%S}"
    # Read before anything is touched.
    listed = _run("pg_restore", "--list", str(snapshot_file), on_database=False)
    wanted = snapshot_file.with_name("contents")
    # The schema itself is there already.
    wanted.write_text("".join(line for line in listed.splitlines(True) if " SCHEMA - public" not in line))
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        held = bool(connection.introspection.table_names(cursor))
        cursor.execute(f'ALTER SCHEMA public RENAME TO "{aside}"')
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        _run(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
            f"--use-list={wanted}", f"--dbname={_name()}", str(snapshot_file), named=False,
        )  # fmt: skip
    except BaseException:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
            cursor.execute(f'ALTER SCHEMA "{aside}" RENAME TO public')
        raise
    if not held:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{aside}" CASCADE')
    return f"the schema {aside}" if held else ""


def _name() -> str:
    return str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def _run(program: str, *arguments: str, on_database: bool = True, named: bool = True) -> str:
    """Run one of PostgreSQL's programs on the database; return what it prints. Raises Unreadable where it fails."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    found = shutil.which(program)
    if found is None:
        # Debian keeps them out of the path, by version.
        installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        if not installed:
            raise Unreadable(f"{program} is not installed: on Debian, apt-get install postgresql-client.")
        found = str(installed[-1])
    variables = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        **({"PGDATABASE": settings["NAME"]} if on_database and named else {}),
    }
    given = {name: str(value) for name, value in variables.items() if value}
    done = subprocess.run(  # noqa: S603 -- a program of the system, with our own arguments
        [found, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unreadable(
            f"{program} failed: {done.stderr.strip().splitlines()[-1][:300] if done.stderr else ''}"
        )
    return done.stdout
