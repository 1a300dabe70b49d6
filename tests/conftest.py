"""What tests stand on: a fixed day, the demo loaded once, and the documented way round the database's guards."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from improvement.kept import KEPT
from improvement.models import User
from improvement.triggers import install_triggers, remove_triggers
from plans.demo.load import ACCOUNTS, SLUG, load_demo
from plans.issuing import pdf
from plans.models import Plan, RatingScale
from tests.remembering import POSITIONS

# Playwright's loop runs in the test's own thread; the live server answers in another.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TODAY = date(2026, 11, 21)
SHARED = Path(__file__).resolve().parents[2] / "shared"
Made = TypeVar("Made")
DURHAM = SHARED / "data" / "durham" / "durham_improvement_plan.xlsx"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> date:
    """Every page and command believes that it is the day for which the demo was written."""
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)
    return TODAY


# The demo's whole database as it was loaded, which each test with a live server begins with (SQLite alone).
LOADED = sqlite3.connect(":memory:", check_same_thread=False)


@pytest.fixture(autouse=True)
def no_sandbox(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in the test's own process, except in a browser's journeys and where a test is `sandboxed`.

    A process for each of thousands of workbooks takes a quarter of a second; it does the same with them.
    """
    if any(request.node.get_closest_marker(name) for name in ("browser", "sandboxed")):
        return

    def at_once(task: str, content: bytes, arguments: Mapping[str, Any]) -> bytes:
        module, _colon, function = task.partition(":")
        return getattr(import_module(module), function)(content, **arguments)

    for place in ("improvement.spreadsheets.reading", "improvement.uploads", "plans.imports.annotated"):
        monkeypatch.setattr(f"{place}.in_sandbox", at_once)


@pytest.fixture(autouse=True, scope="session")
def remembered_pdfs() -> Iterator[None]:
    """Draw the same page of HTML as a PDF once: a Cabinet paper of forty pages takes some ten seconds each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "drawn", cache(pdf.drawn))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Load the demo once; every test that uses the database starts with it and rolls back to it."""
    with django_db_blocker.unblock():
        restore_scale_patterns()
        load_demo(with_accounts=True, today=TODAY)
        if connection.vendor == "sqlite":
            connection.connection.backup(LOADED)
        else:
            connection.cursor().execute("ANALYZE")


@pytest.fixture
def demo(db: None) -> Plan:
    """The demo plan."""
    return Plan.objects.select_related("council", "inspection").get(slug=SLUG)


@contextmanager
def kept_for_a_module(django_db_blocker, make: Callable[[], Made]) -> Iterator[Made]:
    """Make rows once for all tests of a module: each of them begins with these and rolls back to them.

    A fixture of a module's scope stands around this, and every test of that module that reads the database asks for
    it: a transaction stays open around the module's tests, and what stands in it is gone before the next module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            with pytest.MonkeyPatch.context() as day:
                day.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)
                made = make()
            with POSITIONS.with_other_rows():
                yield made
                assert POSITIONS.unlike_the_rows() == []
        finally:
            transaction.set_rollback(True)


@pytest.fixture(scope="session")
def positions_are_as_remembered(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """At a worker's end, no position that its tests were given is other than the rows give."""
    yield
    with django_db_blocker.unblock():
        assert POSITIONS.unlike_the_rows() == []


@pytest.fixture(autouse=True)
def remembered_positions(request: pytest.FixtureRequest) -> Iterator[None]:
    """Build each position of the rows that a test begins with once for all tests; none where a test counts queries.

    Half of the suite's time went into building the same few. Tests with a live server empty the tables and build
    their own.
    """
    names = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    whole = marker is not None and marker.kwargs.get("transaction", False)
    if whole or names & {"transactional_db", "live_server"}:
        # It empties the tables: what was handed out before is compared now or never.
        blocker = request.getfixturevalue("django_db_blocker")
        request.getfixturevalue("django_db_setup")
        with blocker.unblock():
            assert POSITIONS.unlike_the_rows() == []
        yield
        return
    if "db" not in names and not marker:
        yield
        return
    request.getfixturevalue("db")
    request.getfixturevalue("positions_are_as_remembered")
    with POSITIONS.during_a_test():
        yield


@pytest.fixture
def live_demo(transactional_db: None) -> Iterator[Plan]:
    """The demo plan for tests with a live server, whose tables are emptied afterwards.

    Emptying tables is what the guards forbid: they are put back for each such test and removed before its end.
    """
    # The database goes back to what it was, and a council's revision with it, which a site's never does.
    KEPT.clear()
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        LOADED.backup(connection.connection)
    elif not Plan.objects.filter(slug=SLUG).exists():
        install_triggers()
        restore_scale_patterns()
        load_demo(with_accounts=True, today=TODAY)
    yield Plan.objects.get(slug=SLUG)
    remove_triggers()


def restore_scale_patterns() -> None:
    """Make the scale patterns, which a migration makes: tests make their tables from the models."""
    patterns = import_module("plans.migrations.0002_rating_scale_patterns")
    if not RatingScale.objects.filter(plan=None).exists():
        patterns.add_patterns(apps, None)


def account(role: str) -> User:
    """Return the demo's account of a role: board, lead, officer, analyst, planner or admin."""
    email = next(item.email for item in ACCOUNTS if item.email.startswith(f"{role}@"))
    return User.objects.get(email=email)


@pytest.fixture
def sign_in(db: None):
    """Return a client that is signed in as one of the demo's accounts."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(account(role))
        return client

    return signed_in


@pytest.fixture(params=["durham", "west_berkshire", "leicestershire", "thurrock"])
def council(request: pytest.FixtureRequest) -> str:
    """Each of the councils whose workbooks are published."""
    return str(request.param)


def published_workbook(name: str) -> bytes:
    """Return a council's published workbook; the test is skipped only where the folder is absent."""
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return next((SHARED / "data" / name).glob("*.xlsx")).read_bytes()


@pytest.fixture
def durham() -> bytes:
    """Durham's published workbook; the test is skipped only where the folder is absent."""
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return DURHAM.read_bytes()
