"""A council's own server: how it starts, what it refuses, who administers it first, and whether it is well."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement import first_steps, health
from improvement.models import BackupMade, User
from tests.factories import make_user

MANAGE = Path(settings.BASE_DIR) / "manage.py"
TYPED = {"name": "First", "email": "first@council.example", "password": "a-long-enough-pass-phrase"}


# --- is it well ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_alive_and_ready_tell_strangers_no_more_than_whether(client):
    alive, ready = client.get("/healthz"), client.get("/readyz")

    assert alive.json()["status"] == "ok"
    assert (ready.status_code, ready.json()["status"]) == (200, "ok")
    assert ready.json()["checks"] == {
        "database": "ok", "migrations": "ok", "guards": "ok", "disk": "ok", "backup": "not well", "worker": "ok",
    }  # fmt: skip
    assert "no-store" in ready["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["guards", "disk", "migrations", "database"])
def test_what_it_needs_and_has_not_makes_it_unready(client, monkeypatch, broken):
    def fails(*_args, **_options):
        raise DatabaseError

    if broken == "guards":
        monkeypatch.setattr(health, "missing_triggers", lambda using: ["a guard"])
    elif broken == "disk":
        usage = namedtuple("usage", "total used free")
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 1))
    elif broken == "migrations":
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: [1])
    else:
        monkeypatch.setattr(health.connection, "cursor", fails)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"][broken] == "not well"
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_its_page_tells_administrators_in_words(client):
    assert client.get(reverse("health")).status_code == 302
    client.force_login(make_user("person@council.example"))
    assert client.get(reverse("health")).status_code == 403
    root = make_user("root@council.example")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=root.pk))

    assert "No backup has been made." in client.get(reverse("health")).content.decode()
    BackupMade.objects.create(size=1, sha256="x", made_at=timezone.now() - timedelta(days=3))
    assert "3 days ago." in client.get(reverse("health")).content.decode()
    BackupMade.objects.create(size=1, sha256="x", is_encrypted=True)
    assert "encrypted." in client.get(reverse("health")).content.decode()


# --- who administers it first -------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_first_administrator_is_made_with_the_printed_key_once():
    cache.clear()
    # The tests' own database may hold the demonstration's accounts.
    User.objects.filter(is_superuser=True).update(is_active=False)
    others = User.objects.count()
    key, address = first_steps.new_key(), reverse("first-steps")
    client = Client()
    assert "Open the address that was printed" in client.get(address).content.decode()
    assert client.get(address, {"key": "guessed"}).status_code == 403
    assert client.post(address, {**TYPED, "key": "guessed"}).status_code == 403
    weak = client.post(address, {**TYPED, "key": key, "password": "password1234"})
    assert weak.status_code == 422
    assert "too common" in unescape(weak.content.decode())
    assert User.objects.count() == others
    done = client.post(address, {**TYPED, "key": key})

    assert (done.status_code, done["Location"]) == (302, reverse("plans:plan-add"))
    user = User.objects.get(email="first@council.example")
    assert (user.is_superuser, user.email) == (True, "first@council.example")
    assert client.get(reverse("plans:plan-add")).status_code == 200
    assert Client().get(address, {"key": key}).status_code == 404
    assert Client().post(address, {**TYPED, "email": "second@council.example", "key": key}).status_code == 404
    assert User.objects.count() == others + 1


@pytest.mark.django_db
def test_a_server_that_has_an_administrator_has_no_such_page(client):
    cache.clear()
    key = first_steps.new_key()
    root = make_user("root@council.example")
    User.objects.filter(pk=root.pk).update(is_superuser=True)

    assert client.get(reverse("first-steps"), {"key": key}).status_code == 404
    assert first_steps.make_first_administrator("x", "x@council.example", "x" * 20) is None


@pytest.mark.django_db
def test_what_is_kept_of_the_key_opens_nothing():
    cache.clear()
    key = first_steps.new_key()

    assert key not in str(cache.get(first_steps.KEPT_UNDER))
    assert not first_steps.is_key(str(cache.get(first_steps.KEPT_UNDER)))
    assert first_steps.is_key(key)
    first_steps.new_key()
    assert not first_steps.is_key(key)


# --- how it starts ------------------------------------------------------------------------------------


def environment(folder: Path, **variables: str) -> dict[str, str]:
    plain = {
        key: value for key, value in os.environ.items() if key not in {"ALLOWED_HOSTS", "BEHIND_TLS_PROXY"}
    }
    return {
        **plain,
        "DJANGO_SETTINGS_MODULE": "improvement.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "EVIDENCE_DIR": str(folder / "evidence"),
        "DJANGO_SECRET_KEY": "only-for-tests-" + "k" * 60,
        "IMPROVEMENT_DEMO": "0",
        "PYTHONUNBUFFERED": "1",
        **variables,
    }


@pytest.mark.parametrize(
    ("variables", "arguments", "said"),
    [
        ({"IMPROVEMENT_DEMO": "1"}, [], "unset it to serve your own data"),
        ({"ALLOWED_HOSTS": "plans.council.example"}, [], "passwords are never served over plain http"),
        ({}, ["--bind", "0.0.0.0"], "answers to this machine alone"),  # noqa: S104 -- what is refused
        ({"ALLOWED_HOSTS": "plans.council.example", "IMPROVEMENT_PLAIN_HTTP": "1"}, [], "for this machine alone"),
    ],
)  # fmt: skip
def test_what_would_be_unsafe_is_refused_with_a_sentence(tmp_path, variables, arguments, said):
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, str(MANAGE), "serve", *arguments],
        env=environment(tmp_path, **variables), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode != 0
    assert said in done.stderr
    assert not (tmp_path / "db.sqlite3").exists()


def test_one_command_serves_ones_own_data_and_says_where_to_set_it_up(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, str(MANAGE), "serve", "--port", str(port)],
        env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        printed = ""
        while "first-steps" not in printed:
            line = server.stdout.readline()
            assert line, printed
            printed += line
        address = re.search(r"http://\S+first-steps/\?key=\S+", printed)[0]
        page = opened(address)
        assert "Set up this server" in page
        assert 'name="password"' in page
        assert '"status": "ok"' in opened(f"http://127.0.0.1:{port}/readyz")
        assert "Sign in" in opened(f"http://127.0.0.1:{port}/")
        assert "demonstration" not in opened(f"http://127.0.0.1:{port}/sign-in/")
        assert within(30, lambda: '"worker": "ok"' in opened(f"http://127.0.0.1:{port}/readyz"))
        assert len(workers_of(tmp_path)) == 2
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
    # What it started ends with it, and leaves nothing of itself.
    assert within(30, lambda: workers_of(tmp_path) == [])
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM improvement_worker").fetchone() == (0,)


def workers_of(folder: Path) -> list[int]:
    """Return the processes of workers that were started with a database in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, variables = (process / name for name in ("cmdline", "environ"))
            if b"manage.py\0work" in command.read_bytes() and str(folder).encode() in variables.read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.3)
    return held


def opened(address: str) -> str:
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 -- our own server
                return answer.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
