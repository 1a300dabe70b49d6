"""Backups by the commands that a council runs, each in a process of its own on a database of its own."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import uuid
import zipfile
from pathlib import Path

import pyrage
import pytest
from django.conf import settings

from plans.demo.load import SLUG

MANAGE = Path(settings.BASE_DIR) / "manage.py"
EVIDENCE = b"%PDF-1.7 minutes of the board"
# Another database of the same server where the suite runs on PostgreSQL; else files.
SERVER = (
    os.environ.get("DATABASE_URL", "") if os.environ.get("DATABASE_URL", "").startswith("postgres") else ""
)


class Server:
    """A council's server: its database, its evidence, its key, and the commands that are run there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.evidence = folder / "evidence"
        self.key = "only-for-tests-" + "k" * 60
        self.name = f"drill_{uuid.uuid4().hex[:12]}"
        if SERVER:
            self._on_server(f'CREATE DATABASE "{self.name}"')
            self.url = f"{SERVER.rpartition('/')[0]}/{self.name}"
        else:
            self.url = f"sqlite:///{folder / 'db.sqlite3'}"

    def _on_server(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415 -- where there is a server alone

        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(statement)

    def close(self) -> None:
        if SERVER:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def run(self, *arguments: object, code: int = 0, **variables: str) -> str:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "improvement.settings",
            "DATABASE_URL": self.url,
            "EVIDENCE_DIR": str(self.evidence),
            "DJANGO_SECRET_KEY": self.key,
            "IMPROVEMENT_DEMO": "0",
            **variables,
        }
        done = subprocess.run(  # noqa: S603 -- our own commands
            [sys.executable, str(MANAGE), *map(str, arguments)],
            env=environment, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == code, done.stderr[-2000:]
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        return self.run("shell", "--no-imports", "-c", code)

    def position(self) -> dict:
        return json.loads(self.run("plan_position", "--plan", SLUG, "--as-at", "2026-11-21"))


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("original"))
    server.run("migrate", "--verbosity", "0")
    server.run("load_demo")
    server.evidence.mkdir(exist_ok=True)
    (server.evidence / "7").mkdir()
    (server.evidence / "7" / "minutes.pdf").write_bytes(EVIDENCE)
    yield server
    server.close()


@pytest.fixture(scope="module")
def backup(original, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "one.backup"
    original.run("backup", path)
    return path


@pytest.fixture
def other(tmp_path):
    server = Server(tmp_path / "other")
    yield server
    server.close()


def test_what_is_restored_is_what_was_backed_up(original, backup, other):
    said = other.run("restore", backup)

    assert "Restored the backup of" in said
    assert "1 plan, 1 evidence files" in said
    assert other.position() == original.position()
    assert (other.evidence / "7" / "minutes.pdf").read_bytes() == EVIDENCE
    # The guards of the history are in place: no warning of any that is missing.
    assert "improvement.W001" not in other.run("check", "--database", "default")
    refused = other.run(
        "shell",
        "--no-imports",
        "-c",
        "from plans.models import Rating; Rating.objects.all().update(reason='x')",
        code=1,
    )
    assert "append-only" in refused


def test_it_goes_into_an_empty_place_or_sets_aside_what_is_there(original, backup, other):
    other.run("migrate", "--verbosity", "0")
    other.run("load_demo")
    other.python("from plans.models import Plan; Plan.objects.update(cycle_days=77)")
    refused = other.run("restore", backup, code=1)
    assert "Nothing was restored. There is data here already" in refused
    assert other.python("from plans.models import Plan; print(Plan.objects.get().cycle_days)").strip() == "77"
    said = other.run("restore", backup, "--replace")

    assert "What was here before is kept as" in said
    assert other.python("from plans.models import Plan; print(Plan.objects.get().cycle_days)").strip() != "77"
    if not SERVER:
        kept = next(other.folder.glob("db.sqlite3.before-*"))
        with sqlite3.connect(kept) as old:
            assert old.execute("SELECT cycle_days FROM plans_plan").fetchone() == (77,)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def change(path: Path, **values: object) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    manifest = {**json.loads(held["manifest.json"]), **values}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, json.dumps(manifest) if name == "manifest.json" else content)


def foreign(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.jpg", b"x")


def climbing(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("evidence/../../outside", b"x")


def absolute(path: Path) -> None:
    """Name in the manifest a file that would lie outside, with its right digest."""
    outside = f"evidence/{path.parent / 'outside'}"
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(held.pop("manifest.json"))
    manifest["files"][outside] = hashlib.sha256(b"x").hexdigest()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**held, outside: b"x", "manifest.json": json.dumps(manifest)}.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "was cut short"), (flip, "damaged"), (foreign, "it has no manifest"), (climbing, "damaged"),
        (absolute, "none of its own"),
        (lambda path: path.write_bytes(b""), "no backup of this program"),
        (lambda path: path.write_text("Dear all, please find attached"), "no backup of this program"),
        (lambda path: change(path, format="something else"), "it has no manifest"),
        (lambda path: change(path, format_version=99), "newer version of the program"),
        (lambda path: change(path, migrations={"plans": "0999_of_tomorrow"}), "newer version of the program"),
        (lambda path: change(path, engine="oracle"), "set DATABASE_URL to a database of the same kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_restored_changes_nothing_and_says_why(backup, other, tmp_path, spoil, said):
    spoilt = tmp_path / "spoilt.backup"
    spoilt.write_bytes(backup.read_bytes())
    spoil(spoilt)
    refused = other.run("restore", spoilt, code=1)

    assert "Nothing was restored." in refused
    assert said in refused
    assert "Traceback" not in refused
    assert not (tmp_path / "outside").exists()
    assert not other.evidence.exists()


def test_an_encrypted_one_opens_with_its_key_alone(original, other, tmp_path):
    key, wrong = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    path = tmp_path / "secret.backup"
    original.run("backup", path, BACKUP_RECIPIENT=str(key.to_public()))
    assert b"improvement-plan-tracker" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    (tmp_path / "wrong").write_text(str(wrong))
    (tmp_path / "right").write_text(f"# created: today\n{key}\n")

    assert "give the private key" in other.run("restore", path, code=1)
    assert "can't be decrypted" in other.run("restore", path, "--identity", tmp_path / "wrong", code=1)
    other.run("restore", path, "--identity", tmp_path / "right")
    assert other.position() == original.position()
    assert "no public key" in original.run("backup", tmp_path / "x", "--recipient", "age1nonsense", code=1)


def test_with_another_secret_key_it_says_what_does_not_hold(backup, other):
    other.key = "another-key-" + "z" * 60
    assert "second steps have to be set up again" in other.run("restore", backup)


def test_a_folder_keeps_the_newest(original, tmp_path):
    names = [f"improvement-20260101-00000{n}.backup" for n in range(3)]
    for name in (*names, "notes.txt"):
        (tmp_path / name).write_text("x")
    original.run("backup", tmp_path, "--keep", "2")
    left = sorted(path.name for path in tmp_path.iterdir())

    assert len(left) == 3
    assert names[2] in left
    assert "notes.txt" in left
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".backup-")]


WRITER = """
import time
from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.set_up import note_change
from datetime import date
plan = Plan.objects.get()
end = time.monotonic() + 6
while time.monotonic() < end:
    note_change(plan, "Drill", {"a": 1}, {"a": time.monotonic()}, provenance=Provenance(date(2026, 11, 21)))
"""


def test_one_made_while_others_write_is_of_one_moment(original, other, tmp_path):
    writers = [threading.Thread(target=original.python, args=(WRITER,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    paths = []
    for number in range(2):
        paths.append(tmp_path / f"{number}.backup")
        original.run("backup", paths[-1])
    for writer in writers:
        writer.join()
    other.run("restore", paths[-1])
    counted = (
        "from plans.models import SetUpChange; print(SetUpChange.objects.filter(subject='Drill').count())"
    )

    assert 0 < int(other.python(counted)) <= int(original.python(counted))
    if not SERVER:
        with sqlite3.connect(other.folder / "db.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_was_set_aside_is_in_no_later_backup(original, backup, other, tmp_path):
    other.run("restore", backup)
    other.run("restore", backup, "--replace")
    again = tmp_path / "again.backup"
    other.run("backup", again)
    other.run("restore", again, "--replace")

    assert again.stat().st_size < 1.3 * backup.stat().st_size
    assert other.position() == original.position()
    assert [path.read_bytes() for path in other.evidence.rglob("*.pdf") if ".before" not in str(path)] == [
        EVIDENCE
    ]


@pytest.mark.skipif(bool(SERVER), reason="of SQLite's own log")
def test_one_that_is_in_use_is_left_alone(backup, other):
    other.run("restore", backup)
    reader = sqlite3.connect(other.folder / "db.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM plans_plan").fetchone()
    writer = sqlite3.connect(other.folder / "db.sqlite3")
    writer.execute("UPDATE improvement_council SET region = 'written meanwhile'")
    writer.commit()
    refused = other.run("restore", backup, "--replace", code=1)

    assert "Nothing was restored. The database is in use" in refused
    assert writer.execute("SELECT region FROM improvement_council").fetchone() == ("written meanwhile",)
    reader.close()
    writer.close()
    assert (other.evidence / "7" / "minutes.pdf").read_bytes() == EVIDENCE
    assert not list(other.evidence.glob(".before-*"))
