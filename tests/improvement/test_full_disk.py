"""What people are told when the server has no room left, or fails: what they typed is given back, pages are still read."""

import errno
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from improvement.full_disk import is_full
from plans.models import Visit
from plans.operations import personal
from tests.conftest import account
from tests.pages import own_forms

pytestmark = pytest.mark.django_db
WORDS = "Half of the teams have moved, and the rest follow in May."


class DiskFull(Exception):
    sqlstate = "53100"


def caused(error: Exception, by: Exception) -> Exception:
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database or disk is full"), True),
        (caused(OperationalError("could not extend file"), DiskFull()), True),
        (caused(ValueError("not written"), OSError(errno.ENOSPC, "No space left on device")), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OperationalError("database is locked"), False),
        (OSError(errno.EACCES, "Permission denied"), False),
        (ValueError("database or disk is full"), False),
        (None, False),
    ],
)
def test_a_full_disk_is_known_from_what_else_goes_wrong(error, expected):
    assert is_full(error) is expected


@pytest.fixture
def saves(demo, monkeypatch):
    """Save an update that fails with an error; return the answer."""

    def saved(error: Exception):
        def fails(*_given, **_named):
            raise error

        monkeypatch.setattr("plans.views.updates.record_updates", fails)
        client = Client(raise_request_exception=False)
        client.force_login(account("lead"))
        address = reverse("plans:action-update", args=[demo.slug, "5.3"])
        boxes = own_forms(client.get(address), address)[0]["boxes"]
        typed = {name: values[0] for name, values in boxes.items()}
        return client.post(
            address,
            {**typed, "progress": WORDS, "password": "a secret word here", "key": "a key that was printed"},
        )

    return saved


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("database or disk is full"), 507, "The server has no room left"),
        (RuntimeError("Something else"), 500, "there is a problem with the service"),
    ],
)
def test_what_was_typed_is_given_back_to_copy(saves, error, status, said):
    answer = saves(error)

    page = unescape(answer.content.decode())
    assert answer.status_code == status
    assert said in page
    assert WORDS in page
    assert "a secret word" not in page
    assert "a key that was printed" not in page
    assert answer["X-Request-ID"] in page


def test_overview_opens_where_the_visit_can_not_be_noted(demo, monkeypatch):
    def fails(*_given, **_named):
        raise OperationalError("database or disk is full")

    Visit.objects.all().delete()
    monkeypatch.setattr(personal, "_note_new_day", fails)
    client = Client()
    client.force_login(account("board"))

    assert client.get(reverse("plans:dashboard", args=[demo.slug])).status_code == 200
    assert not Visit.objects.exists()


def test_the_page_of_an_error_needs_no_database(demo, monkeypatch):
    """Who is signed in, which every page shows, can't be asked of a database that is gone."""

    def fails(*_given, **_named):
        raise OperationalError("the connection was closed")

    monkeypatch.setattr("plans.views.overview.open_plan", fails)
    monkeypatch.setattr("django.contrib.auth.context_processors.auth", fails)
    monkeypatch.setattr("improvement.context.site", fails, raising=False)
    client = Client(raise_request_exception=False)
    client.force_login(account("board"))

    answer = client.get(reverse("plans:dashboard", args=[demo.slug]))

    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
