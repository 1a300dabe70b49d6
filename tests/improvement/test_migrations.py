"""The migrations make the same database as the models, with its guards and what it begins with."""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections

from improvement.management.commands.migrate import MIGRATING, one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = (
    'SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c '
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'django_migrations'"
)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the schema is read from SQLite's own catalogue")
def test_a_migrated_database_has_the_tables_and_guards_of_the_models(tmp_path):
    address = f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    script = (
        "import django, json; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from django.db import connection\n"
        "from improvement.triggers import missing_triggers\n"
        "from plans.models import RatingScale\n"
        "cursor = connection.cursor()\n"
        f"cursor.execute({COLUMNS!r})\n"
        "print(json.dumps([sorted(map(list, cursor.fetchall())), missing_triggers(), "
        "sorted(RatingScale.objects.filter(plan=None).values_list('name', flat=True))]))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    columns, missing, patterns = json.loads(answer.stdout)

    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        expected = sorted(map(list, cursor.fetchall()))
    assert columns == expected
    assert missing == []
    assert patterns == ["1 to 5 tracker", "BRAG", "RAG"]


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="a file of its own is made")
def test_the_command_migrates_a_new_database_and_puts_back_a_trigger_that_is_missing(tmp_path):
    file = tmp_path / "new.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "improvement.settings",
        "DJANGO_SECRET_KEY": "x" * 60,
    }

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "manage.py", *words]
        return subprocess.run(whole, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def checked() -> str:
        return command("check", "--database", "default").stderr

    assert command("migrate", "--verbosity", "0").returncode == 0
    assert "is missing" not in checked()
    with sqlite3.connect(file) as database:
        for name in ("plans_update_no_delete", "plans_update_revision_insert"):
            database.execute(f'DROP TRIGGER "{name}"')
    assert "plans_update_revision_insert is missing" in checked()
    assert "plans_update_no_delete is missing" in checked()
    assert command("migrate", "--verbosity", "0").returncode == 0
    assert "is missing" not in checked()


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="a file of its own is made")
def test_a_database_with_rows_and_guards_takes_a_column_more_and_a_failure_puts_the_guards_back(tmp_path):
    file = tmp_path / "older.sqlite3"
    script = (
        "import django, sys; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.db import connection, migrations\n"
        "from improvement.triggers import missing_triggers\n"
        "from improvement.revisions import missing_raisers\n"
        "call_command('migrate', verbosity=0)\n"
        "call_command('migrate', 'plans', '0009', verbosity=0)\n"
        "cursor = connection.cursor()\n"
        # As a database of that release has it: one table's guard reads another table.
        "cursor.execute('CREATE TRIGGER IF NOT EXISTS plans_planversion_revision_insert AFTER INSERT ON plans_planversion '\n"
        "  'BEGIN UPDATE improvement_council SET revision = revision + 1 WHERE id IN '\n"
        "  '(SELECT council_id FROM plans_plan WHERE id = NEW.plan_id); END')\n"
        "from improvement.models import Council\n"
        "Council.objects.create(name='A', slug='a')\n"
        "cursor.execute('INSERT INTO plans_plan (council_id, title, slug, theme_word, cycle_days, embedded_periods, '\n"
        "  \"created_at, revision) VALUES (1, 'P', 'p', 'theme', 31, 3, '2026-01-01', 0)\")\n"
        "real = migrations.CreateModel.database_forwards\n"
        "def fail(*args): raise RuntimeError('stopped half way')\n"
        "migrations.CreateModel.database_forwards = fail\n"
        "try:\n"
        "    call_command('migrate', verbosity=0)\n"
        "except RuntimeError as error:\n"
        "    print(error, missing_triggers())\n"
        "migrations.CreateModel.database_forwards = real\n"
        "call_command('migrate', verbosity=0)\n"
        "cursor.execute('SELECT title, updates_by_link FROM plans_plan')\n"
        "print(cursor.fetchall(), missing_triggers(), missing_raisers())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-2:] == ["stopped half way []", "[('P', True)] [] []"]


@pytest.mark.django_db
def test_servers_that_start_together_migrate_one_after_the_other(tmp_path, monkeypatch):
    if connection.vendor == "postgresql":
        other = connections.create_connection("default")

        def is_free() -> bool:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
                free = cursor.fetchone()[0]
                if free:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
            return bool(free)
    else:
        other = None
        monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "db.sqlite3")

        def is_free() -> bool:
            with (tmp_path / "db.sqlite3.migrating").open("w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
            return True

    try:
        assert is_free()
        with one_at_a_time("default"):
            assert not is_free()
        assert is_free()
    finally:
        if other is not None:
            other.close()
